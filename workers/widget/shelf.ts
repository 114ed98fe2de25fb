import type { Keeping } from './contract.ts';

/** Plain values by their names, for one writer: what a widget keeps between visits. */
export interface Shelf {
  /** Why nothing more is kept; `kept` while all is. */
  readonly keeping: Keeping;
  /** All that was kept, in the order of its names. */
  read(): Promise<readonly (readonly [name: string, value: unknown])[]>;
  /** Changes all of these, or none; undefined: it goes. Where it cannot be kept, `keeping` says so from then on. */
  write(changes: readonly (readonly [name: string, value: unknown])[]): Promise<void>;
  /** Another page may write from now on. */
  close(): void;
}

const STORE = 'kept';

/**
 * The shelf of this name: a database of its own. One page of a site writes to it at a time, by a lock that the browser takes
 * back when the page dies; others find what was there when they came, and keep nothing.
 *
 * It never throws: where the browser keeps nothing, the shelf is empty and says so.
 */
export async function openShelf(name: string): Promise<Shelf> {
  const full = `perennial-widget:${name}`;
  let release = () => undefined as void;
  try {
    const isWriter = await lock(full, new Promise((resolve) => (release = resolve)));
    const database = await settled(request(full));
    return new BrowserShelf(database, release, isWriter ? 'kept' : 'elsewhere');
  } catch {
    release();
    return {
      keeping: 'denied',
      read: async () => [],
      write: async () => undefined,
      close: () => undefined,
    };
  }
}

class BrowserShelf implements Shelf {
  keeping: Keeping;
  readonly #database: IDBDatabase;
  readonly #release: () => void;

  constructor(database: IDBDatabase, release: () => void, keeping: Keeping) {
    this.#database = database;
    this.#release = release;
    this.keeping = keeping;
    database.onversionchange = () => database.close();
  }

  async read(): Promise<readonly (readonly [string, unknown])[]> {
    const store = this.#database.transaction(STORE).objectStore(STORE);
    const [names, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    return names.map((name, index) => [name as string, values[index]]);
  }

  async write(changes: readonly (readonly [string, unknown])[]): Promise<void> {
    if (this.keeping !== 'kept') return;
    try {
      const transaction = this.#database.transaction(STORE, 'readwrite');
      const store = transaction.objectStore(STORE);
      for (const [name, value] of changes) {
        if (value === undefined) store.delete(name);
        else store.put(value, name);
      }
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
      });
    } catch (error) {
      this.keeping = (error as Error).name === 'QuotaExceededError' ? 'full' : 'denied';
    }
  }

  close(): void {
    this.#database.close();
    this.#release();
  }
}

/** Long enough for a page that is being left to let go. */
const PATIENCE_MS = 300;

/** Whether this thread is the writer, until `released`: false where another one stays it. */
function lock(name: string, released: Promise<void>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { signal: AbortSignal.timeout(PATIENCE_MS) }, () => {
        resolve(true);
        return released;
      })
      .catch((error: Error) => (error.name === 'TimeoutError' ? resolve(false) : reject(error)));
  });
}

function request(name: string): IDBOpenDBRequest {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return opening;
}

function settled<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('refused'));
  });
}
