import type { Batch } from '../../../../src/core/matrix.ts';
import type { Task } from '../../../../src/core/schema.ts';
import type { ForestOptions } from '../../../../src/flow/train/forests/forest-options.ts';
import { extraTrees } from '../../../../src/flow/train/forests/extra-trees.ts';
import { randomForest } from '../../../../src/flow/train/forests/random-forest.ts';
import { runOf } from '../../../checks/learner.ts';
import { denseParts } from '../dense-parts.ts';
import { noRows, problemOf } from '../trees/tree-rows.ts';

const kinds = { 'random-forest': randomForest, 'extra-trees': extraTrees };

/** A forest fitted on these rows, without validation, and its report. */
export async function fittedForest(
  kind: keyof typeof kinds,
  task: Task,
  rows: Batch,
  options: Partial<ForestOptions> = {},
) {
  const problem = problemOf(task);
  const learner = kinds[kind].create(problem, { ...kinds[kind].defaults, trees: 15, ...options }, denseParts);
  const report = await learner.fit(rows, noRows(task), runOf({ seed: 3 }));
  return { learner, report };
}
