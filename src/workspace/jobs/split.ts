import { assignRoles, countRoles } from '../../flow/select/split.ts';
import type { ComputeJob } from './job.ts';
import { storedTable } from './stored-tables.ts';

export const split: ComputeJob<'split'> = async ({ table, target, strategy, fractions }, context) => {
  const roles = await assignRoles(storedTable(table, context), target, strategy, fractions);
  const counts = countRoles(roles);
  return { roles: await context.blobs.write(roles), counts };
};
