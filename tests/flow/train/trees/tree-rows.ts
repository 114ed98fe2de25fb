import type { Problem } from '../../../../src/core/learner.ts';
import type { Batch } from '../../../../src/core/matrix.ts';
import { Random } from '../../../../src/core/random.ts';
import type { Task } from '../../../../src/core/schema.ts';
import { boostedTrees } from '../../../../src/flow/train/trees/boosted-trees.ts';
import type { TreeOptions } from '../../../../src/flow/train/trees/tree-options.ts';
import { runOf } from '../../../checks/learner.ts';
import { denseParts } from '../dense-parts.ts';

/** Of four features: a number, one of few values, one with missing cells, and a category of eight. */
export function problemOf(task: Task): Problem {
  const classes = task === 'binary' ? ['no', 'yes'] : task === 'multiclass' ? ['a', 'b', 'c'] : [];
  return { task, features: ['number', 'few', 'holes', 'city'], classes, categories: { city: 8 } };
}

export function rowsOf(task: Task, rows: number, seed: number): Batch {
  const random = new Random(seed);
  const data = new Float32Array(4 * rows);
  const y = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const number = random.normal();
    const few = random.below(5);
    const holes = random.uniform() < 0.3 ? NaN : random.normal();
    const city = random.below(8);
    data.set([number, few, holes, city], 4 * row);
    const score =
      Math.sin(2 * number) + (city % 3 === 0 ? 1 : -0.5) + 0.3 * few + (Number.isNaN(holes) ? -1 : holes);
    const noisy = score + 0.2 * random.normal();
    y[row] =
      task === 'regression'
        ? noisy
        : task === 'binary'
          ? Number(noisy > 0.5)
          : noisy > 1
            ? 2
            : Number(noisy > 0);
  }
  return { x: { rows, features: problemOf(task).features, data }, y, weights: null };
}

export const noRows = (task: Task): Batch => rowsOf(task, 0, 1);

/** Fitted on these rows, without validation. */
export async function fitted(task: Task, rows: Batch, options: Partial<TreeOptions> = {}) {
  const problem = problemOf(task);
  const learner = boostedTrees.create(
    problem,
    { ...boostedTrees.defaults, trees: 20, ...options },
    denseParts,
  );
  await learner.fit(rows, noRows(task), runOf());
  return learner;
}
