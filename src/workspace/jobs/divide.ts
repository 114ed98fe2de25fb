import { isEvidence, LABEL_ORIGINS } from '../../core/feedback.ts';
import { ROLES } from '../../core/records.ts';
import { encodeTargetOf } from '../../flow/prepare/encode-target.ts';
import { countRoles, learnOnRoles } from '../../flow/select/split.ts';
import type { ComputeJob } from './job.ts';
import { labelledRows } from './labelled-rows.ts';
import { storedTable } from './stored-tables.ts';

/** Which of the new rows teach and which judge; a row without a label does neither. */
export const divide: ComputeJob<'divide'> = async ({ target, table, origins, judgeShare }, context) => {
  const labelled = labelledRows(await encodeTargetOf(storedTable(table, context), target, context), target);
  const codes = origins === null ? null : await context.blobs.read(origins);
  const mayJudge = [...labelled].map((row) => codes === null || isEvidence(LABEL_ORIGINS[codes[row]!]!));
  const roles = new Uint8Array(table.rows).fill(ROLES.indexOf('unused'));
  learnOnRoles(mayJudge, judgeShare).forEach((role, index) => (roles[labelled[index]!] = role));
  const counts = countRoles(roles);
  return {
    roles: await context.blobs.write(roles),
    counts,
    evidence: mayJudge.filter(Boolean).length,
  };
};
