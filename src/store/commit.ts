import type { Hash, RecordKind } from '../core/records.ts';
import type { Change, RecordKey } from '../core/store.ts';
import type { Connection } from './connection.ts';
import { endDraft } from './drafted.ts';
import { blobMissing, recordMissing } from './failures.ts';
import { collect, NEEDS } from './needs.ts';
import { toRow } from './record-row.ts';
import { mayNeedBlobs } from './schema.ts';
import type { RecordRow, StoreName, Transaction } from './schema.ts';

/** A change whose record is a copy already: what the caller does to it from now on does not matter. */
type Step =
  | { readonly kind: RecordKind; readonly id: string; readonly row: RecordRow }
  | { readonly kind: RecordKind; readonly id: string; readonly row: undefined };

/**
 * Writes and removes all of the records, ends the draft and collects what nothing needs any more, in one transaction.
 *
 * The transaction takes only the stores that it touches: an event is kept at once, however large the blob that is
 * being written beside it.
 */
export async function commitChanges(
  connection: Connection,
  changes: readonly Change[],
  draftToEnd: () => Promise<string | undefined>,
): Promise<void> {
  const expected = changes.flatMap((change) => ('expect' in change ? [{ ...change.expect }] : []));
  const steps = changes.flatMap(toStep);
  const draft = await draftToEnd();
  const kinds = new Set(steps.map((step) => step.kind));
  const touchesBlobs = draft !== undefined || [...kinds].some(mayNeedBlobs);
  const stores = new Set<StoreName>([
    ...expected.map(({ kind }) => kind),
    ...kinds,
    ...(touchesBlobs ? NEEDS : []),
  ]);
  if (stores.size === 0) return;

  await connection.write([...stores], 'strict', async (transaction) => {
    await Promise.all(expected.map((key) => requireRecord(transaction, key)));
    const released = await Promise.all(steps.map((step) => applyStep(transaction, step)));
    if (!touchesBlobs) return;
    await Promise.all(steps.map((step) => requireBlobs(transaction, step)));
    const drafted = draft === undefined ? [] : await endDraft(transaction, draft);
    await collect(transaction, [...released.flat(), ...drafted]);
  });
}

function toStep(change: Change): readonly Step[] {
  if ('expect' in change) return [];
  if ('remove' in change) return [{ ...change.remove, row: undefined }];
  const row = toRow(change.put);
  return [{ kind: row.record.kind, id: row.id, row }];
}

async function requireRecord(transaction: Transaction, { kind, id }: RecordKey): Promise<void> {
  if ((await transaction.objectStore(kind).getKey(id)) === undefined) throw recordMissing(kind, id);
}

/** Tells the blobs that only the record which stood there before needed. */
async function applyStep(transaction: Transaction, step: Step): Promise<readonly Hash[]> {
  const records = transaction.objectStore(step.kind);
  const before = mayNeedBlobs(step.kind) ? await records.get(step.id) : undefined;
  if (step.row) await records.put(step.row);
  else await records.delete(step.id);
  const stillNeeded = new Set(step.row?.blobs);
  return (before?.blobs ?? []).filter((hash) => !stillNeeded.has(hash));
}

async function requireBlobs(transaction: Transaction, { row }: Step): Promise<void> {
  const blobs = transaction.objectStore('blobs');
  await Promise.all(
    (row?.blobs ?? []).map(async (hash) => {
      if ((await blobs.getKey(hash)) === undefined) throw blobMissing(hash, row!.record);
    }),
  );
}
