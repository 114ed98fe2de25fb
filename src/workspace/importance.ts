import { PerennialError } from '../core/errors.ts';
import type { Importance } from '../core/importance.ts';
import type { JobWatch } from '../core/progress.ts';
import type { ModelVersion } from '../core/records.ts';
import type { Jobs } from './api.ts';
import type { StoredRows } from './compute.ts';
import { expecting, type House, need } from './house.ts';
import { storedModelOf } from './stored-models.ts';
import { storedTableOf } from './tables.ts';
import { undertake } from './work.ts';

/** Rows that taught a model nothing: the less they chose about it, the better. */
const ROLES = ['report', 'judge', 'validation'] as const;

/** Which columns a version looks at, kept with what was measured of it. */
export async function findImportance(
  house: House,
  { versionId }: Jobs['find-importance']['request'],
  watch: JobWatch,
): Promise<Jobs['find-importance']['result']> {
  const version = await need(house, 'version', versionId);
  const held = await heldRows(house, version);
  return undertake(house, watch, null, async (work) => {
    const { permutation, use } = await work.compute('importance', {
      model: storedModelOf(version),
      rows: held?.rows ?? null,
      seed: version.seed,
    });
    if (!permutation && !use) throw withoutRows(version);
    const importance: Importance = { permutation, role: held?.role ?? null, use };
    const report = await need(house, 'report', versionId);
    return {
      changes: [...expecting(version, report), { put: { ...report, importance } }],
      result: { importance },
    };
  });
}

async function heldRows(
  house: House,
  { splits }: ModelVersion,
): Promise<{ readonly role: NonNullable<Importance['role']>; readonly rows: StoredRows } | null> {
  const found = await Promise.all(splits.map((id) => need(house, 'split', id)));
  for (const role of ROLES) {
    // The first report rows stand beside the scores; of later rows the newest tell most.
    const split =
      role === 'report'
        ? found.find(({ counts }) => counts.report > 0)
        : found.findLast(({ counts }) => counts[role] > 0);
    if (!split) continue;
    const table = storedTableOf(await need(house, 'table', split.tableId));
    return { role, rows: { table, roles: [split.roles], named: [role] } };
  }
  return null;
}

function withoutRows({ number }: ModelVersion): PerennialError {
  return new PerennialError(
    'no-rows',
    `version ${number} came in a file without rows that taught it nothing, so what it looks at cannot be measured; train one here`,
    { stage: 'evaluate' },
  );
}
