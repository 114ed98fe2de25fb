import { decodeChunks } from './chunks.ts';
import { labelledRows } from './labelled-rows.ts';
import { unpack } from './model.ts';
import type { ComputeJob } from './job.ts';

export const labelled: ComputeJob<'labelled'> = async ({ model, chunks }, _context, parts) => {
  const { rows } = labelledRows(decodeChunks(chunks), await unpack(model, parts));
  return { rows };
};
