import type { Batch } from './matrix.ts';
import type { Random } from './random.ts';
import type { Task } from './schema.ts';
import type { PartState } from './snapshot.ts';

/**
 * Old rows that a learner keeps, so that learning new ones does not make it forget.
 *
 * A memory may keep some classes more densely than the stream brought them; the weights of the rows that it
 * hands out undo that, so that probabilities keep the stream's prior.
 */
export interface Memory {
  /** Rows kept at present. */
  readonly size: number;
  add(batch: Batch, random: Random): void;
  /**
   * Lets go of the kept rows whose class (for a regression: of all rows) this batch brings anew: their concept has changed,
   * so what they teach is no longer true. Classes that the batch does not bring stay as they are.
   */
  forget(batch: Batch): void;
  /** `count` rows drawn with replacement, weighted so that their mean weight is 1; an empty batch when nothing is kept. */
  sample(count: number, random: Random): Batch;
  save(): PartState;
}

export interface MemoryOptions {
  readonly task: Task;
  readonly features: readonly string[];
  readonly classes: number;
  /** Rows kept at most. */
  readonly capacity: number;
}

export interface MemoryKind {
  readonly kind: string;
  /** balanced: rare classes more densely than they came, within a class old and new rows alike; newest: the last rows that came. */
  readonly keeps: 'balanced' | 'newest';
  create(options: MemoryOptions): Memory;
  load(options: MemoryOptions, saved: PartState): Memory;
}
