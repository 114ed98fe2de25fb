import type { DenseTraining } from '../../core/dense.ts';
import { motionOf } from '../motion.ts';
import { unitOfClip } from '../unit-of-clip.ts';
import type { KernelName } from './kernels.ts';

/** What one step takes: rows of the order, and how far the optimizer moves. */
export interface Step {
  readonly start: number;
  readonly rows: number;
  readonly learningRate: number;
  /** Its number, from 1 on. */
  readonly number: number;
}

/** The last kernels of a step, in their order. */
export type Ending = readonly Extract<KernelName, 'descent' | 'gradient' | 'shorten' | 'update'>[];

/**
 * How a step of the training ends. Slopes and update are one kernel, but for a clip, which needs all slopes before the first
 * update, and for an anchor, for which that kernel has no binding left.
 */
export function endingOf({ clip, anchor }: DenseTraining): Ending {
  if (clip !== null) return ['gradient', 'shorten', 'update'];
  return anchor?.strength ? ['gradient', 'update'] : ['descent'];
}

/**
 * Writes a step's uniform (Batch in shaders/network.ts) at a byte of `into`.
 *
 * @param isTraining whether units are dropped.
 */
export function writeStep(
  into: DataView,
  at: number,
  step: Step,
  capacity: number,
  training: DenseTraining,
  isTraining: boolean,
): void {
  const { learningRate } = step;
  const { optimizer, weightDecay, l2, anchor, clip } = training;
  const { beta1, rest1, beta2, rest2, rate, scale, epsilon } = motionOf(optimizer, step.number, learningRate);
  const { share, seed } = (isTraining && training.dropout) || { share: 0, seed: 0 };
  const whole = [step.start, step.rows, capacity, seed, step.number - 1, Math.round(share * 2 ** 24)];
  whole.forEach((value, i) => into.setUint32(at + 4 * i, value, true));
  const others = [
    ...[1 / (1 - share), beta1, rest1, beta2, rest2, rate, scale, epsilon, 1 - learningRate * weightDecay],
    ...[l2, anchor?.strength ? 1 : 0],
    ...(clip === null ? [0, 0] : [1 / (clip * unitOfClip), 1 / unitOfClip]),
  ];
  others.forEach((value, i) => into.setFloat32(at + 4 * (whole.length + i), value, true));
}
