import { PerennialError } from '../core/errors.ts';
import type { Hash } from '../core/ids.ts';
import type { RecordKind, Records } from '../core/records.ts';
import type { Change, Draft, ListQuery, Store } from '../core/store.ts';
import { removeBackup, takeBackup } from './backup.ts';
import { Connection } from './connection.ts';
import { ERASED, eraseDatabase, openDatabase } from './database.ts';
import { sweepDeadDrafts } from './drafted.ts';
import { blobDamaged, blobMissing, storeFailure } from './failures.ts';
import { sha256 } from './hash.ts';
import { IndexedDraft } from './indexed-draft.ts';
import { countRows, listRows, storesToList } from './list-rows.ts';
import { NEEDS, neededBy } from './needs.ts';
import { fromRow } from './record-row.ts';
import { beginSession, livingSessions } from './session.ts';
import type { Session } from './session.ts';

export interface StoreOptions {
  /** Called with what was kept, after each commit of this opening. */
  readonly onCommit?: (changes: readonly Change[]) => void;
  /** Whether the records are copied before they are migrated, as they are unless the person goes on without a copy. */
  readonly isBackedUp?: boolean;
}

/**
 * Opens the store of this name in the browser's IndexedDB, creates or migrates it where needed, and forgets what
 * processes that died have left behind. Any number of tabs and workers may have it open.
 *
 * A database of an earlier version is copied before it is migrated.
 *
 * Throws `store-insecure`, `store-denied`, `store-newer`, `store-blocked`, `backup-full` or `store-failed`.
 *
 * @example
 * const store = await openStore('perennial');
 * const draft = store.begin();
 * const roles = await draft.write(new Uint8Array([0, 0, 1]));
 * await draft.commit([{ put: { ...split, roles } }]);
 * await store.read(roles); // Uint8Array [0, 0, 1]
 */
export async function openStore(name: string, options: StoreOptions = {}): Promise<Store> {
  if (!isSecureContext)
    throw new PerennialError(
      'store-insecure',
      `a page from ${location.origin} can neither lock nor hash: open it over https or from localhost`,
      { stage: 'store' },
    );
  const session = await beginSession(name).catch((error: unknown) => {
    throw storeFailure(error);
  });
  try {
    const lost = new AbortController();
    const { isBackedUp = true } = options;
    const database = await openDatabase(name, {
      ...(isBackedUp && { before: (transaction, version) => takeBackup(name, transaction, version) }),
      onLost: (reason) => {
        lost.abort(reason);
        void session.end();
      },
    });
    const connection = new Connection(database, lost.signal);
    await sweepDeadDrafts(connection, name);
    return new IndexedStore(name, connection, session, options);
  } catch (error) {
    await session.end();
    throw error;
  }
}

class IndexedStore implements Store {
  readonly #name: string;
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #options: StoreOptions;

  constructor(name: string, connection: Connection, session: Session, options: StoreOptions) {
    this.#name = name;
    this.#connection = connection;
    this.#session = session;
    this.#options = options;
  }

  async get<K extends RecordKind>(kind: K, id: string): Promise<Records[K] | undefined> {
    const row = await this.#connection.read([kind], (transaction) => transaction.objectStore(kind).get(id));
    return row && fromRow(kind, row);
  }

  async list<K extends RecordKind>(kind: K, query: ListQuery = {}): Promise<readonly Records[K][]> {
    const rows = await this.#connection.read(storesToList(kind), (transaction) =>
      listRows(transaction, kind, query),
    );
    return rows.map((row) => fromRow(kind, row));
  }

  async count(kind: RecordKind, query: ListQuery = {}): Promise<number> {
    return this.#connection.read(storesToList(kind), (transaction) => countRows(transaction, kind, query));
  }

  async sizeOf(hashes: Iterable<Hash>): Promise<number> {
    const wanted = [...new Set(hashes)];
    const sizes = await this.#connection.read(['sizes'], (transaction) =>
      Promise.all(wanted.map((hash) => transaction.objectStore('sizes').get(hash))),
    );
    let total = 0;
    for (const [index, hash] of wanted.entries())
      total += sizes[index] ?? (await this.#bytes(hash))?.byteLength ?? 0;
    return total;
  }

  async read(hash: Hash): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#bytes(hash);
    if (bytes === undefined) throw blobMissing(hash, await this.#neededBy(hash));
    if (!(bytes instanceof Uint8Array) || (await sha256(bytes)) !== hash)
      throw blobDamaged(hash, await this.#neededBy(hash));
    return bytes;
  }

  get session(): string {
    return this.#session.id;
  }

  async sessions(): Promise<ReadonlySet<string>> {
    this.#connection.requireOpen();
    return livingSessions(this.#name);
  }

  begin(): Draft {
    return new IndexedDraft(this.#connection, this.#session.id, this.#options.onCommit);
  }

  async close(): Promise<void> {
    await this.#connection.close();
    await this.#session.end();
  }

  async erase(): Promise<void> {
    await this.#connection.close(ERASED);
    await this.#session.end();
    await removeBackup(this.#name);
    await eraseDatabase(this.#name);
  }

  async #bytes(hash: Hash): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      return await this.#connection.read(['blobs'], (transaction) =>
        transaction.objectStore('blobs').get(hash),
      );
    } catch (error) {
      // Large values rest in files of their own; the browser says so when it cannot read one back.
      const name = error instanceof PerennialError && error.cause instanceof Error ? error.cause.name : '';
      if (name === 'DataError' || name === 'NotReadableError')
        throw blobDamaged(hash, await this.#neededBy(hash), error);
      throw error;
    }
  }

  #neededBy(hash: Hash): ReturnType<typeof neededBy> {
    return this.#connection.read([...NEEDS], (transaction) => neededBy(transaction, hash));
  }
}
