import { learnsFromChunks, type Learner, type LearningReport, type Problem } from '../../core/learner.ts';
import type { Batch } from '../../core/matrix.ts';
import type { Role } from '../../core/records.ts';
import { baselineOf } from '../../flow/evaluate/baseline.ts';
import { validationLoss } from '../../flow/evaluate/validation-loss.ts';
import { categoriesOf } from '../../flow/prepare/categories.ts';
import { fitRecipe } from '../../flow/prepare/fit-recipe.ts';
import { balancedWeights } from '../../flow/select/class-weights.ts';
import { findLearner, findSteps } from '../model-catalog.ts';
import { evaluateReported } from './evaluate-reported.ts';
import type { ComputeJob } from './job.ts';
import { assemble, learnerParts, writeModel } from './model.ts';
import { batchOf, chunkedBatchOf, predictionsOf } from './model-rows.ts';
import { storedRows } from './stored-tables.ts';

/** From a table to an evaluated model. Only training rows teach; report rows are looked at once, at the end. */
export const fit: ComputeJob<'fit'> = async (request, context, parts) => {
  const { table, roles, target, engine, seed, order } = request;
  const { task, classes } = target;
  const rowsOf = (role: Role) => storedRows({ table, roles: [roles], named: [role] }, context);

  const training = await rowsOf('train');
  const recipe = await fitRecipe(request.recipe, training, await findSteps(request.recipe), context);
  const kind = await findLearner(request.learner.kind);
  const categories = categoriesOf(recipe);
  const problem: Problem = {
    ...{ task, features: recipe.features, classes },
    ...(Object.keys(categories).length > 0 && { categories }),
  };
  const options = { ...kind.defaults, ...request.learner.options };
  const learner: Learner = kind.create(problem, options, await learnerParts(options, parts, context));
  const model = await assemble(recipe, target, learner);

  const judging = await rowsOf('validation');
  const run = { seed, engine, context };
  const weigh = <Rows extends Pick<Batch, 'y' | 'weights'>>(rows: Rows): Rows =>
    request.balanceClasses && task !== 'regression'
      ? { ...rows, weights: balancedWeights(rows.y, classes.length) }
      : rows;
  const learnt = async (): Promise<readonly [LearningReport, Float32Array]> => {
    if (learnsFromChunks(learner)) {
      const train = weigh(await chunkedBatchOf(model, training, context));
      const validation = await chunkedBatchOf(model, judging, context);
      return [await learner.fitChunks(train, validation, run), train.y];
    }
    const train = weigh(await batchOf(model, training, context));
    const validation = await batchOf(model, judging, context);
    return [await learner.fit(train, validation, run), train.y];
  };
  const [report, labels] = await learnt();

  const judged = await predictionsOf(model, judging, context);
  const baseline = baselineOf(task, classes, labels);
  return {
    ...(await writeModel(model, context)),
    report,
    validationLoss: validationLoss(task, judged.prediction, judged.y),
    evaluation: await evaluateReported(model, await rowsOf('report'), { baseline, seed, order }, context),
    baseline,
  };
};
