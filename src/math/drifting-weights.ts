/**
 * How sure a linear model is of its weights while these move: the covariance of weights that take a random step at every row, so that what
 * was learnt grows old (West, Harrison & Migon, "Dynamic generalized linear models and Bayesian forecasting", 1985: the extended
 * Kalman filter). A step of the weights is then not a matter of a learning rate, but of how sure each of them is.
 *
 * @example
 * const sure = new DriftingWeights(2, { prior: 1, drift: 0.001, independent: false });
 * sure.observe(Float64Array.of(1, 2), 0.25) // 0.4444...
 * sure.pull // Float64Array [1, 2]
 * sure.covariance // Float64Array [0.8898..., -0.2222..., -0.2222..., 0.5565...]
 */
export class DriftingWeights {
  /** (weights, weights), or where they are taken as independent its diagonal // (weights) */
  covariance: Float64Array<ArrayBuffer>;
  /** Covariance times inputs of the row that was observed last: the direction in which the weights should move. */
  pull: Float64Array<ArrayBuffer>; // (weights)
  readonly #options: DriftOptions;

  constructor(size: number, options: DriftOptions) {
    this.#options = options;
    this.pull = new Float64Array(size);
    this.covariance = new Float64Array(options.independent ? size : size * size);
    this.reset();
  }

  /** As before the first row. */
  reset(): void {
    const { prior, independent } = this.#options;
    const size = this.pull.length;
    this.covariance.fill(independent ? prior : 0);
    if (!independent) for (let i = 0; i < size; i++) this.covariance[i * size + i] = prior;
  }

  /**
   * Takes in that a row was seen, and lets the weights drift.
   *
   * @param inputs (weights)
   * @param curvature second derivative of the row's loss in its score.
   * @returns the factor of `pull` and of the slope of the loss that makes the weights' step.
   */
  observe(inputs: Float64Array, curvature: number): number {
    const step = this.#options.independent
      ? this.#observeEach(inputs, curvature)
      : this.#observeAll(inputs, curvature);
    if (step > 0) return step;
    // Only a covariance that a stranger wrote has a direction of less than no variance.
    this.reset();
    this.pull.fill(0);
    return 0;
  }

  #observeAll(inputs: Float64Array, curvature: number): number {
    const { covariance, pull } = this;
    const { prior, drift } = this.#options;
    const size = pull.length;
    let variance = 0;
    for (let i = 0, at = 0; i < size; i++, at += size) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += covariance[at + j]! * inputs[j]!;
      pull[i] = sum;
      variance += sum * inputs[i]!;
    }
    const step = 1 / (1 + curvature * variance);
    for (let i = 0, at = 0; i < size; i++, at += size) {
      const less = curvature * step * pull[i]!;
      for (let j = 0; j < size; j++) covariance[at + j]! -= less * pull[j]!;
      covariance[at + i]! += drift;
    }
    for (let i = 0; i < size; i++) {
      const own = covariance[i * size + i]!;
      if (own <= prior) continue;
      // None becomes less sure than it was at first: its row and column shrink together, so that it stays a covariance.
      const factor = Math.sqrt(prior / own);
      for (let j = 0; j < size; j++) {
        covariance[i * size + j]! *= factor;
        covariance[j * size + i]! *= factor;
      }
    }
    return step;
  }

  #observeEach(inputs: Float64Array, curvature: number): number {
    const { covariance, pull } = this;
    const { prior, drift } = this.#options;
    let variance = 0;
    for (let i = 0; i < pull.length; i++) {
      pull[i] = covariance[i]! * inputs[i]!;
      variance += pull[i]! * inputs[i]!;
    }
    const step = 1 / (1 + curvature * variance);
    for (let i = 0; i < pull.length; i++)
      covariance[i] = Math.min(prior, covariance[i]! - curvature * step * pull[i]! ** 2 + drift);
    return step;
  }
}

export interface DriftOptions {
  /** Variance of each weight before the first row, and the most that it ever has. */
  readonly prior: number;
  /** Variance that each weight gains with every row. */
  readonly drift: number;
  /** Whether what is not known of one weight is taken to say nothing of another: for models of many weights. */
  readonly independent: boolean;
}
