import { PerennialError } from '../../core/errors.ts';
import type { Baseline } from '../../core/evaluation.ts';
import type { Task } from '../../core/schema.ts';

/**
 * The baseline that training rows give; it predicts the most frequent class with the shares as probabilities, or the
 * mean.
 *
 * @throws `rows` without training rows.
 * @example
 * baselineOf('binary', ['no', 'yes'], new Float32Array([0, 0, 0, 1])) // { kind: 'majority', prior: [0.75, 0.25] }
 */
export function baselineOf(task: Task, classes: readonly string[], trainingY: Float32Array): Baseline {
  const rows = trainingY.length;
  if (rows === 0)
    throw new PerennialError('rows', 'a baseline needs training rows, here are 0; give at least 1', {
      stage: 'evaluate',
    });
  if (task === 'regression')
    return { kind: 'mean', mean: trainingY.reduce((sum, value) => sum + value, 0) / rows };
  const counts = classes.map(() => 0);
  for (const label of trainingY) counts[label]!++;
  return { kind: 'majority', prior: counts.map((count) => count / rows) };
}
