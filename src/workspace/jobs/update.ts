import { rowsOf } from '../../flow/select/split.ts';
import { decodeChunks } from './chunks.ts';
import { batchOf, pack, unpack } from './model.ts';
import type { ComputeJob } from './job.ts';

/** A copy of the model goes on learning, on the rows that train. */
export const update: ComputeJob<'update'> = async (request, context, parts) => {
  const model = await unpack(request.model, parts);
  const table = decodeChunks(request.chunks);
  const batch = batchOf(model, table, rowsOf(request.roles, 'train'));
  const { engine, seed, hasConceptChanged } = request;
  const report = await model.learner.update(batch, { seed, engine, hasConceptChanged, context });
  return { model: pack(model), report };
};
