import { type DBSchema, openDB } from 'idb';
import { storeFailure } from './failures.ts';

/** An origin that may be reached, and when the person allowed it. */
interface KeptOrigin {
  readonly origin: string;
  readonly addedAt: number;
}

/** What the service worker keeps of its own: small, and apart from the projects. */
export interface SealStore<Entry> {
  origins(): Promise<readonly KeptOrigin[]>;
  addOrigin(origin: KeptOrigin): Promise<void>;
  removeOrigin(origin: string): Promise<void>;
  /** Newest last. */
  entries(): Promise<readonly Entry[]>;
  /** Only the newest are kept. */
  append(entries: readonly Entry[]): Promise<void>;
  clearEntries(): Promise<void>;
}

interface Schema<Entry> extends DBSchema {
  origins: { key: string; value: KeptOrigin };
  ledger: { key: number; value: Entry };
}

/**
 * Opens the database in which the origins that the person has allowed and the ledger of requests are kept; `capacity` is
 * how many entries the ledger holds. A call that finds the database erased begins it anew.
 *
 * Throws `store-denied` or `store-failed`.
 */
export function openSealStore<Entry>(name: string, capacity = 1000): SealStore<Entry> {
  let opened: ReturnType<typeof open> | undefined;
  const forget = () => (opened = undefined);
  const open = () =>
    openDB<Schema<Entry>>(name, 1, {
      upgrade(database) {
        database.createObjectStore('origins', { keyPath: 'origin' });
        database.createObjectStore('ledger', { autoIncrement: true });
      },
      blocking(_current, _wanted, event) {
        forget();
        (event.target as IDBDatabase).close();
      },
      terminated: forget,
    });

  async function use<T>(work: (database: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> {
    try {
      return await work(await (opened ??= open()));
    } catch (error) {
      forget();
      throw storeFailure(error);
    }
  }

  return {
    origins: () => use((database) => database.getAll('origins')),
    addOrigin: (origin) => use(async (database) => void (await database.put('origins', origin))),
    removeOrigin: (origin) => use((database) => database.delete('origins', origin)),
    entries: () => use((database) => database.getAll('ledger')),
    append: (entries) =>
      use(async (database) => {
        const { store, done } = database.transaction('ledger', 'readwrite', { durability: 'relaxed' });
        await Promise.all(entries.map((entry) => store.add(entry)));
        const surplus = (await store.count()) - capacity;
        if (surplus > 0) {
          const keys = await store.getAllKeys(null, surplus);
          await store.delete(IDBKeyRange.upperBound(keys.at(-1)));
        }
        await done;
      }),
    clearEntries: () => use((database) => database.clear('ledger')),
  };
}
