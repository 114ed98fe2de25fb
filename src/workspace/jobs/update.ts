import type { ComputeJob } from './job.ts';
import { readModel, writeModel } from './model.ts';
import { batchOf } from './model-rows.ts';
import { storedRows } from './stored-tables.ts';

/** A copy of the model goes on learning, on these rows. */
export const update: ComputeJob<'update'> = async (request, context, parts) => {
  const model = await readModel(request.model, context, parts);
  const batch = await batchOf(model, await storedRows(request.rows, context), context);
  const { engine, seed, hasConceptChanged } = request;
  const report = await model.learner.update(batch, { seed, engine, hasConceptChanged, context });
  return { ...(await writeModel(model, context)), report };
};
