import { foreignModel } from './foreign-model.ts';
import type { ComputeJob } from './job.ts';
import { readTreeFile } from './read-tree-file.ts';

/** What a file of another system says, held against a table: nothing is made of it yet. */
export const lookAtTrees: ComputeJob<'look-at-trees'> = async ({ file, columns, targetColumn, labels }) => {
  const foreign = await readTreeFile(file);
  const { recipe } = foreignModel(foreign, columns, targetColumn, labels);
  const { problem, loss, ensemble } = foreign.grown;
  return {
    format: foreign.format,
    task: problem.task,
    loss: problem.task === 'regression' ? loss : null,
    rounds: ensemble.trees.length / ensemble.base.length,
    columns: recipe.features,
    classes: problem.classes,
    hasClasses: foreign.hasClasses,
    notes: foreign.notes,
  };
};
