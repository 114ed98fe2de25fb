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

  /** @param window how many values, a whole number of 1 or more. */
  constructor(window: number) {
    this.#values = new Float64Array(window);
  }

  add(value: number): void {
    this.#values[this.#count++ % this.#values.length] = value;
  }

  /** NaN before the first value. */
  get mean(): number {
    const kept = Math.min(this.#count, this.#values.length);
    let sum = 0;
    // Summed anew, so that no rounding gathers however long the stream is.
    for (let at = 0; at < kept; at++) sum += this.#values[at]!;
    return sum / kept;
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
