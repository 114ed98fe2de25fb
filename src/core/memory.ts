import type { Batch, Matrix } from './matrix.ts';
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
  /** Lets go of these rows, as if they had never come; rows without ids stay. */
  erase(rows: ErasedRows): void;
  /**
   * Asks a model for the raw outputs of the kept rows that have none yet, and keeps them with the rows. Only of a memory that was made
   * for outputs.
   *
   * @param outputsOf (rows, features) -> (rows, outputs)
   */
  giveOutputs(outputsOf: (x: Matrix) => Float32Array): void;
  /** `count` rows drawn with replacement, weighted so that their mean weight is 1; an empty batch when nothing is kept. */
  sample(count: number, random: Random): Batch;
  save(): PartState;
}

/** Rows of one source that are to be forgotten: those of these numbers, or all. */
export interface ErasedRows {
  readonly source: string;
  readonly rows: ReadonlySet<number> | null;
}

export interface MemoryOptions {
  readonly task: Task;
  readonly features: readonly string[];
  readonly classes: number;
  /** Rows kept at most. */
  readonly capacity: number;
  /** Bytes that the kept rows take at most, in the snapshot as well; without it rows alone are counted. */
  readonly bytes?: number;
  /** Raw outputs of the model that are kept with each row (`giveOutputs`); without it, none. */
  readonly outputs?: number;
}

export interface MemoryKind {
  readonly kind: string;
  /**
   * uniform: every row is as likely to stay; balanced: so within a class, rare classes more densely than they came; typical: so, but of a class the rows
   * that stand for it best; newest: the last rows that came.
   */
  readonly keeps: 'uniform' | 'balanced' | 'typical' | 'newest';
  create(options: MemoryOptions): Memory;
  load(options: MemoryOptions, saved: PartState): Memory;
}
