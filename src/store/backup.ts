import { deleteDB, type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { BackupAbout } from '../core/backup.ts';
import { PerennialError } from '../core/errors.ts';
import { storeFailure } from './failures.ts';
import { meanwhile } from './meanwhile.ts';
import type { UpgradeTransaction } from './migrations.ts';
import type { StoreName } from './schema.ts';

/** A row of the old database and where it stood. */
export interface BackedUpRow {
  readonly store: StoreName;
  /** Null where the row itself bears its key. */
  readonly key: IDBValidKey | null;
  readonly value: unknown;
}

export interface BackupSchema extends DBSchema {
  about: { key: 'about'; value: BackupAbout };
  rows: { key: number; value: BackedUpRow };
}

/** Blobs, their sizes and the files of jobs stay where they are: no migration touches them. Drafts die with their tab. */
const LEFT: ReadonlySet<StoreName> = new Set(['blobs', 'sizes', 'job-file', 'drafts']);

/** So that a few megabytes are held at once, whatever is copied. */
export const ROWS_AT_ONCE = 50;

const backupName = (store: string): string => `${store}-backup`;

/** The copy's database; empty where there is none. */
export function openBackup(store: string): Promise<IDBPDatabase<BackupSchema>> {
  return openDB<BackupSchema>(backupName(store), 1, {
    upgrade(database) {
      database.createObjectStore('about');
      database.createObjectStore('rows', { autoIncrement: true });
    },
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
}

/**
 * Copies the records into a database of their own, inside the transaction in which they will be migrated: nobody writes
 * meanwhile. The copy before is replaced. It counts only once it is whole: what it is about is written last.
 *
 * Throws `backup-full` where there is no room for it, or `store-failed`: then nothing may be migrated.
 */
export async function takeBackup(
  store: string,
  transaction: UpgradeTransaction,
  version: number,
): Promise<void> {
  try {
    await meanwhile(transaction, deleteDB(backupName(store)));
    const backup = await meanwhile(transaction, openBackup(store));
    try {
      const about = await copyRows(transaction, backup, version);
      await meanwhile(transaction, putAbout(backup, about));
    } catch (error) {
      backup.close();
      await meanwhile(transaction, deleteDB(backupName(store)));
      throw error;
    } finally {
      backup.close();
    }
  } catch (error) {
    const failure = storeFailure(error);
    if (failure.code === 'store-full') throw backupFull(error);
    throw failure;
  }
}

/** What is known of the copy; null where there is none, or where it was never whole. */
export async function describeBackup(store: string): Promise<BackupAbout | null> {
  if (!(await databaseNames()).has(backupName(store))) return null;
  const backup = await openBackup(store);
  try {
    return (await backup.get('about', 'about')) ?? null;
  } finally {
    backup.close();
  }
}

export async function removeBackup(store: string): Promise<void> {
  await deleteDB(backupName(store));
}

async function databaseNames(): Promise<ReadonlySet<string>> {
  return new Set((await indexedDB.databases()).flatMap(({ name }) => name ?? []));
}

async function copyRows(
  transaction: UpgradeTransaction,
  backup: IDBPDatabase<BackupSchema>,
  version: number,
): Promise<BackupAbout> {
  let [records, sizeBytes] = [0, 0];
  for (const store of transaction.objectStoreNames) {
    if (LEFT.has(store)) continue;
    const source = transaction.objectStore(store);
    const isKeyed = source.keyPath !== null;
    let range: IDBKeyRange | null = null;
    for (;;) {
      const keys: readonly IDBValidKey[] = await source.getAllKeys(range, ROWS_AT_ONCE);
      const values: readonly unknown[] = await source.getAll(range, ROWS_AT_ONCE);
      if (keys.length === 0) break;
      const rows = values.map((value, index) => ({ store, key: isKeyed ? null : keys[index]!, value }));
      await meanwhile(transaction, putRows(backup, rows));
      if (isKeyed) records += rows.length;
      sizeBytes += rows.reduce((sum, row) => sum + JSON.stringify(row.value).length, 0);
      range = IDBKeyRange.lowerBound(keys.at(-1), true);
    }
  }
  const projects = await transaction.objectStore('project').count();
  return { version, takenAt: Date.now(), projects, records, sizeBytes };
}

async function putRows(backup: IDBPDatabase<BackupSchema>, rows: readonly BackedUpRow[]): Promise<void> {
  const transaction = backup.transaction('rows', 'readwrite');
  await Promise.all([...rows.map((row) => transaction.store.add(row)), transaction.done]);
}

async function putAbout(backup: IDBPDatabase<BackupSchema>, about: BackupAbout): Promise<void> {
  const transaction = backup.transaction('about', 'readwrite', { durability: 'strict' });
  await Promise.all([transaction.store.put(about, 'about'), transaction.done]);
}

function backupFull(cause: unknown): PerennialError {
  return new PerennialError(
    'backup-full',
    'this release keeps the data in another way, and there is no room on this device for the copy that is taken before: free some disk space and reload, or go on without a copy; until then everything is as it was',
    { stage: 'store', cause },
  );
}
