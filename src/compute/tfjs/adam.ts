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
import type { DenseShape, DenseState, DenseTraining } from '../../core/dense.ts';
import { motionOf } from '../motion.ts';
import { forWeights } from '../strengths.ts';
import type { DeviceOptimizer, DeviceState } from './optimizer.ts';

/** Adam, or momentum in its terms, out of the operations that every backend has; its constants stay on the device. */
export class DeviceAdam implements DeviceOptimizer {
  readonly #training: DenseTraining;
  readonly #shape: DenseShape;
  readonly #constants: {
    readonly beta1: Scalar;
    readonly rest1: Scalar;
    readonly beta2: Scalar;
    readonly rest2: Scalar;
    readonly epsilon: Scalar;
  };
  /** What each parameter is multiplied by before a step, and the learning rate it was made for. */
  #kept: { readonly learningRate: number; readonly factors: Tensor1D } | null = null;

  constructor(training: DenseTraining, shape: DenseShape) {
    this.#training = training;
    this.#shape = shape;
    const { beta1, rest1, beta2, rest2, epsilon } = motionOf(training.optimizer, 1, 0);
    this.#constants = {
      beta1: scalar(beta1),
      rest1: scalar(rest1),
      beta2: scalar(beta2),
      rest2: scalar(rest2),
      epsilon: scalar(epsilon),
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
    const motion = motionOf(this.#training.optimizer, step, learningRate);
    const [rate, scale] = [scalar(motion.rate), scalar(motion.scale)];
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
    const { weightDecay } = this.#training;
    if (weightDecay === 0 || this.#kept?.learningRate === learningRate) return;
    this.#kept?.factors.dispose();
    const factors = forWeights(this.#shape, 1 - learningRate * weightDecay, 1);
    this.#kept = { learningRate, factors: keep(tensor1d(factors)) };
  }
}
