import { PerennialError } from '../../core/errors.ts';
import type { Transfer } from '../../core/judgement.ts';

/**
 * How well a model does on every task after every update: row i holds the accuracies once task i was learnt, one a task in the order
 * in which the tasks came; null where it was not measured, which may be anywhere but in the last row. As many rows as columns.
 */
export type TransferMatrix = readonly (readonly (number | null)[])[];

/**
 * Accuracy, backward and forward transfer (Lopez-Paz & Ranzato, "Gradient episodic memory", 2017) and forgetting (Chaudhry et al.,
 * "Riemannian walk", 2018), as after the last update. Those after an earlier one follow from the matrix up to it.
 *
 * @param baseline each task's accuracy before anything was learnt, for the forward transfer; null: it is not told.
 * @throws PerennialError `metric-input` where the matrix is empty or not square, the baseline does not fit, or a number is not finite.
 * @example
 * transferOf([[0.9, 0.4], [0.7, 0.8]], [0.5, 0.5])
 * // { tasks: 2, accuracy: 0.75, backward: -0.2..., forward: -0.09..., forgetting: 0.2... }
 */
export function transferOf(matrix: TransferMatrix, baseline: readonly number[] | null = null): Transfer {
  const tasks = matrix.length;
  check(matrix, baseline);
  const last = matrix[tasks - 1]! as readonly number[];
  const earlier = [...last.keys()].slice(0, -1);
  const later = [...last.keys()].slice(1);
  const before = (task: number) =>
    matrix.slice(0, -1).flatMap((row) => (row[task] === null ? [] : [row[task]!]));
  return {
    tasks,
    accuracy: mean(last)!,
    backward: mean(earlier.map((task) => less(last[task]!, matrix[task]![task]!))),
    forward: baseline && mean(later.map((task) => less(matrix[task - 1]![task]!, baseline[task]!))),
    forgetting: mean(
      earlier.map((task) => (before(task).length ? Math.max(...before(task)) - last[task]! : null)),
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
    const mayLack = index < tasks - 1;
    if (!row.every((value) => Number.isFinite(value) || (mayLack && value === null)))
      refuse(`${name} holds a value that is not finite; give the accuracy of every task after every update`);
  }
}

function refuse(message: string): never {
  throw new PerennialError('metric-input', message, { stage: 'evaluate' });
}

function less(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

/** Of those that were measured; null where none was. */
function mean(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length ? measured.reduce((sum, value) => sum + value, 0) / measured.length : null;
}
