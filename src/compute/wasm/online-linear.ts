import { OnlineLinear, type OnlineRegression } from '../../math/online-linear.ts';
import { compileKernels, kernelBuild, startKernels, type Kernels } from './module.ts';

/** Rows that go into wasm at a time. */
const BLOCK = 256;

/**
 * Logistic or linear regression row by row in WebAssembly, or in plain TypeScript where wasm cannot run: the same up to the rounding
 * of an exponential. Of a single row wasm is no faster, for it has to be handed over; of many it is.
 *
 * @param loss that of a DenseShape with one output.
 * @example
 * const model = await openOnlineLinear(2, 'sigmoid');
 * const x = Float32Array.of(1, 0, 0, 1);
 * model.learn(x, 0, 1, 0.5) // 0.5
 * model.learnRows(x, Float32Array.of(0, 0), 0.5, null) // Float64Array [0.62..., 0.48...]
 */
export async function openOnlineLinear(
  inputs: number,
  loss: 'sigmoid' | 'squared',
): Promise<OnlineRegression> {
  try {
    const kernels = startKernels(await compileKernels(kernelBuild()));
    kernels.beginOnline(inputs, loss === 'sigmoid', BLOCK);
    return new WasmOnlineLinear(kernels, inputs);
  } catch {
    return new OnlineLinear(inputs, loss);
  }
}

class WasmOnlineLinear implements OnlineRegression {
  readonly parameters: Float64Array<ArrayBuffer>;
  readonly #kernels: Kernels;
  readonly #inputs: number;
  readonly #x: Float32Array<ArrayBuffer>;
  readonly #y: Float32Array<ArrayBuffer>;
  readonly #weights: Float32Array<ArrayBuffer>;
  readonly #answers: Float64Array<ArrayBuffer>;

  constructor(kernels: Kernels, inputs: number) {
    // All that it will ever need is taken: the memory does not grow any more, and views of it stay.
    const { buffer } = kernels.memory;
    this.#kernels = kernels;
    this.#inputs = inputs;
    this.parameters = new Float64Array(buffer, kernels.onlineParametersAt(), inputs + 1);
    this.#x = new Float32Array(buffer, kernels.onlineXAt(), BLOCK * inputs);
    this.#y = new Float32Array(buffer, kernels.onlineYAt(), BLOCK);
    this.#weights = new Float32Array(buffer, kernels.onlineWeightsAt(), BLOCK);
    this.#answers = new Float64Array(buffer, kernels.onlineAnswersAt(), BLOCK);
  }

  predict(x: Float32Array, at: number): number {
    this.#take(x, at);
    this.#kernels.predictOnline(1);
    return this.#answers[0]!;
  }

  learn(x: Float32Array, at: number, y: number, learningRate: number, weight = 1): number {
    this.#take(x, at);
    this.#y[0] = y;
    this.#weights[0] = weight;
    this.#kernels.learnOnline(1, learningRate);
    return this.#answers[0]!;
  }

  learnRows(
    x: Float32Array,
    y: Float32Array,
    learningRate: number,
    weights: Float32Array | null,
  ): Float64Array<ArrayBuffer> {
    const inputs = this.#inputs;
    const answers = new Float64Array(y.length);
    if (!weights) this.#weights.fill(1);
    for (let from = 0; from < y.length; from += BLOCK) {
      const to = Math.min(from + BLOCK, y.length);
      this.#x.set(x.subarray(from * inputs, to * inputs));
      this.#y.set(y.subarray(from, to));
      if (weights) this.#weights.set(weights.subarray(from, to));
      this.#kernels.learnOnline(to - from, learningRate);
      answers.set(this.#answers.subarray(0, to - from), from);
    }
    return answers;
  }

  /** Cell by cell: a view for so few of them would cost more. */
  #take(x: Float32Array, at: number): void {
    for (let k = 0; k < this.#inputs; k++) this.#x[k] = x[at + k]!;
  }
}
