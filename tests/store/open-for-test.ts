import { deleteDB, openDB } from 'idb';
import { onTestFinished } from 'vitest';
import type { Hash } from '../../src/core/ids.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import type { Database, Schema } from '../../src/store/schema.ts';
import type { OpenedStore } from './opened-store.ts';

/** A name that no database has; the database is deleted when the test ends. */
export function freshName(): string {
  const name = `test-${crypto.randomUUID()}`;
  onTestFinished(async () => {
    for (const each of [name, `${name}-backup`]) await deleteDB(each);
  });
  return name;
}

/** The store of this name, closed when the test ends. */
export async function openForTest(name: string): Promise<Store> {
  const store = await openStore(name);
  onTestFinished(() => store.close());
  return store;
}

/** Looks into the database past the store. */
export async function inside<T>(name: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>(name);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

export async function openIndexed(): Promise<OpenedStore> {
  const name = freshName();
  const store = await openForTest(name);
  return {
    store,
    reopen: async () => {
      await store.close();
      return openForTest(name);
    },
    another: () => openForTest(name),
    damage: (hash: Hash) =>
      inside(name, async (database) => {
        const bytes = (await database.get('blobs', hash))!;
        await database.put('blobs', bytes.fill(0), hash);
      }),
  };
}
