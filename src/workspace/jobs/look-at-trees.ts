import { foreignModel } from './foreign-model.ts';
import type { ComputeJob } from './job.ts';
import { proposeColumns } from './match-columns.ts';
import { readTreeFile } from './read-tree-file.ts';

/** What a file of another system says, held against a table: nothing is made of it yet. */
export const lookAtTrees: ComputeJob<'look-at-trees'> = async ({
  file,
  columns,
  targetColumn,
  labels,
  matches,
}) => {
  const foreign = await readTreeFile(file);
  const { problem, loss, ensemble } = foreign.grown;
  const inputs = columns.filter(({ name }) => name !== targetColumn);
  const { found, isByOrder } = proposeColumns(problem.features, inputs, targetColumn, matches);
  const features = problem.features.map((name, at) => ({ name, column: found[at]?.name ?? null }));
  // What else does not go together is told now, unless the columns are still to be chosen.
  if (!isByOrder && !found.includes(null)) foreignModel(foreign, columns, targetColumn, { labels, matches });
  return {
    format: foreign.format,
    task: problem.task,
    loss: problem.task === 'regression' ? loss : null,
    rounds: ensemble.trees.length / ensemble.base.length,
    ...{ features, isByOrder },
    classes: problem.classes,
    hasClasses: foreign.hasClasses,
    notes: foreign.notes,
  };
};
