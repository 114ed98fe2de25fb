import { takeRows } from '../../core/table.ts';
import { compare } from '../../flow/evaluate/compare.ts';
import { rowLosses } from '../../flow/evaluate/row-losses.ts';
import { decodeChunks } from './chunks.ts';
import { unpack } from './model.ts';
import type { ComputeJob } from './run.ts';

export const compareModels: ComputeJob<'compare'> = async (request, _context, parts) => {
  const champion = await unpack(request.champion, parts);
  const challenger = await unpack(request.challenger, parts);
  const table = takeRows(decodeChunks(request.chunks), request.rows);
  const { task } = champion.target;
  const y = champion.labels(table);
  const served = champion.predict(table);
  return {
    comparison: compare({ task, champion: served, challenger: challenger.predict(table), y }),
    championLosses: rowLosses(task, served, y),
  };
};
