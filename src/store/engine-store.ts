import { openDB } from 'idb';
import { storeFailure } from './failures.ts';

const TABLES = 'tables';
const ONLY = 'only';

/** Where one measured table of this device's engines lies. */
export interface EngineStore<Table> {
  /** As it was found; undefined where there is none. */
  read(): Promise<unknown>;
  write(table: Table): Promise<void>;
}

/**
 * Keeps one table in a database of its own, opened for each call: it is asked for once a session, and nobody who wants to erase it
 * has to wait.
 *
 * Throws `store-denied` or `store-failed`.
 */
export function openEngineStore<Table>(name: string): EngineStore<Table> {
  async function use<T>(work: (database: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> {
    try {
      const database = await open(name);
      try {
        return await work(database);
      } finally {
        database.close();
      }
    } catch (error) {
      throw storeFailure(error);
    }
  }
  return {
    read: () => use((database) => database.get(TABLES, ONLY)),
    write: (table) => use(async (database) => void (await database.put(TABLES, table, ONLY))),
  };
}

function open(name: string) {
  return openDB(name, 1, { upgrade: (database) => void database.createObjectStore(TABLES) });
}
