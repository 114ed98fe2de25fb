import type { DenseLoss } from '../core/dense.ts';
import { logistic } from './dense.ts';

/** A model that predicts and learns one row or many, each row before the next one is looked at. */
export interface OnlineRegression {
  /** A weight for each feature, then the bias; written to, they are those from which it goes on. */
  readonly parameters: Float64Array<ArrayBuffer>; // (inputs + 1)
  /**
   * The probability of 1, or the value.
   *
   * @param at where the row's features begin in `x`.
   */
  predict(x: Float32Array, at: number): number;
  /**
   * One step down the gradient of this row's loss.
   *
   * @param y 0 or 1, or the value.
   * @param weight how much the row counts; 1 where it is left out.
   * @returns what was predicted before.
   */
  learn(x: Float32Array, at: number, y: number, learningRate: number, weight?: number): number;
  /**
   * The same for many rows, one after the other.
   *
   * @param x (rows, inputs)
   * @param y (rows)
   * @param weights (rows); null: each counts 1.
   * @returns what was predicted of each row before it was learnt // (rows)
   */
  learnRows(
    x: Float32Array,
    y: Float32Array,
    learningRate: number,
    weights: Float32Array | null,
  ): Float64Array<ArrayBuffer>;
}

/**
 * Logistic or linear regression that learns row by row, in place: stochastic gradient descent without a batch, for streams
 * (Bottou 2010). A row costs two passes over its features and no memory.
 *
 * @example
 * const model = new OnlineLinear(2, 'sigmoid');
 * const x = Float32Array.of(1, 0, 0, 1);
 * model.learn(x, 0, 1, 0.5) // 0.5
 * model.learn(x, 2, 0, 0.5) // 0.5621...
 * model.predict(x, 0) // 0.5545...
 */
export class OnlineLinear implements OnlineRegression {
  readonly parameters: Float64Array<ArrayBuffer>; // (inputs + 1)
  readonly #inputs: number;
  readonly #isLogistic: boolean;

  /** @param loss that of a DenseShape with one output. */
  constructor(inputs: number, loss: Extract<DenseLoss, 'sigmoid' | 'squared'>) {
    this.parameters = new Float64Array(inputs + 1);
    this.#inputs = inputs;
    this.#isLogistic = loss === 'sigmoid';
  }

  predict(x: Float32Array, at: number): number {
    const { parameters } = this;
    const inputs = this.#inputs;
    const inFours = inputs & ~3;
    // Four sums side by side, so that none waits for the one before it.
    let [s0, s1, s2, s3] = [parameters[inputs]!, 0, 0, 0];
    let k = 0;
    for (; k < inFours; k += 4) {
      s0 += parameters[k]! * x[at + k]!;
      s1 += parameters[k + 1]! * x[at + k + 1]!;
      s2 += parameters[k + 2]! * x[at + k + 2]!;
      s3 += parameters[k + 3]! * x[at + k + 3]!;
    }
    for (; k < inputs; k++) s0 += parameters[k]! * x[at + k]!;
    const raw = s0 + s1 + (s2 + s3);
    return this.#isLogistic ? logistic(raw) : raw;
  }

  learn(x: Float32Array, at: number, y: number, learningRate: number, weight = 1): number {
    const { parameters } = this;
    const inputs = this.#inputs;
    const predicted = this.predict(x, at);
    const move = learningRate * weight * (predicted - y);
    for (let k = 0; k < inputs; k++) parameters[k]! -= move * x[at + k]!;
    parameters[inputs]! -= move;
    return predicted;
  }

  learnRows(
    x: Float32Array,
    y: Float32Array,
    learningRate: number,
    weights: Float32Array | null,
  ): Float64Array<ArrayBuffer> {
    return Float64Array.from(y, (truth, row) =>
      this.learn(x, row * this.#inputs, truth, learningRate, weights ? weights[row] : 1),
    );
  }
}
