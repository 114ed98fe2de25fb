import { LABEL_ORIGINS, type LabelOrigin } from '../../core/feedback.ts';
import type { Hash } from '../../core/ids.ts';
import { originWeights } from '../../flow/learn/origin-weights.ts';
import type { ComputeContext } from '../compute.ts';
import type { ComputeJob } from './job.ts';
import { readModel, writeModel } from './model.ts';
import { batchOf } from './model-rows.ts';
import { storedRows } from './stored-tables.ts';

async function originsOf(
  hash: Hash,
  indexes: Uint32Array,
  { blobs }: Pick<ComputeContext, 'blobs'>,
): Promise<readonly LabelOrigin[]> {
  const codes = await blobs.read(hash);
  return Array.from(indexes, (row) => LABEL_ORIGINS[codes[row]!]!);
}

/** A copy of the model goes on learning, on these rows. */
export const update: ComputeJob<'update'> = async (request, context, parts) => {
  const model = await readModel(request.model, context, parts);
  const rows = await storedRows(request.rows, context);
  const { engine, seed, hasConceptChanged, weighing } = request;
  const { replayRatio } = model.learner;
  const weights =
    weighing &&
    originWeights(await originsOf(weighing.origins, rows.indexes, context), weighing, replayRatio);
  const batch = { ...(await batchOf(model, rows, context)), weights };
  const report = await model.learner.update(batch, { seed, engine, hasConceptChanged, context });
  return { ...(await writeModel(model, context)), report };
};
