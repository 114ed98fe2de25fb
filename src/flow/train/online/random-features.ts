import { Random } from '../../../core/random.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { layoutOf, relaid, type InputLayout } from './input-layout.ts';
import { readCells, tensorOf } from './saved-state.ts';

/**
 * Rows as random features: fixed normal weights, a bias, and a rectifier (Rahimi & Recht 2008). Each column's weights follow from the seed and
 * from what it stands for, so that they need not be saved, and stay when inputs or categories join. What no row has shown yet
 * counts nothing, and a value beyond those that rows have shown counts as the nearest of them.
 */
export class RandomFeatures {
  readonly #count: number;
  readonly #seed: number;
  #layout: InputLayout;
  #weights: Float32Array<ArrayBuffer>; // (columns, features)
  readonly #biases: Float32Array<ArrayBuffer>; // (features)
  /** The smallest and the largest value that rows have shown; NaN before the first. */
  #least: Float32Array<ArrayBuffer>; // (columns)
  #most: Float32Array<ArrayBuffer>; // (columns)

  constructor(categories: readonly number[], count: number, seed: number) {
    this.#count = count;
    this.#seed = seed;
    this.#layout = layoutOf(categories);
    this.#weights = this.#draw();
    this.#biases = drawn(new Random(seed), count);
    this.#least = new Float32Array(this.#layout.columns).fill(NaN);
    this.#most = new Float32Array(this.#layout.columns).fill(NaN);
  }

  /** Takes in which values a row shows. */
  learn(x: Float32Array, at: number): void {
    const { numbers, categories } = this.#layout;
    for (let column = 0; column < numbers.length; column++) this.#show(column, x[at + numbers[column]!]!);
    for (const { input, first } of categories) {
      const category = x[at + input]!;
      if (!Number.isNaN(category)) this.#show(first + category, 1);
    }
  }

  /** @param into the features, and a 1 behind them // (features + 1) */
  write(x: Float32Array, at: number, into: Float64Array): void {
    const { numbers, categories } = this.#layout;
    into.set(this.#biases);
    for (let column = 0; column < numbers.length; column++)
      this.#add(column, x[at + numbers[column]!]!, into);
    for (const { input, first } of categories) {
      const category = x[at + input]!;
      if (!Number.isNaN(category)) this.#add(first + category, 1, into);
    }
    for (let k = 0; k < this.#count; k++) if (into[k]! < 0) into[k] = 0;
    into[this.#count] = 1;
  }

  grow(categories: readonly number[]): void {
    const [from, to] = [this.#layout, layoutOf(categories)];
    const moved = (values: Float32Array): Float32Array<ArrayBuffer> => {
      // NaN would not tell a column that is new from one that has shown nothing: both have shown nothing.
      const known = relaid(
        Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)),
        from,
        to,
        1,
      );
      const grown = Float32Array.from(relaid(Float64Array.from(values), from, to, 1));
      return grown.map((value, column) => (known[column] ? value : NaN));
    };
    this.#least = moved(this.#least);
    this.#most = moved(this.#most);
    this.#layout = to;
    this.#weights = this.#draw();
  }

  save(): PartState['tensors'] {
    return { least: tensorOf(this.#least), most: tensorOf(this.#most) };
  }

  restore(saved: PartState): void {
    this.#least = readCells(saved, 'least', this.#layout.columns);
    this.#most = readCells(saved, 'most', this.#layout.columns);
  }

  #show(column: number, value: number): void {
    if (Number.isNaN(value)) return;
    if (!(value >= this.#least[column]!)) this.#least[column] = value;
    if (!(value <= this.#most[column]!)) this.#most[column] = value;
  }

  #add(column: number, value: number, into: Float64Array): void {
    const [least, most] = [this.#least[column]!, this.#most[column]!];
    if (Number.isNaN(value) || Number.isNaN(least)) return;
    const near = value < least ? least : value > most ? most : value;
    if (near === 0) return;
    const from = column * this.#count;
    for (let k = 0; k < this.#count; k++) into[k]! += near * this.#weights[from + k]!;
  }

  #draw(): Float32Array<ArrayBuffer> {
    const { numbers, categories, columns } = this.#layout;
    const weights = new Float32Array(columns * this.#count);
    const put = (column: number, input: number, category: number) =>
      weights.set(
        drawn(new Random(this.#seed ^ seedOf(input + 1, category)), this.#count),
        column * this.#count,
      );
    for (const [column, input] of numbers.entries()) put(column, input, 0);
    for (const { input, first, count } of categories)
      for (let category = 0; category < count; category++) put(first + category, input, category + 1);
    return weights;
  }
}

/** A different seed for every pair, scattered so that near ones have nothing in common (the finaliser of MurmurHash3). */
function seedOf(input: number, category: number): number {
  let z = (Math.imul(input, 0x9e3779b1) + Math.imul(category, 0x85ebca77)) >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

function drawn(random: Random, count: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, () => random.normal());
}
