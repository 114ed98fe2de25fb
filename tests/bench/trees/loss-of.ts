import type { Batch, Prediction } from '../../../src/core/matrix.ts';
import type { Task } from '../../../src/core/schema.ts';

/** What a Float32 tells from 1. The peers' probabilities are cut there, too. */
const LEAST = 1e-7;

/** Log loss of classes, root of the mean squared error of values. */
export function lossOf({ values, outputs, rows }: Prediction, { y }: Batch, task: Task): number {
  let sum = 0;
  for (let row = 0; row < rows; row++)
    sum +=
      task === 'regression'
        ? (values[row]! - y[row]!) ** 2
        : -Math.log(Math.min(1 - LEAST, Math.max(LEAST, values[row * outputs + y[row]!]!)));
  return task === 'regression' ? Math.sqrt(sum / rows) : sum / rows;
}
