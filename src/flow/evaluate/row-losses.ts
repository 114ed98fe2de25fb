import type { Prediction } from '../../core/matrix.ts';
import type { Task } from '../../core/schema.ts';
import { checkRows } from './check-rows.ts';
import { likeliestClasses } from '../../math/metrics/likeliest-classes.ts';

/**
 * What each row costs: 0 or 1 (the likeliest class is the actual one, or not) for a classification, the absolute error
 * in the target's own unit for a regression.
 *
 * @param y class indexes or values // (rows)
 * @throws `rows`, `not-finite` or `class` where prediction and labels do not fit together.
 * @example
 * rowLosses('binary', { rows: 2, outputs: 2, values: new Float32Array([0.9, 0.1, 0.7, 0.3]) }, new Float32Array([0, 1]))
 * // Float64Array [0, 1]
 */
export function rowLosses(task: Task, prediction: Prediction, y: Float32Array): Float64Array<ArrayBuffer> {
  checkRows(task, prediction, y);
  const losses = new Float64Array(y.length);
  if (task === 'regression')
    for (let row = 0; row < losses.length; row++) losses[row] = Math.abs(y[row]! - prediction.values[row]!);
  else {
    const predicted = likeliestClasses(prediction);
    for (let row = 0; row < losses.length; row++) losses[row] = predicted[row] === y[row] ? 0 : 1;
  }
  return losses;
}
