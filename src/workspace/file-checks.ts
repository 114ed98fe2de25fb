import type { JobWatch } from '../core/progress.ts';
import type { ModelVersion, Role } from '../core/records.ts';
import type { Jobs } from './api.ts';
import type { StoredRows } from './compute.ts';
import { type House, need } from './house.ts';
import { laterReading } from './later-reading.ts';
import { storedModelOf } from './stored-models.ts';
import { storedTableOf } from './tables.ts';
import { undertake } from './work.ts';

/** Rows with these roles are kept apart: they chose or judged a model, and taught none. */
const HELD: readonly Role[] = ['validation', 'guard', 'judge'];

export async function checkFile(
  house: House,
  { versionId, file, fileName, reading }: Jobs['check-file']['request'],
  watch: JobWatch,
): Promise<Jobs['check-file']['result']> {
  const version = await need(house, 'version', versionId);
  const options = await laterReading(house, version, reading);
  const [learnt, held] = [await rowsOf(house, version, ['train']), await rowsOf(house, version, HELD)];
  return undertake(house, watch, null, async (work) => {
    const { table } = await work.compute('read', { file, fileName, options, rename: null });
    const { baseline, seed } = version;
    const model = storedModelOf(version);
    return {
      changes: [],
      result: await work.compute('check', { model, table, baseline, learnt, held, seed }),
    };
  });
}

/** The rows with these roles in all the tables of the version's line, oldest first. */
async function rowsOf(
  house: House,
  { splits }: ModelVersion,
  named: readonly Role[],
): Promise<readonly StoredRows[]> {
  const found = await Promise.all(splits.map((id) => need(house, 'split', id)));
  return Promise.all(
    found
      .filter(({ counts }) => named.some((role) => counts[role] > 0))
      .map(async ({ tableId, roles }) => ({
        table: storedTableOf(await need(house, 'table', tableId)),
        roles: [roles],
        named,
      })),
  );
}
