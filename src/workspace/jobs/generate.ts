import { profileChunks } from '../../flow/prepare/profile.ts';
import { findSample } from '../catalog.ts';
import type { ComputeJob } from './job.ts';
import { storedTable, writeTable } from './stored-tables.ts';

export const generate: ComputeJob<'generate'> = async ({ sample, rows, seed }, context) => {
  const table = await writeTable((await findSample(sample)).generate(rows, seed), context);
  return { table, columns: await profileChunks(storedTable(table, context), context) };
};
