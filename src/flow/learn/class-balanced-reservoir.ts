import { PerennialError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Batch } from '../../core/matrix.ts';
import type { Memory, MemoryKind, MemoryOptions } from '../../core/memory.ts';
import type { Random } from '../../core/random.ts';
import type { Tensor } from '../../core/snapshot.ts';

type Saved = { readonly header: JsonObject; readonly tensors: Readonly<Record<string, Tensor>> };

/**
 * A class-balanced reservoir (CBRS: Chrysakis & Moens, "Online continual learning from imbalanced data", ICML 2020).
 *
 * Until it is full it keeps every row. Then a row of a class that was never the largest takes the place of a random
 * row of the class that is largest now, and a row of any other class enters by Vitter's rule (1985): with probability
 * kept / seen of its class, in the place of one of its own. So rare classes are kept whole, frequent ones share what
 * is left, and the rows of a class are at any time a uniform sample of all that came. A regression has one class: the
 * plain reservoir.
 *
 * Each kept row stands for seen / kept rows of its class, times its own weight: with these weights (mean 1 over the
 * rows kept) a sample has the prior of the stream so far.
 *
 * @example
 * const memory = classBalancedReservoir.create({ task: 'binary', features: ['a'], classes: 2, capacity: 100 });
 * const y = Float32Array.from({ length: 1000 }, (_, row) => (row < 990 ? 0 : 1));
 * memory.add({ x: { rows: 1000, features: ['a'], data: y.slice() }, y, weights: null }, random);
 * const drawn = memory.sample(1000, random); // a class 0 row weighs 1.1: 990 seen for 90 kept; one of class 1 weighs 0.1
 * [drawn.weights![drawn.y.indexOf(0)], drawn.weights![drawn.y.indexOf(1)]] // [1.1..., 0.1...]
 */
export const classBalancedReservoir: MemoryKind = {
  kind: 'class-balanced-reservoir',
  keeps: 'balanced',
  create: (options) => new ClassBalancedReservoir(options),
  load: (options, saved) => ClassBalancedReservoir.load(options, saved),
};

class ClassBalancedReservoir implements Memory {
  readonly #options: MemoryOptions;
  readonly #groups: number;
  readonly #x: Float32Array<ArrayBuffer>; // (capacity, features)
  readonly #y: Float32Array<ArrayBuffer>; // (capacity)
  readonly #weights: Float32Array<ArrayBuffer>; // (capacity)
  #size = 0;
  readonly #kept: Float64Array<ArrayBuffer>; // (groups)
  readonly #seen: Float64Array<ArrayBuffer>; // (groups)
  /** 1 once the class was the largest of a full memory. */
  readonly #isFull: Uint8Array<ArrayBuffer>; // (groups)

  constructor(options: MemoryOptions) {
    const { capacity, features, task, classes } = options;
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new PerennialError('options', `a memory of ${capacity} rows cannot be made; choose 1 or more`, {
        stage: 'learn',
      });
    this.#options = options;
    this.#groups = task === 'regression' ? 1 : classes;
    this.#x = new Float32Array(capacity * features.length);
    this.#y = new Float32Array(capacity);
    this.#weights = new Float32Array(capacity);
    this.#kept = new Float64Array(this.#groups);
    this.#seen = new Float64Array(this.#groups);
    this.#isFull = new Uint8Array(this.#groups);
  }

  get size(): number {
    return this.#size;
  }

  add(batch: Batch, random: Random): void {
    for (let row = 0; row < batch.x.rows; row++) {
      const group = this.#groupOf(batch.y[row]!);
      this.#seen[group]!++;
      const slot = this.#slotFor(group, random);
      if (slot >= 0) this.#write(slot, batch, row);
    }
  }

