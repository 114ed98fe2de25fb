import type { Hash } from '../core/ids.ts';
import type { StoredRecord } from '../core/records.ts';
import { KINDS_WITH_BLOBS } from './schema.ts';
import type { Transaction } from './schema.ts';

/** The stores in which a blob may be needed, and the blobs themselves: what `collect` works on. */
export const NEEDS = [...KINDS_WITH_BLOBS, 'drafts', 'blobs', 'sizes'] as const;

/** A record that points at this blob. */
export async function neededBy(
  transaction: Transaction<'readonly'>,
  hash: Hash,
): Promise<StoredRecord | undefined> {
  for (const kind of KINDS_WITH_BLOBS) {
    const row = await transaction.objectStore(kind).index('blobs').get(hash);
    if (row) return row.record;
  }
  return undefined;
}

/** Deletes those of the blobs that no record and no draft holds any more. */
export async function collect(transaction: Transaction, hashes: Iterable<Hash>): Promise<void> {
  await Promise.all(
    [...new Set(hashes)].map(async (hash) => {
      if (await isHeld(transaction, hash)) return;
      await Promise.all([
        transaction.objectStore('blobs').delete(hash),
        transaction.objectStore('sizes').delete(hash),
      ]);
    }),
  );
}

async function isHeld(transaction: Transaction, hash: Hash): Promise<boolean> {
  const holders = await Promise.all([
    transaction.objectStore('drafts').index('hash').getKey(hash),
    ...KINDS_WITH_BLOBS.map((kind) => transaction.objectStore(kind).index('blobs').getKey(hash)),
  ]);
  return holders.some((holder) => holder !== undefined);
}
