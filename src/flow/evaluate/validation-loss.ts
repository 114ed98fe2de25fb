import type { Prediction } from '../../core/matrix.ts';
import type { Task } from '../../core/schema.ts';

/**
 * The one figure by which models of any kind are put in order on validation rows: log loss for a classification, the
 * mean squared error for a regression. NaN where there are no rows.
 */
export function validationLoss(task: Task, prediction: Prediction, y: Float32Array): number {
  const { outputs, values } = prediction;
  let sum = 0;
  for (let row = 0; row < y.length; row++)
    sum +=
      task === 'regression'
        ? (values[row * outputs]! - y[row]!) ** 2
        : -Math.log(Math.max(values[row * outputs + y[row]!]!, 1e-15));
  return sum / y.length;
}
