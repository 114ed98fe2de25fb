import { takeRows } from '../../core/table.ts';
import { rowLosses } from '../../flow/evaluate/row-losses.ts';
import { rowSurprise } from '../../flow/evaluate/row-surprise.ts';
import { decodeChunks } from './chunks.ts';
import { unpack } from './model.ts';
import type { ComputeJob } from './job.ts';

export const score: ComputeJob<'score'> = async (request, _context, parts) => {
  const model = await unpack(request.model, parts);
  const table = takeRows(decodeChunks(request.chunks), request.rows);
  const { task } = model.target;
  const [prediction, y] = [model.predict(table), model.labels(table)];
  return { errors: rowLosses(task, prediction, y), surprise: rowSurprise(task, prediction, y) };
};
