import type { Hash } from '../core/ids.ts';
import type { Connection } from './connection.ts';
import { collect, NEEDS } from './needs.ts';
import type { Transaction } from './schema.ts';
import { livingSessions } from './session.ts';

/** Ends a draft inside a transaction and tells the blobs that it had written. */
export async function endDraft(transaction: Transaction, draft: string): Promise<readonly Hash[]> {
  const drafts = transaction.objectStore('drafts');
  // An array sorts after every string, so that the range spans all of the draft's hashes.
  const all = IDBKeyRange.bound([draft], [draft, []]);
  const keys = await drafts.getAllKeys(all);
  await drafts.delete(all);
  return keys.map(([, hash]) => hash);
}

/**
 * Forgets the drafts of sessions that are dead, and the blobs that only they had written.
 *
 * The order matters: a session holds its lock before it writes its first draft, so that one that has drafts but, asked
 * later, no lock, is dead for good.
 */
export async function sweepDeadDrafts(connection: Connection, store: string): Promise<void> {
  const rows = await connection.read(['drafts'], (transaction) => transaction.objectStore('drafts').getAll());
  if (rows.length === 0) return;
  const living = await livingSessions(store);
  const dead = new Set(rows.filter((row) => !living.has(row.session)).map((row) => row.draft));
  if (dead.size === 0) return;
  await connection.write([...NEEDS], 'relaxed', async (transaction) => {
    const written = await Promise.all([...dead].map((draft) => endDraft(transaction, draft)));
    await collect(transaction, written.flat());
  });
}
