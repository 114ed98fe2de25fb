import type { Hash, Id, RecordKind } from '../core/records.ts';
import { countsOf } from './counts.ts';
import { KINDS, mayNeedBlobs } from './schema.ts';
import type { KindWithBlobs, Transaction } from './schema.ts';

/** So that neither a million keys nor a thousand records are held at once. */
const KEYS_AT_ONCE = 5000;
const RECORDS_AT_ONCE = 50;

/** Removes every record of the project, whatever its kind, and tells the blobs that they needed. */
export async function removeProject(transaction: Transaction, projectId: Id): Promise<readonly Hash[]> {
  // An array sorts after every string, so that the range spans all of the project's keys.
  const all = IDBKeyRange.bound([projectId], [projectId, []]);
  const released = new Set<Hash>();
  for (const kind of KINDS)
    if (mayNeedBlobs(kind)) await removeWithBlobs(transaction, kind, all, released);
    else await removeKeys(transaction, kind, all);
  await transaction.objectStore('counts').delete(countsOf(projectId));
  return [...released];
}

async function removeWithBlobs(
  transaction: Transaction,
  kind: KindWithBlobs,
  all: IDBKeyRange,
  released: Set<Hash>,
): Promise<void> {
  const records = transaction.objectStore(kind);
  for (;;) {
    const rows = await records.index('project').getAll(all, RECORDS_AT_ONCE);
    if (rows.length === 0) return;
    for (const row of rows) for (const hash of row.blobs) released.add(hash);
    await Promise.all(rows.map(({ id }) => records.delete(id)));
  }
}

/**
 * Ids that follow one another with none of another project's between them go as one range, which is many times faster
 * than one by one.
 */
async function removeKeys(transaction: Transaction, kind: RecordKind, all: IDBKeyRange): Promise<void> {
  const records = transaction.objectStore(kind);
  for (;;) {
    const keys = await records.index('project').getAllKeys(all, KEYS_AT_ONCE);
    if (keys.length === 0) return;
    const range = IDBKeyRange.bound(keys[0], keys.at(-1));
    if ((await records.count(range)) === keys.length) await records.delete(range);
    else await Promise.all(keys.map((key) => records.delete(key)));
  }
}
