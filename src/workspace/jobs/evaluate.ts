import { takeRows } from '../../core/table.ts';
import { evaluate } from '../../flow/evaluate/evaluate.ts';
import { decodeChunks } from './chunks.ts';
import { labelledRows } from './labelled-rows.ts';
import { unpack } from './model.ts';
import type { ComputeJob } from './job.ts';

export const evaluateModel: ComputeJob<'evaluate'> = async (request, _context, parts) => {
  const model = await unpack(request.model, parts);
  const all = decodeChunks(request.chunks);
  const { rows, y } = labelledRows(all, model);
  const { task, classes } = model.target;
  const prediction = model.predict(takeRows(all, rows));
  return {
    evaluation: evaluate({ task, classes, prediction, y, baseline: request.baseline, seed: request.seed }),
  };
};
