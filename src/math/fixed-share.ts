/**
 * Weights of experts by their losses, of which a share goes round at every row, so that an expert that was bad for long is heard again soon
 * after it has become good: the fixed-share forecaster (Herbster & Warmuth, "Tracking the best expert", 1998; Cesa-Bianchi & Lugosi,
 * "Prediction, learning, and games", 2006, chapter 5).
 *
 * Where the losses are -log of the probabilities that experts gave, and the mix of these probabilities by `weights` is the forecast,
 * the forecast's loss over T rows is at most that of the best expert - log(its first weight) - (T - 1) log(1 - share), and with each change of
 * the best expert -log(share of the new one) more.
 *
 * @example
 * const weights = new FixedShare(Float64Array.of(0.5, 0.5), 0.1);
 * weights.learn(Float64Array.of(0, Math.log(3)));
 * weights.weights // Float64Array [0.725, 0.275]
 */
export class FixedShare {
  /** They sum to 1. */
  weights: Float64Array<ArrayBuffer>; // (experts)
  readonly #first: Float64Array; // (experts)
  readonly #share: number;

  /**
   * @param first the weights before the first row; they sum to 1.
   * @param share how much of all weight is divided anew at every row, as the first weights are.
   */
  constructor(first: Float64Array, share: number) {
    this.weights = first.slice();
    this.#first = first.slice();
    this.#share = share;
  }

  /** @param losses of the experts on a row; smaller is better. */
  learn(losses: Float64Array): void {
    const { weights } = this;
    const experts = weights.length;
    // What all lose alike moves no weight: without it none becomes too small to be a number.
    let least = Infinity;
    for (const loss of losses) if (loss < least) least = loss;
    let sum = 0;
    for (let i = 0; i < experts; i++) sum += weights[i]! *= Math.exp(least - losses[i]!);
    const keeps = sum > 0 ? (1 - this.#share) / sum : 0;
    const anew = sum > 0 ? this.#share : 1;
    for (let i = 0; i < experts; i++) weights[i] = keeps * weights[i]! + anew * this.#first[i]!;
  }
}
