import type { DenseData, DenseKeeping, DenseShape, DenseTraining } from '../../core/dense.ts';
import { link, lossOf } from '../../math/dense.ts';

/** What rows add to a step besides their loss, and what they leave out of it: `kept` and `classes` of DenseData. */
export class RowTerms {
  readonly #shape: DenseShape;
  readonly #keeping: DenseKeeping | null;
  readonly #data: DenseData;
  #slopes = new Float64Array();

  constructor(shape: DenseShape, { keeping }: DenseTraining, data: DenseData) {
    this.#shape = shape;
    this.#keeping = keeping ?? null;
    this.#data = data;
  }

  /**
   * Measures what the rows keep, then takes the classes that they do not see out of their raw outputs.
   *
   * @param raw (count, outputs)
   * @returns what the kept outputs add to the mean loss a row.
   */
  begin(raw: Float64Array, rows: Uint32Array, start: number, count: number): number {
    const { kept, classes } = this.#data;
    const { outputs } = this.#shape;
    this.#slopes = new Float64Array(kept ? raw.length : 0);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const row = rows[start + i]!;
      const own = [i * outputs, (i + 1) * outputs] as const;
      if (kept?.weights[row]) {
        const aims = kept.outputs.subarray(row * outputs, (row + 1) * outputs);
        const weight = kept.weights[row];
        sum += weight * this.#keep(raw.subarray(...own), aims, this.#slopes.subarray(...own), weight / count);
      }
      for (let j = 0; classes && j < outputs; j++)
        if (!classes[row * outputs + j]) raw[own[0] + j] = -Infinity;
    }
    return sum / count;
  }

  /** Adds the gradient of what the rows keep to that of their loss, by the raw outputs. */
  end(delta: Float64Array): void {
    for (let i = 0; i < this.#slopes.length; i++) delta[i]! += this.#slopes[i]!;
  }

  /** One row's distance; its slopes, times `scale`. */
  #keep(values: Float64Array, aims: Float32Array, slopes: Float64Array, scale: number): number {
    const keeping = this.#keeping!;
    if (keeping.kind === 'squared') {
      slopes.set(values.map((value, j) => (value - aims[j]!) * scale));
      return values.reduce((sum, value, j) => sum + (value - aims[j]!) ** 2 / 2, 0);
    }
    const { temperature } = keeping;
    const soft = values.map((value) => value / temperature);
    const target = link(
      this.#shape,
      Float64Array.from(aims, (aim) => aim / temperature),
    );
    const loss = this.#crossEntropy(soft, target);
    link(this.#shape, soft);
    slopes.set(soft.map((value, j) => ((value - target[j]!) * scale) / temperature));
    return loss;
  }

  #crossEntropy(values: Float64Array, target: Float64Array): number {
    if (this.#shape.loss === 'sigmoid') return lossOf(this.#shape, values, Float32Array.from(target), null);
    const highest = values.reduce((most, value) => Math.max(most, value), -Infinity);
    const total = Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
    return values.reduce((sum, value, j) => sum - target[j]! * (value - highest - total), 0);
  }
}
