import { rowLosses } from '../../flow/evaluate/row-losses.ts';
import { rowSurprise } from '../../flow/evaluate/row-surprise.ts';
import type { ComputeJob } from './job.ts';
import { readModel } from './model.ts';
import { predictionsOf } from './model-rows.ts';
import { storedRows } from './stored-tables.ts';

export const score: ComputeJob<'score'> = async (request, context, parts) => {
  const model = await readModel(request.model, context, parts);
  const { prediction, y } = await predictionsOf(
    model,
    await storedRows(request.rows, context),
    context,
    request.order,
  );
  const { task } = model.target;
  return { errors: rowLosses(task, prediction, y), surprise: rowSurprise(task, prediction, y) };
};
