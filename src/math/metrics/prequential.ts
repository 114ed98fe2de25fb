/**
 * The mean of the newest values of a stream of losses (or of hits: accuracy), each taken before its row was learnt: prequential evaluation
 * (Dawid 1984) over a sliding window (Gama, Sebastião & Rodrigues 2013). Of squared errors its root is the RMSE of the window.
 *
 * @example
 * const accuracy = new WindowedMean(3);
 * for (const hit of [1, 1, 0, 0]) accuracy.add(hit);
 * accuracy.mean // 0.3333...
 */
export class WindowedMean {
  readonly #values: Float64Array<ArrayBuffer>; // (window)
  #count = 0;
  #sum = 0;

  /** @param window how many values, a whole number of 1 or more. */
  constructor(window: number) {
    this.#values = new Float64Array(window);
  }

  /** Takes constant time. Sums of whole numbers stay exact; others gather rounding errors. */
  add(value: number): void {
    const slot = this.#count++ % this.#values.length;
    this.#sum += value - this.#values[slot]!;
    this.#values[slot] = value;
  }

  /** That of all values until the window is full; NaN before the first one. */
  get mean(): number {
    return this.#sum / Math.min(this.#count, this.#values.length);
  }
}

/**
 * The mean of all values of a stream, of which each counts less with every one that follows (fading factor: Gama, Sebastião & Rodrigues
 * 2013): as quick as a window of about 1 / (1 - factor) values, in two numbers.
 *
 * @example
 * const loss = new FadingMean(0.5);
 * for (const value of [0, 1]) loss.add(value);
 * loss.mean // 0.6666...
 */
export class FadingMean {
  readonly #factor: number;
  #sum = 0;
  #weight = 0;

  /** @param factor from 0 to 1; 1 forgets nothing. */
  constructor(factor: number) {
    this.#factor = factor;
  }

  add(value: number): void {
    this.#sum = value + this.#factor * this.#sum;
    this.#weight = 1 + this.#factor * this.#weight;
  }

  /** NaN before the first value. */
  get mean(): number {
    return this.#sum / this.#weight;
  }
}
