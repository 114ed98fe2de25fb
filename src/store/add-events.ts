import type { Hash } from '../core/ids.ts';
import type { DraftedEvents } from '../core/store.ts';
import { recount } from './counts.ts';
import { blobDamaged, recordPresent } from './failures.ts';
import { sha256 } from './hash.ts';
import { meanwhile } from './meanwhile.ts';
import { rowOfEvent } from './record-row.ts';
import type { RecordRow, Transaction } from './schema.ts';

/** Adds what stands in one blob of a draft, inside the transaction that ends the draft: no more than that is held at once. */
export async function addEvents(
  transaction: Transaction,
  { blob, read }: Pick<DraftedEvents, 'blob' | 'read'>,
): Promise<void> {
  const rows = Array.from(read(await readBlob(transaction, blob)), rowOfEvent);
  await Promise.all(rows.map((row) => addRow(transaction, row)));
  await recount(
    transaction,
    rows.map((after) => ({ before: undefined, after })),
  );
}

async function readBlob(transaction: Transaction, hash: Hash): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await transaction.objectStore('blobs').get(hash);
  if (bytes === undefined || (await meanwhile(transaction, sha256(bytes))) !== hash)
    throw blobDamaged(hash, undefined);
  return bytes;
}

/** One request an event: to ask first whether it is there would take twice as long. */
async function addRow(transaction: Transaction, row: RecordRow): Promise<void> {
  try {
    await transaction.objectStore('event').add(row);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'ConstraintError')
      throw recordPresent('event', row.id);
    throw error;
  }
}
