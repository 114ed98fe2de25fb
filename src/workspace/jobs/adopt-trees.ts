import { takesTrees } from '../../core/grown-trees.ts';
import type { Role } from '../../core/records.ts';
import { baselineOf } from '../../flow/evaluate/baseline.ts';
import { orderClasses } from '../../flow/deploy/exchange/order-classes.ts';
import { findLearner } from '../model-catalog.ts';
import { evaluateReported } from './evaluate-reported.ts';
import { foreignModel } from './foreign-model.ts';
import type { ComputeJob } from './job.ts';
import { assemble, learnerParts, writeModel } from './model.ts';
import { batchOf } from './model-rows.ts';
import { readTreeFile } from './read-tree-file.ts';
import { storedRows } from './stored-tables.ts';

/** Trees of a file become a model of a table, measured as a trained one is. It remembers some of the training rows, to learn on beside them. */
export const adoptTrees: ComputeJob<'adopt-trees'> = async (request, context, parts) => {
  const { file, columns, labels, matches, classes, table, roles, target, seed, order } = request;
  const foreign = await readTreeFile(file);
  const { named, recipe } = foreignModel(foreign, columns, target.column, { labels, matches });
  const grown =
    target.task === 'regression' ? named.grown : orderClasses(named.grown, classes, target.classes);
  const kind = await findLearner('boosted-trees');
  if (!takesTrees(kind)) throw new Error(`"${kind.kind}" takes no trees`);
  const rowsOf = (role: Role) => storedRows({ table, roles: [roles], named: [role] }, context);
  const parted = await learnerParts(kind.defaults, parts, context);
  const empty = kind.adopt(grown, kind.defaults, parted);
  const training = await batchOf(await assemble(recipe, target, empty), await rowsOf('train'), context);
  const model = await assemble(recipe, target, kind.adopt(grown, kind.defaults, parted, training));
  const baseline = baselineOf(target.task, target.classes, training.y);
  const evaluation = await evaluateReported(
    model,
    await rowsOf('report'),
    { baseline, seed, order },
    context,
  );
  const { ensemble, loss, quantile } = grown;
  return {
    ...(await writeModel(model, context)),
    evaluation,
    baseline,
    format: foreign.format,
    rounds: ensemble.trees.length / ensemble.base.length,
    options: target.task === 'regression' ? { regressionLoss: loss, quantile } : {},
  };
};
