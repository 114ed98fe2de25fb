import type { Hash, Id } from '../core/ids.ts';
import type { RecordKind } from '../core/records.ts';
import { countsOf } from './counts.ts';
import { KINDS, mayNeedBlobs } from './schema.ts';
import type { KindWithBlobs, RecordRow, Transaction } from './schema.ts';

/** So that neither a million keys nor a thousand records are held at once. */
const KEYS_AT_ONCE = 5000;
const RECORDS_AT_ONCE = 50;
/** Ids that are not worth looking for a range in. */
const SHORT_RUN = 32;

/** Removes every record of the project, whatever its kind, and tells the blobs that they needed. */
export async function removeProject(transaction: Transaction, projectId: Id): Promise<readonly Hash[]> {
  const released = new Set<Hash>();
  for (const kind of KINDS)
    if (mayNeedBlobs(kind)) await removeWithBlobs(transaction, kind, projectId, released);
    else await removeKeys(transaction, kind, projectId);
  await transaction.objectStore('counts').delete(countsOf(projectId));
  return [...released];
}

async function removeWithBlobs(
  transaction: Transaction,
  kind: KindWithBlobs,
  projectId: Id,
  released: Set<Hash>,
): Promise<void> {
  const records = transaction.objectStore(kind);
  let rows: readonly RecordRow[] = [];
  do {
    rows = await records.index('project').getAll(after(projectId, rows.at(-1)?.id), RECORDS_AT_ONCE);
    for (const row of rows) for (const hash of row.blobs) released.add(hash);
    await Promise.all(rows.map(({ id }) => records.delete(id)));
  } while (rows.length > 0);
}

async function removeKeys(transaction: Transaction, kind: RecordKind, projectId: Id): Promise<void> {
  const index = transaction.objectStore(kind).index('project');
  let keys: readonly string[] = [];
  do {
    keys = await index.getAllKeys(after(projectId, keys.at(-1)), KEYS_AT_ONCE);
    await removeRun(transaction, kind, keys);
  } while (keys.length > 0);
}

/**
 * Removes these ids, which ascend. Where none of another project's are between them they go as one range, which is
 * faster than one by one; else the same holds of their halves.
 */
async function removeRun(transaction: Transaction, kind: RecordKind, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const records = transaction.objectStore(kind);
  const range = IDBKeyRange.bound(keys[0], keys.at(-1));
  if (keys.length > SHORT_RUN && (await records.count(range)) > keys.length) {
    const middle = keys.length >> 1;
    await removeRun(transaction, kind, keys.slice(0, middle));
    await removeRun(transaction, kind, keys.slice(middle));
  } else if (keys.length > SHORT_RUN) await records.delete(range);
  else await Promise.all(keys.map((key) => records.delete(key)));
}

/** The project's keys after this id, or all: to begin at the first again would pass over all that was deleted. */
function after(projectId: Id, id: string | undefined): IDBKeyRange {
  return IDBKeyRange.bound([projectId, ...(id === undefined ? [] : [id])], [projectId, []], id !== undefined);
}
