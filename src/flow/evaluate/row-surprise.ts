import type { Prediction } from '../../core/matrix.ts';
import type { Task } from '../../core/schema.ts';
import { rowLosses } from './row-losses.ts';

/** No label surprises more than one that was given a probability of 1 in 50: one row must not outweigh all others. */
const LEAST_PROBABILITY = 0.02;

/**
 * How little each label was expected: its log loss, with probabilities below .02 counted as .02; for a regression the
 * absolute error.
 *
 * @param y class indexes or values // (rows)
 * @example
 * rowSurprise('binary', { rows: 1, outputs: 2, values: new Float32Array([0.5, 0.5]) }, new Float32Array([1]))
 * // Float64Array [0.69...]
 */
export function rowSurprise(task: Task, prediction: Prediction, y: Float32Array): Float64Array<ArrayBuffer> {
  if (task === 'regression') return rowLosses(task, prediction, y);
  const { outputs, values } = prediction;
  return Float64Array.from(
    y,
    (label, row) => -Math.log(Math.max(values[row * outputs + label]!, LEAST_PROBABILITY)),
  );
}
