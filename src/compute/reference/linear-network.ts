import type { DenseData, DenseShape } from '../../core/dense.ts';
import { logistic, lossOf } from '../../math/dense.ts';

/**
 * What DenseNetwork does where there is no hidden layer and one output, several times as fast and to the same bytes: a row
 * is read once, straight from the data, and adds to the gradient while the processor still has it at hand.
 */
export class LinearNetwork {
  readonly capacity: number;
  /** The gradient that `step` left, in the flat layout of the parameters. */
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly #shape: DenseShape;
  readonly #weights: Float64Array<ArrayBuffer>; // (inputs)
  readonly #raw: Float64Array<ArrayBuffer>; // (rows)
  readonly #y: Float32Array<ArrayBuffer>; // (rows)
  readonly #rowWeights: Float32Array<ArrayBuffer>; // (rows)

  constructor(shape: DenseShape, capacity: number) {
    this.capacity = capacity;
    this.gradient = new Float64Array(shape.inputs + 1);
    this.#shape = shape;
    this.#weights = new Float64Array(shape.inputs);
    this.#raw = new Float64Array(capacity);
    this.#y = new Float32Array(capacity);
    this.#rowWeights = new Float32Array(capacity);
  }

  static fits({ hidden, outputs, embeddings = [] }: DenseShape): boolean {
    return hidden.length === 0 && outputs === 1 && embeddings.length === 0;
  }

  /**
   * Takes `count` of the rows named, from `start` on, through the model and its gradient back.
   *
   * @returns the batch's mean loss a row; `gradient` then holds its gradient.
   */
  step(parameters: Float32Array, data: DenseData, rows: Uint32Array, start: number, count: number): number {
    const { inputs } = this.#shape;
    for (let k = 0; k < inputs; k++) this.#weights[k] = parameters[k]!;
    for (let i = 0; i < count; i++) {
      const row = rows[start + i]!;
      this.#y[i] = data.y[row]!;
      this.#rowWeights[i] = data.weights ? data.weights[row]! : 1;
    }
    this.gradient.fill(0);
    const bias = parameters[inputs]!;
    const inFours = count - (count % 4);
    for (let i = 0; i < inFours; i += 4) this.#fourRows(data.x, rows, start, i, bias, count);
    for (let i = inFours; i < count; i++) this.#oneRow(data.x, rows[start + i]! * inputs, i, bias, count);
    const weights = data.weights ? this.#rowWeights : null;
    return lossOf(this.#shape, this.#raw.subarray(0, count), this.#y.subarray(0, count), weights);
  }

  /** Four sums run side by side, each in the order of its own row. */
  #fourRows(x: Float32Array, rows: Uint32Array, start: number, i: number, bias: number, count: number): void {
    const { inputs } = this.#shape;
    const weights = this.#weights;
    const gradient = this.gradient;
    const a = rows[start + i]! * inputs;
    const b = rows[start + i + 1]! * inputs;
    const c = rows[start + i + 2]! * inputs;
    const d = rows[start + i + 3]! * inputs;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0; k < inputs; k++) {
      const w = weights[k]!;
      s0 += x[a + k]! * w;
      s1 += x[b + k]! * w;
      s2 += x[c + k]! * w;
      s3 += x[d + k]! * w;
    }
    const d0 = this.#delta(i, s0 + bias, count);
    const d1 = this.#delta(i + 1, s1 + bias, count);
    const d2 = this.#delta(i + 2, s2 + bias, count);
    const d3 = this.#delta(i + 3, s3 + bias, count);
    for (let k = 0; k < inputs; k++)
      gradient[k] = gradient[k]! + x[a + k]! * d0 + x[b + k]! * d1 + x[c + k]! * d2 + x[d + k]! * d3;
    gradient[inputs] = gradient[inputs]! + d0 + d1 + d2 + d3;
  }

  #oneRow(x: Float32Array, at: number, i: number, bias: number, count: number): void {
    const { inputs } = this.#shape;
    const gradient = this.gradient;
    let sum = 0;
    for (let k = 0; k < inputs; k++) sum += x[at + k]! * this.#weights[k]!;
    const delta = this.#delta(i, sum + bias, count);
    for (let k = 0; k < inputs; k++) gradient[k]! += x[at + k]! * delta;
    gradient[inputs]! += delta;
  }

  /** Keeps the raw output of the batch's row `i`; the gradient by it is probability (or value) less truth, for huber at most 1, weighted. */
  #delta(i: number, raw: number, count: number): number {
    this.#raw[i] = raw;
    const answer = this.#shape.loss === 'sigmoid' ? logistic(raw) : raw;
    const distance = answer - this.#y[i]!;
    const pull = this.#shape.loss === 'huber' ? Math.max(-1, Math.min(1, distance)) : distance;
    return pull * (this.#rowWeights[i]! / count);
  }
}
