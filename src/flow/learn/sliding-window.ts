import { PerennialError } from '../../core/errors.ts';
import { takeBatchRows, type Batch } from '../../core/matrix.ts';
import type { Memory, MemoryKind, MemoryOptions } from '../../core/memory.ts';
import type { Random } from '../../core/random.ts';

type Saved = ReturnType<Memory['save']>;

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
  readonly #options: MemoryOptions;
  /** From the oldest row to the newest; never written into. */
  #rows: Batch & { readonly weights: Float32Array<ArrayBuffer> };

  constructor(options: MemoryOptions) {
    const { capacity, features } = options;
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new PerennialError('options', `a memory of ${capacity} rows cannot be made; choose 1 or more`, {
        stage: 'learn',
      });
    this.#options = options;
    this.#rows = {
      x: { rows: 0, features, data: new Float32Array() },
      y: new Float32Array(),
      weights: new Float32Array(),
    };
  }

  get size(): number {
    return this.#rows.y.length;
  }

  add({ x, y, weights }: Batch): void {
    const { capacity, features } = this.#options;
    const kept = this.#rows;
    const from = Math.max(0, this.size + y.length - capacity);
    const newest = (old: Float32Array, fresh: Float32Array, width: number) => {
      const joined = new Float32Array(Math.min(capacity * width, old.length + fresh.length));
      const begin = from * width;
      joined.set(old.subarray(begin));
      joined.set(fresh.subarray(Math.max(0, begin - old.length)), Math.max(0, old.length - begin));
      return joined;
    };
    this.#rows = {
      x: {
        rows: Math.min(capacity, this.size + y.length),
        features,
        data: newest(kept.x.data, x.data, features.length),
      },
      y: newest(kept.y, y, 1),
      weights: newest(kept.weights, weights ?? new Float32Array(y.length).fill(1), 1),
    };
  }

  forget({ y }: Batch): void {
    const isAll = this.#options.task === 'regression' && y.length > 0;
    const brought = new Set(y);
    const others = [...this.#rows.y.keys()].filter((row) => !isAll && !brought.has(this.#rows.y[row]!));
    this.#rows = this.#take(Uint32Array.from(others));
  }

  sample(count: number, random: Random): Batch {
    const drawn = Uint32Array.from({ length: this.size ? count : 0 }, () => random.below(this.size));
    const { x, y, weights } = this.#take(drawn);
    const mean = this.#rows.weights.reduce((sum, weight) => sum + weight, 0) / this.size;
    return { x, y, weights: weights.map((weight) => weight / mean) };
  }

  save(): Saved {
    const { x, y, weights } = this.#rows;
    return {
      header: {},
      tensors: {
        x: { shape: [y.length, x.features.length], data: x.data.slice() },
        y: { shape: [y.length], data: y.slice() },
        weights: { shape: [y.length], data: weights.slice() },
      },
    };
  }

  static load(options: MemoryOptions, { tensors }: Saved): Memory {
    const memory = new SlidingWindow(options);
    const { x, y, weights } = tensors;
    const { task, classes, features, capacity } = options;
    const size = y?.data.length ?? -1;
    const isLabel = (value: number) =>
      task === 'regression'
        ? Number.isFinite(value)
        : Number.isInteger(value) && value >= 0 && value < classes;
    const isWhole =
      size >= 0 &&
      size <= capacity &&
      x?.data.length === size * features.length &&
      weights?.data.length === size &&
      weights.data.every((weight) => weight >= 0 && weight < Infinity) &&
      y!.data.every(isLabel);
    if (!isWhole)
      throw new PerennialError(
        'snapshot-format',
        `the memory cannot be read: its ${size} rows do not fit ${features.length} features, ${classes} classes and a capacity of ${capacity}`,
        { stage: 'learn' },
      );
    memory.#rows = {
      x: { rows: size, features, data: Float32Array.from(x.data) },
      y: Float32Array.from(y!.data),
      weights: Float32Array.from(weights.data),
    };
    return memory;
  }

  #take(rows: Uint32Array): Batch & { readonly weights: Float32Array<ArrayBuffer> } {
    return {
      ...takeBatchRows(this.#rows, rows),
      weights: Float32Array.from(rows, (row) => this.#rows.weights[row]!),
    };
  }
}
