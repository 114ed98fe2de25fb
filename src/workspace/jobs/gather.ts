import { profileChunks } from '../../flow/prepare/profile.ts';
import { gatheredRows } from './gathered-rows.ts';
import type { ComputeJob } from './job.ts';
import { storedTable } from './stored-tables.ts';

/** Rows that were handed over become a table, and a profile of every column. */
export const gather: ComputeJob<'gather'> = async (request, context) => {
  const { table, origins } = await gatheredRows(request, context);
  return { table, columns: await profileChunks(storedTable(table, context), context), origins };
};
