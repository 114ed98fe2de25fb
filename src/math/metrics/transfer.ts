import { PerennialError } from '../../core/errors.ts';

/**
 * How well a model does on every task after every update: row i holds the accuracies once task i was learnt, one a task in the order
 * in which the tasks came. As many rows as columns.
 */
export type TransferMatrix = readonly (readonly number[])[];

/** Higher is better in all but `forgetting`. What compares tasks needs two of them: null with one. */
export interface Transfer {
  /** The mean over all tasks after the last update. */
  readonly accuracy: number;
  /** What later tasks did to earlier ones: the mean, over all tasks but the last, of the final accuracy less that right after the task. */
  readonly backward: number | null;
  /** What earlier tasks did for later ones: the mean, over all tasks but the first, of the accuracy just before the task less the baseline. */
  readonly forward: number | null;
  /** The mean, over all tasks but the last, of the best accuracy before the last update less the final one. */
  readonly forgetting: number | null;
}

/**
 * Accuracy, backward and forward transfer (Lopez-Paz & Ranzato, "Gradient episodic memory", 2017) and forgetting (Chaudhry et al.,
 * "Riemannian walk", 2018), as after the last update. Those after an earlier one follow from the matrix up to it.
 *
 * @param baseline each task's accuracy before anything was learnt, for the forward transfer; null: it is not told.
 * @throws PerennialError `metric-input` where the matrix is empty or not square, the baseline does not fit, or a number is not finite.
 * @example
 * transferOf([[0.9, 0.4], [0.7, 0.8]], [0.5, 0.5])
 * // { accuracy: 0.75, backward: -0.2..., forward: -0.09..., forgetting: 0.2... }
 */
export function transferOf(matrix: TransferMatrix, baseline: readonly number[] | null = null): Transfer {
  const tasks = matrix.length;
  check(matrix, baseline);
  const last = matrix[tasks - 1]!;
  const accuracy = mean(last);
  if (tasks === 1) return { accuracy, backward: null, forward: null, forgetting: null };
  const earlier = [...last.keys()].slice(0, -1);
  const later = [...last.keys()].slice(1);
  return {
    accuracy,
    backward: mean(earlier.map((task) => last[task]! - matrix[task]![task]!)),
    forward: baseline && mean(later.map((task) => matrix[task - 1]![task]! - baseline[task]!)),
    forgetting: mean(
      earlier.map((task) => Math.max(...matrix.slice(0, -1).map((row) => row[task]!)) - last[task]!),
    ),
  };
}

function check(matrix: TransferMatrix, baseline: readonly number[] | null): void {
  const tasks = matrix.length;
  if (!tasks) refuse('there is no accuracy to compare; give one row for each task that was learnt');
  for (const [index, row] of [...matrix, ...(baseline ? [baseline] : [])].entries()) {
    const name = index < tasks ? `row ${index}` : 'the baseline';
    if (row.length !== tasks)
      refuse(`${name} tells of ${row.length} tasks where ${tasks} were learnt; give one accuracy a task`);
    if (!row.every(Number.isFinite))
      refuse(`${name} holds a value that is not finite; give the accuracy of every task after every update`);
  }
}

function refuse(message: string): never {
  throw new PerennialError('metric-input', message, { stage: 'evaluate' });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
