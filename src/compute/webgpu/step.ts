import type { DenseTraining } from '../../core/dense.ts';
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
 * In how much of the clip slopes are measured before they are squared: squares overflow only beyond 1e28 times the clip, and
 * what is too short to count is less than a billionth of it.
 */
const unitOfClip = 2 ** 32;

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
  const { weightDecay, l2, anchor, clip } = training;
  const { share, seed } = (isTraining && training.dropout) || { share: 0, seed: 0 };
  const whole = [step.start, step.rows, capacity, seed, step.number - 1, Math.round(share * 2 ** 24)];
  whole.forEach((value, i) => into.setUint32(at + 4 * i, value, true));
  const others = [
    ...[1 / (1 - share), ...motion(training, step), 1 - learningRate * weightDecay],
    ...[l2, Number(anchor?.strength ?? 0)],
    ...(clip === null ? [0, 0] : [1 / (clip * unitOfClip), 1 / unitOfClip]),
  ];
  others.forEach((value, i) => into.setFloat32(at + 4 * (whole.length + i), value, true));
}

/**
 * From beta1 to epsilon. Of gradient descent with momentum: the first moment becomes the velocity, the second stays, and a step
 * is divided by 1.
 */
function motion({ optimizer }: DenseTraining, { learningRate, number }: Step): readonly number[] {
  if (optimizer.kind === 'momentum') return [optimizer.momentum, 1, 1, 0, learningRate, 0, 1];
  const { beta1, beta2, epsilon } = optimizer;
  const rate = learningRate / (1 - beta1 ** number);
  return [beta1, 1 - beta1, beta2, 1 - beta2, rate, 1 / Math.sqrt(1 - beta2 ** number), epsilon];
}
