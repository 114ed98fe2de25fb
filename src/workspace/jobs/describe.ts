import { leakageSuspects } from '../../flow/prepare/leakage.ts';
import type { ComputeJob } from './job.ts';
import { storedTable } from './stored-tables.ts';

/** What only the cells can tell of a target: columns that give it away. */
export const describe: ComputeJob<'describe'> = async ({ table, target }, context) => ({
  suspects: await leakageSuspects(storedTable(table, context), target, context),
});
