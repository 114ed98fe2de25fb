import type { Hash } from '../core/ids.ts';
import type { Change, Draft } from '../core/store.ts';
import { commitChanges } from './commit.ts';
import type { Connection } from './connection.ts';
import { endDraft } from './drafted.ts';
import { draftEnded } from './failures.ts';
import { sha256 } from './hash.ts';
import { collect, NEEDS } from './needs.ts';

/** A draft whose blobs are in the database from the moment they are written, marked as this draft's until it ends. */
export class IndexedDraft implements Draft {
  readonly #id = crypto.randomUUID();
  readonly #connection: Connection;
  readonly #session: string;
  readonly #onCommit: (changes: readonly Change[]) => void;
  readonly #writing = new Set<Promise<Hash>>();
  #hasWritten = false;
  #isEnded = false;

  constructor(
    connection: Connection,
    session: string,
    onCommit: (changes: readonly Change[]) => void = () => undefined,
  ) {
    this.#connection = connection;
    this.#session = session;
    this.#onCommit = onCommit;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<Hash> {
    if (this.#isEnded) throw draftEnded();
    this.#hasWritten = true;
    // A copy of its own: a view would be stored with its whole buffer, and the caller may go on using the bytes.
    const writing = this.#write(new Uint8Array(bytes));
    this.#writing.add(writing);
    try {
      return await writing;
    } finally {
      this.#writing.delete(writing);
    }
  }

  async commit(changes: readonly Change[]): Promise<void> {
    if (this.#isEnded) throw draftEnded();
    this.#isEnded = true;
    try {
      await commitChanges(this.#connection, changes, async () => {
        await Promise.allSettled(this.#writing);
        return this.#hasWritten ? this.#id : undefined;
      });
    } catch (error) {
      this.#isEnded = false;
      throw error;
    }
    this.#onCommit(changes);
  }

  async discard(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    await Promise.allSettled(this.#writing);
    if (!this.#hasWritten) return;
    await this.#connection.write([...NEEDS], 'relaxed', async (transaction) => {
      await collect(transaction, await endDraft(transaction, this.#id));
    });
  }

  async #write(bytes: Uint8Array<ArrayBuffer>): Promise<Hash> {
    const hash = await sha256(bytes);
    const isStored = await this.#isStored(hash);
    await this.#connection.write(['blobs', 'drafts', 'sizes'], 'relaxed', async (transaction) => {
      const blobs = transaction.objectStore('blobs');
      await transaction.objectStore('drafts').put({ draft: this.#id, hash, session: this.#session });
      if (isStored && (await blobs.getKey(hash)) !== undefined) return;
      await Promise.all([
        blobs.put(bytes, hash),
        transaction.objectStore('sizes').put(bytes.byteLength, hash),
      ]);
    });
    return hash;
  }

  /** False as well where what is stored is damaged: then writing it again mends it. */
  async #isStored(hash: Hash): Promise<boolean> {
    try {
      const stored = await this.#connection.read(['blobs'], (transaction) =>
        transaction.objectStore('blobs').get(hash),
      );
      return stored !== undefined && (await sha256(stored)) === hash;
    } catch {
      return false;
    }
  }
}
