/**
 * What labels alone would answer for the next row of a stream, from those that are known by then: no-change says the
 * newest one, majority the most frequent so far. They must wait for labels as long as the model that they stand beside:
 * where labels come by the batch, they say one and the same of the whole next batch.
 *
 * @example
 * const baselines = new LabelBaselines([0, 0]);
 * baselines.learn(Float32Array.of(1, 1, 0));
 * baselines.noChange // 0
 * baselines.majority // 1
 */
export class LabelBaselines {
  readonly #counts: Float64Array<ArrayBuffer>;
  #newest: number;

  /** @param prior how many rows of each class were seen before, or what share: a share weighs as one row */
  constructor(prior: readonly number[]) {
    this.#counts = Float64Array.from(prior);
    this.#newest = this.majority;
  }

  /** The newest label that is known; the most frequent of before while none is. */
  get noChange(): number {
    return this.#newest;
  }

  /** The most frequent label so far; of equals, the first. */
  get majority(): number {
    return this.#counts.indexOf(Math.max(...this.#counts));
  }

  /** These labels have become known, in this order. */
  learn(labels: ArrayLike<number>): void {
    for (let row = 0; row < labels.length; row++) {
      this.#newest = labels[row]!;
      this.#counts[this.#newest]! += 1;
    }
  }
}
