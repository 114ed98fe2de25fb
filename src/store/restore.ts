import { deleteDB, type IDBPDatabase } from 'idb';
import type { Backup, Restored } from '../core/backup.ts';
import { PerennialError } from '../core/errors.ts';
import type { Hash } from '../core/ids.ts';
import {
  type BackedUpRow,
  type BackupSchema,
  describeBackup,
  openBackup,
  removeBackup,
  ROWS_AT_ONCE,
} from './backup.ts';
import { abort } from './connection.ts';
import { openDatabase } from './database.ts';
import { storeFailure } from './failures.ts';
import { meanwhile } from './meanwhile.ts';
import { MIGRATIONS } from './migrations.ts';
import { collect } from './needs.ts';
import { type Database, KINDS, mayNeedBlobs, type RecordRow, type Transaction } from './schema.ts';
import { livingSessions } from './session.ts';

const onLost = (): void => undefined;

/** The copy that was taken before the last migration of the store of this name. */
export function backupOf(name: string): Backup {
  return {
    describe: () => describeBackup(name),
    restore: () => restoreBackup(name),
    remove: () => removeBackup(name),
  };
}

/**
 * Puts the records of the copy in the place of those that are there, after the migrations that they lack, in one transaction:
 * all of them, or, when it fails, none. Blobs that are still there are kept where they are needed.
 *
 * Throws `no-backup`, `busy` while another tab has the store open, `store-full` or `store-failed`.
 */
async function restoreBackup(name: string): Promise<Restored> {
  const about = await describeBackup(name);
  if (!about)
    throw new PerennialError('no-backup', 'there is no whole copy from before an update here', {
      stage: 'store',
    });
  if ((await livingSessions(name)).size > 1)
    throw new PerennialError(
      'busy',
      'another tab has this data open: close the other tabs of this app, then try again',
      { stage: 'store' },
    );
  const between = `${name}-restoring`;
  try {
    await deleteDB(between);
    await unpack(name, between, about.version);
    const migrated = await openDatabase(between, { onLost });
    const database = await openDatabase(name, { onLost });
    try {
      return await replaceRecords(database, migrated);
    } finally {
      database.close();
      migrated.close();
    }
  } catch (error) {
    throw storeFailure(error);
  } finally {
    await deleteDB(between);
  }
}

/** A database as it was before the migration, but for its blobs. */
async function unpack(name: string, between: string, version: number): Promise<void> {
  const [backup, old] = [
    await openBackup(name),
    await openDatabase(between, { migrations: MIGRATIONS.slice(0, version), onLost }),
  ];
  try {
    for await (const rows of batches(backup)) {
      const transaction = old.transaction([...old.objectStoreNames], 'readwrite');
      const puts = rows.map(({ store, key, value }) =>
        transaction.objectStore(store).put(value as never, (key ?? undefined) as never),
      );
      await Promise.all([...puts, transaction.done]);
    }
  } finally {
    backup.close();
    old.close();
  }
}

async function* batches(backup: IDBPDatabase<BackupSchema>): AsyncGenerator<readonly BackedUpRow[]> {
  let range: IDBKeyRange | null = null;
  for (;;) {
    const keys: readonly number[] = await backup.getAllKeys('rows', range, ROWS_AT_ONCE);
    if (keys.length === 0) return;
    yield await backup.getAll('rows', range, ROWS_AT_ONCE);
    range = IDBKeyRange.lowerBound(keys.at(-1), true);
  }
}

async function replaceRecords(database: Database, migrated: Database): Promise<Restored> {
  const transaction = database.transaction([...database.objectStoreNames], 'readwrite', {
    durability: 'strict',
  });
  transaction.done.catch(() => undefined);
  try {
    let records = 0;
    const without = new Set<string>();
    for (const kind of KINDS) {
      if (kind === 'job-file') continue;
      await transaction.objectStore(kind).clear();
      for await (const rows of rowsOf(transaction, migrated, kind)) {
        await Promise.all(rows.map((row) => transaction.objectStore(kind).put(row)));
        records += rows.length;
        if (mayNeedBlobs(kind) && kind !== 'job')
          for (const row of rows) if (await lacksBlobs(transaction, row)) without.add(titleOf(row));
      }
    }
    await transaction.objectStore('counts').clear();
    const counted = migrated.transaction('counts').store;
    const [keys, values] = await meanwhile(
      transaction,
      Promise.all([counted.getAllKeys(), counted.getAll()]),
    );
    await Promise.all(keys.map((key, index) => transaction.objectStore('counts').put(values[index]!, key)));
    const jobs = await dropLostJobs(transaction);
    await collectAll(transaction);
    await transaction.done;
    return { records: records - jobs, without: [...without], jobs };
  } catch (error) {
    abort(transaction);
    throw transaction.error ?? error;
  }
}

async function* rowsOf(
  transaction: Transaction,
  migrated: Database,
  kind: (typeof KINDS)[number],
): AsyncGenerator<readonly RecordRow[]> {
  let range: IDBKeyRange | null = null;
  for (;;) {
    const rows: readonly RecordRow[] = await meanwhile(
      transaction,
      migrated.getAll(kind, range, ROWS_AT_ONCE),
    );
    if (rows.length === 0) return;
    yield rows;
    range = IDBKeyRange.lowerBound(rows.at(-1)!.id, true);
  }
}

/** A job goes on from what it had done, and reads a file that is kept beside it. */
async function dropLostJobs(transaction: Transaction): Promise<number> {
  const [jobs, files] = [transaction.objectStore('job'), transaction.objectStore('job-file')];
  let lost = 0;
  for (const row of await jobs.getAll()) {
    const isWithoutFile =
      row.record.kind === 'job' && row.record.job !== 'train' && !(await files.getKey(row.id));
    if (!isWithoutFile && !(await lacksBlobs(transaction, row))) continue;
    await jobs.delete(row.id);
    lost += 1;
  }
  for (const id of await files.getAllKeys()) if (!(await jobs.getKey(id))) await files.delete(id);
  return lost;
}

async function lacksBlobs(transaction: Transaction, { blobs }: RecordRow): Promise<boolean> {
  for (const hash of blobs)
    if ((await transaction.objectStore('blobs').getKey(hash)) === undefined) return true;
  return false;
}

/** Deletes the blobs that only what came after the copy needed. */
async function collectAll(transaction: Transaction): Promise<void> {
  let range: IDBKeyRange | null = null;
  for (;;) {
    const hashes: readonly Hash[] = await transaction.objectStore('blobs').getAllKeys(range, ROWS_AT_ONCE);
    if (hashes.length === 0) return;
    await collect(transaction, hashes);
    range = IDBKeyRange.lowerBound(hashes.at(-1), true);
  }
}

function titleOf({ record }: RecordRow): string {
  if (record.kind === 'table') return `the table “${record.name}”`;
  if (record.kind === 'version') return `version ${record.number}`;
  return `the ${record.kind} ${record.id}`;
}
