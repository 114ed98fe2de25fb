import {
  add,
  dispose,
  div,
  keep,
  mul,
  scalar,
  sqrt,
  square,
  sub,
  tensor1d,
  type Scalar,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { DenseState } from '../../core/dense.ts';
import type { AdamOptions } from '../adam-only.ts';
import type { DenseLayer } from '../../math/dense.ts';
import type { DeviceOptimizer, DeviceState } from './optimizer.ts';

/** Adam out of the operations that every backend has; its constants stay on the device. */
export class DeviceAdam implements DeviceOptimizer {
  readonly #options: AdamOptions;
  readonly #layers: readonly DenseLayer[];
  readonly #constants: {
    readonly beta1: Scalar;
    readonly rest1: Scalar;
    readonly beta2: Scalar;
    readonly rest2: Scalar;
    readonly epsilon: Scalar;
  };
  /** What each parameter is multiplied by before a step, and the learning rate it was made for. */
  #kept: { readonly learningRate: number; readonly factors: Tensor1D } | null = null;

  constructor(options: AdamOptions, layers: readonly DenseLayer[]) {
    this.#options = options;
    this.#layers = layers;
    this.#constants = {
      beta1: scalar(options.beta1),
      rest1: scalar(1 - options.beta1),
      beta2: scalar(options.beta2),
      rest2: scalar(1 - options.beta2),
      epsilon: scalar(options.epsilon),
    };
  }

  upload({ parameters, firstMoment, secondMoment }: DenseState): DeviceState {
    return [parameters, firstMoment, secondMoment].map((values) => tensor1d(values.slice()));
  }

  next(
    [parameters, first, second]: DeviceState,
    gradient: Tensor1D,
    step: number,
    learningRate: number,
  ): DeviceState {
    const { beta1, rest1, beta2, rest2, epsilon } = this.#constants;
    this.#prepare(learningRate);
    const rate = scalar(learningRate / (1 - this.#options.beta1 ** step));
    const scale = scalar(1 / Math.sqrt(1 - this.#options.beta2 ** step));
    const firstMoment = add<Tensor1D>(mul(first!, beta1), mul(gradient, rest1));
    const secondMoment = add<Tensor1D>(mul(second!, beta2), mul(square(gradient), rest2));
    const move = div(mul(firstMoment, rate), add(mul(sqrt(secondMoment), scale), epsilon));
    const kept = this.#kept ? mul(parameters!, this.#kept.factors) : parameters!;
    return [sub(kept, move), firstMoment, secondMoment];
  }

  close(): void {
    dispose({ ...this.#constants });
    this.#kept?.factors.dispose();
    this.#kept = null;
  }

  #prepare(learningRate: number): void {
    if (this.#options.weightDecay === 0 || this.#kept?.learningRate === learningRate) return;
    this.#kept?.factors.dispose();
    const last = this.#layers.at(-1)!;
    const factors = new Float32Array(last.biases + last.to).fill(1);
    for (const { weights, biases } of this.#layers)
      factors.fill(1 - learningRate * this.#options.weightDecay, weights, biases);
    this.#kept = { learningRate, factors: keep(tensor1d(factors)) };
  }
}
