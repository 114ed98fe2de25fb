import { assignRoles } from '../../flow/select/split.ts';
import { decodeChunks } from './chunks.ts';
import type { ComputeJob } from './job.ts';

export const split: ComputeJob<'split'> = async ({ chunks, target, strategy, fractions }) => ({
  roles: assignRoles(decodeChunks(chunks), target, strategy, fractions),
});
