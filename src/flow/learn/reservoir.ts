import type { Batch, Matrix } from '../../core/matrix.ts';
import type { ErasedRows, Memory, MemoryKind, MemoryOptions } from '../../core/memory.ts';
import type { Random } from '../../core/random.ts';
import type { PartState } from '../../core/snapshot.ts';
import { DescribedRows } from './described-rows.ts';

/**
 * A reservoir: at any time a uniform sample of all rows that came (Vitter, "Random sampling with a reservoir", algorithm R, 1985). Until it is
 * full it keeps every row; then a row enters with probability capacity / seen, in the place of a random one. Rare classes are
 * as rare in it as in the stream.
 *
 * @example
 * const memory = reservoir.create({ task: 'regression', features: ['a'], classes: 0, capacity: 100 });
 * const data = Float32Array.from({ length: 10_000 }, (_, row) => row);
 * memory.add({ x: { rows: 10_000, features: ['a'], data }, y: data, weights: null }, random);
 * const kept = memory.save().tensors['y']!.data;
 * kept.length // 100
 */
export const reservoir: MemoryKind = {
  kind: 'reservoir',
  keeps: 'uniform',
  create: (options) => new Reservoir(options),
  load: (options, saved) => Reservoir.load(options, saved),
};

class Reservoir implements Memory {
  readonly #rows: DescribedRows;
  #seen = 0;

  constructor(options: MemoryOptions) {
    this.#rows = new DescribedRows(options);
  }

  get size(): number {
    return this.#rows.size;
  }

  add(batch: Batch, random: Random): void {
    for (let row = 0; row < batch.x.rows; row++) {
      this.#seen++;
      const isFull = this.size === this.#rows.capacity;
      const slot = isFull ? random.below(Math.ceil(this.#seen)) : this.#rows.size++;
      if (slot < this.#rows.capacity) this.#rows.write(batch, row, slot);
    }
  }

  forget({ y }: Batch): void {
    const brought = new Set(Array.from(y, (value) => this.#rows.groupOf(value)));
    this.#keep((slot) => !brought.has(this.#rows.groupAt(slot)));
  }

  erase(rows: ErasedRows): void {
    const isErased = this.#rows.finder(rows);
    this.#keep((slot) => !isErased(slot));
  }

  giveOutputs(outputsOf: (x: Matrix) => Float32Array): void {
    this.#rows.giveOutputs(outputsOf);
  }

  sample(count: number, random: Random): Batch {
    return this.#rows.sample(count, random);
  }

  save(): PartState {
    return this.#rows.save({ seen: this.#seen });
  }

  static load(options: MemoryOptions, saved: PartState): Memory {
    const memory = new Reservoir(options);
    const { seen } = saved.header;
    memory.#rows.load(saved, typeof seen === 'number' && seen >= 0);
    memory.#seen = seen as number;
    return memory;
  }

  /** Those that are left stand for as many rows each as before. */
  #keep(isKept: (slot: number) => boolean): void {
    const before = this.size;
    this.#rows.keep(isKept);
    if (before) this.#seen *= this.size / before;
  }
}