  forget(batch: Batch): void {
    const brought = new Set(Array.from(batch.y, (y) => this.#groupOf(y)));
    let size = 0;
    for (let slot = 0; slot < this.#size; slot++)
      if (!brought.has(this.#groupOf(this.#y[slot]!))) this.#move(slot, size++);
    this.#size = size;
    for (const group of brought) this.#kept[group] = this.#seen[group] = this.#isFull[group] = 0;
  }

  sample(count: number, random: Random): Batch {
    const { features } = this.#options;
    const rows = this.#size ? count : 0;
    const width = features.length;
    const data = new Float32Array(rows * width);
    const y = new Float32Array(rows);
    const weights = new Float32Array(rows);
    const mean = this.#meanImportance();
    for (let i = 0; i < rows; i++) {
      const slot = random.below(this.#size);
      data.set(this.#x.subarray(slot * width, (slot + 1) * width), i * width);
      y[i] = this.#y[slot]!;
      weights[i] = this.#importance(slot) / mean;
    }
    return { x: { rows, features, data }, y, weights };
  }

  save(): Saved {
    const size = this.#size;
    const width = this.#options.features.length;
    return {
      header: {
        seen: [...this.#seen],
        full: [...this.#isFull],
      },
      tensors: {
        x: { shape: [size, width], data: this.#x.slice(0, size * width) },
        y: { shape: [size], data: this.#y.slice(0, size) },
        weights: { shape: [size], data: this.#weights.slice(0, size) },
      },
    };
  }

  static load(options: MemoryOptions, { header, tensors }: Saved): Memory {
    const memory = new ClassBalancedReservoir(options);
    const { x, y, weights } = tensors;
    const size = y?.data.length ?? -1;
    const isWhole =
      size >= 0 &&
      size <= options.capacity &&
      x?.data.length === size * options.features.length &&
      weights?.data.length === size &&
      areCounts(header['seen'], memory.#groups) &&
      areCounts(header['full'], memory.#groups) &&
      weights.data.every((weight) => weight >= 0 && weight < Infinity) &&
      y!.data.every((value) => memory.#knows(value));
    if (!isWhole)
      throw new PerennialError(
        'snapshot-format',
        `the memory cannot be read: its ${size} rows do not fit ${options.features.length} features, ${options.classes} classes and a capacity of ${options.capacity}`,
        { stage: 'learn' },
      );
    memory.#x.set(x.data);
    memory.#y.set(y!.data);
    memory.#weights.set(weights.data);
    memory.#size = size;
    memory.#seen.set(header['seen'] as number[]);
    memory.#isFull.set(header['full'] as number[]);
    for (let slot = 0; slot < size; slot++) memory.#kept[memory.#groupOf(memory.#y[slot]!)]!++;
    return memory;
  }

  #knows(y: number): boolean {
    return this.#options.task === 'regression'
      ? Number.isFinite(y)
      : Number.isInteger(y) && y >= 0 && y < this.#groups;
  }

  #groupOf(y: number): number {
    return this.#options.task === 'regression' ? 0 : y;
  }

  /** Where a row of this class goes, or -1 when it is not kept. */
  #slotFor(group: number, random: Random): number {
    if (this.#size < this.#options.capacity) {
      this.#kept[group]!++;
      return this.#size++;
    }
    const most = Math.max(...this.#kept);
    for (let g = 0; g < this.#groups; g++) if (this.#kept[g] === most) this.#isFull[g] = 1;
    if (this.#isFull[group]) {
      const kept = this.#kept[group]!;
      return random.below(this.#seen[group]!) < kept ? this.#slotOf(group, random.below(kept)) : -1;
    }
    const largest = this.#kept.indexOf(most);
    const slot = this.#slotOf(largest, random.below(most));
    this.#kept[largest]!--;
    this.#kept[group]!++;
    return slot;
  }

  /** The slot of the n-th row kept of a class. */
  #slotOf(group: number, n: number): number {
    let slot = 0;
    for (let left = n; ; slot++) if (this.#groupOf(this.#y[slot]!) === group && left-- === 0) return slot;
  }

  #write(slot: number, batch: Batch, row: number): void {
    const width = this.#options.features.length;
    this.#x.set(batch.x.data.subarray(row * width, (row + 1) * width), slot * width);
    this.#y[slot] = batch.y[row]!;
    this.#weights[slot] = batch.weights ? batch.weights[row]! : 1;
  }

  #move(from: number, to: number): void {
    const width = this.#options.features.length;
    this.#x.copyWithin(to * width, from * width, (from + 1) * width);
    this.#y[to] = this.#y[from]!;
    this.#weights[to] = this.#weights[from]!;
  }

  #importance(slot: number): number {
    const group = this.#groupOf(this.#y[slot]!);
    return (this.#weights[slot]! * this.#seen[group]!) / this.#kept[group]!;
  }

  #meanImportance(): number {
    let sum = 0;
    for (let slot = 0; slot < this.#size; slot++) sum += this.#importance(slot);
    return sum / this.#size;
  }
}

function areCounts(value: unknown, length: number): value is readonly number[] {
  return Array.isArray(value) && value.length === length && value.every((count) => count >= 0);
}
