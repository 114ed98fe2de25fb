/** How many values there were, their mean and their spread: all that a comparison of means asks for. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Of the sample (the divisor is count - 1); NaN under two values. */
  readonly variance: number;
}

/**
 * Mean and variance of a stream in one pass and three numbers, without the cancellation of sums of squares
 * (Welford 1962); two halves merge into the whole (Chan, Golub & LeVeque 1979).
 *
 * @example
 * const moments = new Moments();
 * for (const value of [1, 2, 4]) moments.add(value);
 * moments.mean // 2.3333...
 * moments.variance // 2.3333...
 */
export class Moments implements Summary {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#count++;
    const delta = value - this.#mean;
    this.#mean += delta / this.#count;
    this.#squares += delta * (value - this.#mean);
  }

  addAll(values: ArrayLike<number>): this {
    for (let i = 0; i < values.length; i++) this.add(values[i]!);
    return this;
  }

  /** Takes in all that the other has seen, which stays as it is. */
  merge(other: Moments): this {
    const count = this.#count + other.#count;
    if (count === 0) return this;
    const delta = other.#mean - this.#mean;
    this.#squares += other.#squares + (delta * delta * this.#count * other.#count) / count;
    this.#mean += (delta * other.#count) / count;
    this.#count = count;
    return this;
  }

  get count(): number {
    return this.#count;
  }

  /** NaN before the first value. */
  get mean(): number {
    return this.#count === 0 ? NaN : this.#mean;
  }

  get variance(): number {
    return this.#count < 2 ? NaN : this.#squares / (this.#count - 1);
  }
}

/** The moments of values that are all there. */
export function momentsOf(values: ArrayLike<number>): Moments {
  return new Moments().addAll(values);
}
