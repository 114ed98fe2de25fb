import type { ComputeJob } from './job.ts';
import { readModel, writeModel } from './model.ts';

/** A copy of the model without the rows that it keeps. */
export const forget: ComputeJob<'forget'> = async ({ model: stored }, context, parts) => {
  const model = await readModel(stored, context, parts);
  model.learner.forgetRows();
  return writeModel(model, context);
};
