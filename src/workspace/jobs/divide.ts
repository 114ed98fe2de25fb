import { ROLES } from '../../core/records.ts';
import { countRoles, learnOnRoles } from '../../flow/select/split.ts';
import type { ComputeJob } from './job.ts';
import { labelledRows, labelsOf } from './labels.ts';
import { readModel } from './model.ts';
import { storedTable } from './stored-tables.ts';

/** Which of the new rows teach and which judge; a row without a label does neither. */
export const divide: ComputeJob<'divide'> = async ({ model: stored, table, judgeShare }, context, parts) => {
  const model = await readModel(stored, context, parts);
  const labelled = labelledRows(await labelsOf(model, storedTable(table, context)), model.target);
  const roles = new Uint8Array(table.rows).fill(ROLES.indexOf('unused'));
  learnOnRoles(labelled.length, judgeShare).forEach((role, index) => (roles[labelled[index]!] = role));
  const counts = countRoles(roles);
  return { roles: await context.blobs.write(roles), counts };
};
