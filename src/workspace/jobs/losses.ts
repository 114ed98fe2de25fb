import { takeRows } from '../../core/table.ts';
import { rowLosses } from '../../flow/evaluate/row-losses.ts';
import { decodeChunks } from './chunks.ts';
import { unpack } from './model.ts';
import type { ComputeJob } from './run.ts';

export const losses: ComputeJob<'losses'> = async (request, _context, parts) => {
  const model = await unpack(request.model, parts);
  const table = takeRows(decodeChunks(request.chunks), request.rows);
  return { losses: rowLosses(model.target.task, model.predict(table), model.labels(table)) };
};
