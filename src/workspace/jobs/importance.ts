import type { PermutationImportance } from '../../core/importance.ts';
import { isSumOfTrees } from '../../core/tree-sum.ts';
import { columnUse } from '../../flow/evaluate/column-use.ts';
import { permutationImportance } from '../../flow/evaluate/permutation-importance.ts';
import type { ComputeJobs } from '../compute.ts';
import type { ComputeJob, RunContext } from './job.ts';
import { type Model, readModel } from './model.ts';
import { sampleRows } from './sample-rows.ts';
import { storedRows } from './stored-tables.ts';

/** Enough for a rise of a hundredth; fewer where there are many columns, each of which is shuffled by itself. */
const MOST_ROWS = 4000;
const FEWEST_ROWS = 1000;
const MOST_CELLS = 400_000;

export const importance: ComputeJob<'importance'> = async (request, context, parts) => {
  const model = await readModel(request.model, context, parts);
  const { learner } = model;
  const use = isSumOfTrees(learner) ? columnUse(learner.treeSum(), model.columns()) : null;
  return { permutation: request.rows && (await shuffling(model, request.rows, request, context)), use };
};

async function shuffling(
  model: Model,
  rows: NonNullable<ComputeJobs['importance']['request']['rows']>,
  { seed }: Pick<ComputeJobs['importance']['request'], 'seed'>,
  context: RunContext,
): Promise<PermutationImportance> {
  const { recipe, target, learner } = model;
  const columns = model.columns();
  const most = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / columns.length)));
  const names = new Set([...recipe.inputs.map(({ name }) => name), target.column]);
  const tables = await sampleRows([await storedRows(rows, context)], { columns: names, most, seed });
  const count = tables.reduce((sum, table) => sum + table.rows, 0);
  const data = new Float32Array(count * recipe.features.length);
  const y = new Float32Array(count);
  let at = 0;
  for (const table of tables) {
    await model.write(table, data, at, context);
    y.set(model.labels(table), at);
    at += table.rows;
  }
  return permutationImportance({
    predict: (x) => learner.predict(x),
    x: { rows: count, features: recipe.features, data },
    y,
    task: target.task,
    columns,
    seed,
    watch: context,
  });
}
