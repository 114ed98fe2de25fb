import type { Batch, Matrix } from '../../core/matrix.ts';
import type { ErasedRows, Memory, MemoryKind, MemoryOptions } from '../../core/memory.ts';
import type { Random } from '../../core/random.ts';
import type { PartState } from '../../core/snapshot.ts';
import { DescribedRows } from './described-rows.ts';

/**
 * A sliding window: the newest rows, whatever their class, each with its own weight. For streams whose old rows grow untrue; a class
 * that has not come for `capacity` rows is forgotten (Widmer & Kubat, "Learning in the presence of concept drift and hidden contexts", 1996).
 *
 * @example
 * const memory = slidingWindow.create({ task: 'regression', features: ['a'], classes: 0, capacity: 2 });
 * const data = Float32Array.of(1, 2, 3);
 * memory.add({ x: { rows: 3, features: ['a'], data }, y: data, weights: null }, random);
 * memory.save().tensors['y']!.data // Float32Array [2, 3]
 */
export const slidingWindow: MemoryKind = {
  kind: 'sliding-window',
  keeps: 'newest',
  create: (options) => new SlidingWindow(options),
  load: (options, saved) => SlidingWindow.load(options, saved),
};

class SlidingWindow implements Memory {
  /** From the oldest to the newest. */
  readonly #rows: DescribedRows;

  constructor(options: MemoryOptions) {
    this.#rows = new DescribedRows(options);
  }

  get size(): number {
    return this.#rows.size;
  }

  add(batch: Batch): void {
    const { capacity } = this.#rows;
    const fresh = Math.min(capacity, batch.x.rows);
    const gone = Math.max(0, this.size + fresh - capacity);
    this.#rows.keep((slot) => slot >= gone);
    for (let row = batch.x.rows - fresh; row < batch.x.rows; row++)
      this.#rows.write(batch, row, this.#rows.size++);
  }

  forget({ y }: Batch): void {
    const brought = new Set(Array.from(y, (value) => this.#rows.groupOf(value)));
    this.#rows.keep((slot) => !brought.has(this.#rows.groupAt(slot)));
  }

  erase(rows: ErasedRows): void {
    const isErased = this.#rows.finder(rows);
    this.#rows.keep((slot) => !isErased(slot));
  }

  giveOutputs(outputsOf: (x: Matrix) => Float32Array): void {
    this.#rows.giveOutputs(outputsOf);
  }

  sample(count: number, random: Random): Batch {
    return this.#rows.sample(count, random);
  }

  save(): PartState {
    return this.#rows.save({});
  }

  static load(options: MemoryOptions, saved: PartState): Memory {
    const memory = new SlidingWindow(options);
    memory.#rows.load(saved);
    return memory;
  }
}
