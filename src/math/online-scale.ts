/**
 * Mean and variance of each of several inputs of a stream, in one pass and however the rows weigh (West 1979; with equal weights Welford
 * 1962), to bring them to mean 0 and spread 1. A missing cell, NaN, is not counted, and stands at the mean. An input that never
 * varied yet stays at 0.
 *
 * @example
 * const scale = new OnlineScale(1);
 * for (const value of [1, 2, 4]) scale.add(0, value, 1);
 * scale.means[0] // 2.3333...
 * scale.variances[0] // 1.5555...
 * scale.scaled(0, 4) // 1.3363...
 * scale.scaled(0, NaN) // 0
 */
export class OnlineScale {
  /** The sum of the weights of the cells that were there. */
  counts: Float64Array<ArrayBuffer>; // (inputs)
  means: Float64Array<ArrayBuffer>; // (inputs)
  /** Of all that came, not of a sample: the divisor is the count. */
  variances: Float64Array<ArrayBuffer>; // (inputs)
  /** 1 / spread; 0 where there is none. */
  #inverses: Float64Array<ArrayBuffer>; // (inputs)

  constructor(inputs: number) {
    this.counts = new Float64Array(inputs);
    this.means = new Float64Array(inputs);
    this.variances = new Float64Array(inputs);
    this.#inverses = new Float64Array(inputs);
  }

  /** One with these counts, means and variances, which it takes over. */
  static of(
    counts: Float64Array<ArrayBuffer>,
    means: Float64Array<ArrayBuffer>,
    variances: Float64Array<ArrayBuffer>,
  ): OnlineScale {
    const scale = new OnlineScale(0);
    scale.counts = counts;
    scale.means = means;
    scale.variances = variances;
    scale.#inverses = variances.map(inverseSpread);
    return scale;
  }

  add(input: number, value: number, weight: number): void {
    if (Number.isNaN(value)) return;
    const { counts, means, variances } = this;
    const share = weight / (counts[input]! += weight);
    const delta = value - means[input]!;
    const mean = (means[input]! += delta * share);
    const variance = (variances[input]! += (delta * (value - mean) - variances[input]!) * share);
    this.#inverses[input] = inverseSpread(variance);
  }

  /**
   * Takes in a row, of which some places are its inputs, and brings it to scale by what came so far, the row among it.
   *
   * @param inputs the place in the row of each input.
   * @param into (inputs)
   */
  addRow(x: Float32Array, at: number, inputs: ArrayLike<number>, weight: number, into: Float64Array): void {
    const { counts, means, variances } = this;
    const inverses = this.#inverses;
    for (let input = 0; input < counts.length; input++) {
      const value = x[at + inputs[input]!]!;
      if (Number.isNaN(value)) {
        into[input] = 0;
        continue;
      }
      const count = counts[input]! + weight;
      const share = weight / count;
      const delta = value - means[input]!;
      const mean = means[input]! + delta * share;
      const off = value - mean;
      const variance = variances[input]! + (delta * off - variances[input]!) * share;
      const inverse = inverseSpread(variance);
      counts[input] = count;
      means[input] = mean;
      variances[input] = variance;
      inverses[input] = inverse;
      into[input] = off * inverse;
    }
  }

  scaled(input: number, value: number): number {
    return Number.isNaN(value) ? 0 : (value - this.means[input]!) * this.#inverses[input]!;
  }

  /** The spread of an input; 0 where it never varied. */
  spread(input: number): number {
    return Math.sqrt(this.variances[input]!);
  }

  /** New inputs, behind those that there are. */
  grow(inputs: number): void {
    this.counts = longer(this.counts, inputs);
    this.means = longer(this.means, inputs);
    this.variances = longer(this.variances, inputs);
    this.#inverses = longer(this.#inverses, inputs);
  }
}

function inverseSpread(variance: number): number {
  return variance > 0 ? 1 / Math.sqrt(variance) : 0;
}

function longer(values: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length);
  copy.set(values);
  return copy;
}
