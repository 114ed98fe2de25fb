import { profileTable } from '../../flow/prepare/profile.ts';
import { findSample } from '../catalog.ts';
import { encodeChunks } from './chunks.ts';
import type { ComputeJob } from './job.ts';

export const generate: ComputeJob<'generate'> = async ({ sample, rows, seed }) => {
  const table = (await findSample(sample)).generate(rows, seed);
  return { chunks: encodeChunks(table), rows, columns: profileTable(table) };
};
