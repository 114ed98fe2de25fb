import type { Task } from '../../../core/schema.ts';

/**
 * What each tree counts for where there are so many. Values are the mean of the trees. Of classes the base, which knows none for impossible, counts as one tree
 * more: where all trees are sure, and wrong, the log loss is still finite.
 *
 * @example
 * scaleOf('regression', 4) // 0.25
 * scaleOf('binary', 4) // 0.2
 */
export function scaleOf(task: Task, trees: number): number {
  return 1 / (task === 'regression' ? Math.max(1, trees) : trees + 1);
}
