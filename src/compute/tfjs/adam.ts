import {
  add,
  dispose,
  div,
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

/** Where learning stands, on the device, flat: one operation serves all layers. */
export interface DeviceState {
  readonly parameters: Tensor1D;
  readonly firstMoment: Tensor1D;
  readonly secondMoment: Tensor1D;
}

export function uploadState({ parameters, firstMoment, secondMoment }: DenseState): DeviceState {
  return {
    parameters: tensor1d(parameters.slice()),
    firstMoment: tensor1d(firstMoment.slice()),
    secondMoment: tensor1d(secondMoment.slice()),
  };
}

/** Adam with decoupled decay on flat tensors, in the terms of AdamOptions; its constants stay on the device. */
export class DeviceAdam {
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

  /** To be called outside of a tidy, before the steps that are taken with this learning rate. */
  prepare(learningRate: number): void {
    if (this.#options.weightDecay === 0 || this.#kept?.learningRate === learningRate) return;
    this.#kept?.factors.dispose();
    const last = this.#layers.at(-1)!;
    const factors = new Float32Array(last.biases + last.to).fill(1);
    for (const { weights, biases } of this.#layers)
      factors.fill(1 - learningRate * this.#options.weightDecay, weights, biases);
    this.#kept = { learningRate, factors: tensor1d(factors) };
  }

  /** The state after step number `step` (from 1 on). To be called in a tidy. */
  next(state: DeviceState, gradient: Tensor1D, step: number, learningRate: number): DeviceState {
    const { beta1, rest1, beta2, rest2, epsilon } = this.#constants;
    const rate = scalar(learningRate / (1 - this.#options.beta1 ** step));
    const scale = scalar(1 / Math.sqrt(1 - this.#options.beta2 ** step));
    const firstMoment = add<Tensor1D>(mul(state.firstMoment, beta1), mul(gradient, rest1));
    const secondMoment = add<Tensor1D>(mul(state.secondMoment, beta2), mul(square(gradient), rest2));
    const move = div(mul(firstMoment, rate), add(mul(sqrt(secondMoment), scale), epsilon));
    const kept = this.#kept ? mul(state.parameters, this.#kept.factors) : state.parameters;
    return { parameters: sub(kept, move), firstMoment, secondMoment };
  }

  close(): void {
    dispose({ ...this.#constants });
    this.#kept?.factors.dispose();
    this.#kept = null;
  }
}
