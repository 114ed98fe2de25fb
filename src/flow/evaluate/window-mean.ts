/**
 * The mean of the newest values of a stream, in constant time a value: prequential accuracy over a sliding window, when
 * the values are 1 for a right answer that was given before its row was learnt, and 0 for a wrong one (Gama, Sebastião &
 * Rodrigues, "On evaluating stream learning algorithms", Machine Learning 90, 2013).
 *
 * Until the window is full it is the mean of all values so far. Sums of whole numbers stay exact; others gather
 * rounding errors.
 *
 * @example
 * const window = new WindowMean(2);
 * window.add(1) // 1
 * window.add(0) // 0.5
 * window.add(0) // 0
 */
export class WindowMean {
  readonly #values: Float64Array<ArrayBuffer>;
  #count = 0;
  #sum = 0;

  /** @param length how many of the newest values count */
  constructor(length: number) {
    this.#values = new Float64Array(length);
  }

  /** Takes the next value in, and tells the mean of the newest ones. */
  add(value: number): number {
    const slot = this.#count % this.#values.length;
    this.#sum += value - this.#values[slot]!;
    this.#values[slot] = value;
    this.#count += 1;
    return this.#sum / Math.min(this.#count, this.#values.length);
  }
}
