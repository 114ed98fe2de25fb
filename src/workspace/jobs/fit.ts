import type { Learner, Problem } from '../../core/learner.ts';
import type { Batch } from '../../core/matrix.ts';
import type { Target } from '../../core/schema.ts';
import { takeRows } from '../../core/table.ts';
import { baselineOf } from '../../flow/evaluate/baseline.ts';
import { evaluate } from '../../flow/evaluate/evaluate.ts';
import { validationLoss } from '../../flow/evaluate/validation-loss.ts';
import { fitRecipe } from '../../flow/prepare/recipe.ts';
import { encodeTarget } from '../../flow/prepare/target.ts';
import { balancedWeights } from '../../flow/select/class-weights.ts';
import { rowsOf } from '../../flow/select/split.ts';
import { findLearner, findSteps } from '../catalog.ts';
import { decodeChunks } from './chunks.ts';
import { assemble, batchOf, learnerParts, pack } from './model.ts';
import type { ComputeJob } from './job.ts';
import { columnOf } from '../../core/table.ts';

/** From a table to an evaluated model. Only training rows teach; report rows are looked at once, at the end. */
export const fit: ComputeJob<'fit'> = async (request, context, parts) => {
  const { roles, target, engine, seed } = request;
  const table = decodeChunks(request.chunks);
  const rows = {
    train: rowsOf(roles, 'train'),
    validation: rowsOf(roles, 'validation'),
    report: rowsOf(roles, 'report'),
  };

  const training = takeRows(table, rows.train);
  context.report({ phase: 'preparing', done: 0, total: rows.train.length, unit: 'rows' });
  const recipe = fitRecipe(request.recipe, training, await findSteps(request.recipe));

  const kind = await findLearner(request.learner.kind);
  const problem: Problem = { task: target.task, features: recipe.features, classes: target.classes };
  const options = { ...kind.defaults, ...request.learner.options };
  const learner: Learner = kind.create(problem, options, await learnerParts(parts));
  const model = await assemble(recipe, target, learner);

  const train = weigh(batchOf(model, table, rows.train), target, request.balanceClasses);
  const validation = batchOf(model, table, rows.validation);
  const report = await learner.fit(train, validation, { seed, engine, context });

  const baseline = baselineOf(target.task, target.classes, train.y);
  const reported = takeRows(table, rows.report);
  return {
    model: pack(model),
    report,
    validationLoss: validationLoss(target.task, learner.predict(validation.x), validation.y),
    evaluation:
      reported.rows === 0
        ? null
        : evaluate({
            task: target.task,
            classes: target.classes,
            prediction: model.predict(reported),
            y: encodeTarget(columnOf(reported, target.column), target),
            baseline,
            seed,
          }),
    baseline,
  };
};

function weigh(batch: Batch, target: Target, balanceClasses: boolean): Batch {
  if (!balanceClasses || target.task === 'regression') return batch;
  return { ...batch, weights: balancedWeights(batch.y, target.classes.length) };
}
