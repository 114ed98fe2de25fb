import type { DenseTraining } from '../core/dense.ts';

/**
 * How far a parameter moves by its gradient g, for kernels that know one way of moving: m becomes beta1 * m + rest1 * g, v becomes beta2 * v + rest2 *
 * g^2, and rate * m / (sqrt(v) * scale + epsilon) is taken off.
 */
export interface Motion {
  readonly beta1: number;
  /** 1 - beta1 of Adam, which single precision would round away. */
  readonly rest1: number;
  readonly beta2: number;
  readonly rest2: number;
  /** With the first moment's bias correction. */
  readonly rate: number;
  /** The second moment's. */
  readonly scale: number;
  readonly epsilon: number;
}

/**
 * Adam, or gradient descent with momentum: the first moment becomes the velocity, the second stays, and a step is divided by 1.
 *
 * @param step its number, from 1 on.
 * @example
 * motionOf({ kind: 'momentum', momentum: 0.9 }, 7, 0.1)
 * // { beta1: 0.9, rest1: 1, beta2: 1, rest2: 0, rate: 0.1, scale: 0, epsilon: 1 }
 */
export function motionOf(optimizer: DenseTraining['optimizer'], step: number, learningRate: number): Motion {
  if (optimizer.kind === 'momentum')
    return {
      ...{ beta1: optimizer.momentum, rest1: 1, beta2: 1, rest2: 0 },
      ...{ rate: learningRate, scale: 0, epsilon: 1 },
    };
  const { beta1, beta2, epsilon } = optimizer;
  return {
    ...{ beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2 },
    rate: learningRate / (1 - beta1 ** step),
    scale: 1 / Math.sqrt(1 - beta2 ** step),
    epsilon,
  };
}
