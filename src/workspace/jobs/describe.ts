import { leakageSuspects } from '../../flow/prepare/leakage.ts';
import { decodeChunks } from './chunks.ts';
import type { ComputeJob } from './job.ts';

/** What only the cells can tell of a target: columns that give it away. */
export const describe: ComputeJob<'describe'> = async ({ chunks, target }) => ({
  suspects: leakageSuspects(decodeChunks(chunks), target),
});
