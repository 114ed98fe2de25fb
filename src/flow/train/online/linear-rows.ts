import { OnlineScale } from '../../../math/online-scale.ts';
import { layoutOf, type InputLayout } from './input-layout.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { readNumbers, tensorOf } from './saved-state.ts';

/**
 * Rows of a stream as a linear model reads them: numbers brought to mean 0 and spread 1 by what came so far, categories as the columns
 * that are 1. What is missing is at the mean, or no column at all.
 */
export class LinearRows {
  layout: InputLayout;
  scale: OnlineScale;
  /** The numbers of the row read last. */
  z: Float64Array<ArrayBuffer>; // (numbers)
  /** The column of each category of the row read last; -1 where it is missing. */
  active: Int32Array<ArrayBuffer>; // (inputs that are categories)

  #numbers: Int32Array<ArrayBuffer>; // (numbers)

  constructor(categories: readonly number[]) {
    this.layout = layoutOf(categories);
    this.#numbers = Int32Array.from(this.layout.numbers);
    this.scale = new OnlineScale(this.layout.numbers.length);
    this.z = new Float64Array(this.layout.numbers.length);
    this.active = new Int32Array(this.layout.categories.length);
  }

  /** Takes a row's numbers into the means and spreads, and reads it. */
  learn(x: Float32Array, at: number, weight: number): void {
    this.scale.addRow(x, at, this.#numbers, weight, this.z);
    this.#readCategories(x, at);
  }

  read(x: Float32Array, at: number): void {
    const { z, scale } = this;
    const numbers = this.#numbers;
    for (let column = 0; column < z.length; column++)
      z[column] = scale.scaled(column, x[at + numbers[column]!]!);
    this.#readCategories(x, at);
  }

  #readCategories(x: Float32Array, at: number): void {
    const { categories } = this.layout;
    for (let block = 0; block < categories.length; block++) {
      const { input, first } = categories[block]!;
      const category = x[at + input]!;
      this.active[block] = Number.isNaN(category) ? -1 : first + category;
    }
  }

  /** The sum of squares of the row read last, with the 1 of the bias. */
  squares(): number {
    let sum = 1;
    for (const value of this.z) sum += value * value;
    for (const column of this.active) if (column >= 0) sum++;
    return sum;
  }

  /** @param first where an output's weights begin; its bias is the last of them. */
  dot(weights: Float64Array, first: number): number {
    const { z, active } = this;
    // Two sums side by side, so that neither waits for the other.
    let sum = weights[first + this.layout.columns]!;
    let other = 0;
    let column = 0;
    for (; column + 1 < z.length; column += 2) {
      sum += weights[first + column]! * z[column]!;
      other += weights[first + column + 1]! * z[column + 1]!;
    }
    if (column < z.length) sum += weights[first + column]! * z[column]!;
    sum += other;
    for (let block = 0; block < active.length; block++)
      if (active[block]! >= 0) sum += weights[first + active[block]!]!;
    return sum;
  }

  /** Adds a multiple of the row read last. */
  add(weights: Float64Array, first: number, factor: number): void {
    const { z, active } = this;
    for (let column = 0; column < z.length; column++) weights[first + column]! += factor * z[column]!;
    for (let block = 0; block < active.length; block++)
      if (active[block]! >= 0) weights[first + active[block]!]! += factor;
    weights[first + this.layout.columns]! += factor;
  }

  grow(categories: readonly number[]): void {
    this.layout = layoutOf(categories);
    this.#numbers = Int32Array.from(this.layout.numbers);
    this.scale.grow(this.layout.numbers.length);
    this.z = new Float64Array(this.layout.numbers.length);
    this.active = new Int32Array(this.layout.categories.length);
  }

  save(): PartState['tensors'] {
    const { counts, means, variances } = this.scale;
    return {
      inputCounts: tensorOf(counts),
      inputMeans: tensorOf(means),
      inputVariances: tensorOf(variances),
    };
  }

  restore(saved: PartState): void {
    const numbers = this.layout.numbers.length;
    this.scale = OnlineScale.of(
      readNumbers(saved, 'inputCounts', numbers, 0),
      readNumbers(saved, 'inputMeans', numbers),
      readNumbers(saved, 'inputVariances', numbers, 0),
    );
  }
}
