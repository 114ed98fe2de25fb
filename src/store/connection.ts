import { storeClosed, storeFailure } from './failures.ts';
import type { Database, StoreName, Transaction } from './schema.ts';

/** An open database whose transactions either do all of their work or none of it. */
export class Connection {
  readonly #database: Database;
  readonly #running = new Set<Promise<unknown>>();
  readonly #lost: AbortSignal;
  #closedWhy: string | undefined;

  /** Once `lost` is aborted, every use is refused with its reason. */
  constructor(database: Database, lost: AbortSignal) {
    this.#database = database;
    this.#lost = lost;
  }

  /** Work on a snapshot of these stores; it awaits nothing but the database. */
  read<T>(stores: StoreName[], work: (transaction: Transaction<'readonly'>) => Promise<T>): Promise<T> {
    return this.#run(() => this.#database.transaction(stores, 'readonly'), work);
  }

  /**
   * Work that changes these stores; it awaits nothing but the database, else the transaction would commit half of it.
   * When it throws, nothing was written. `strict` has reached the disk when it resolves.
   */
  write<T>(
    stores: StoreName[],
    durability: 'relaxed' | 'strict',
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.#run(() => this.#database.transaction(stores, 'readwrite', { durability }), work);
  }

  /** Resolves once the last transaction has ended; later uses are refused with this reason. */
  async close(reason = 'it was closed before this call'): Promise<void> {
    this.#closedWhy ??= reason;
    await Promise.allSettled(this.#running);
    this.#database.close();
  }

  /** Throws `store-closed` where every use would be refused. */
  requireOpen(): void {
    if (this.#lost.aborted) throw storeClosed(String(this.#lost.reason));
    if (this.#closedWhy !== undefined) throw storeClosed(this.#closedWhy);
  }

  async #run<T, Mode extends IDBTransactionMode>(
    begin: () => Transaction<Mode>,
    work: (transaction: Transaction<Mode>) => Promise<T>,
  ): Promise<T> {
    this.requireOpen();
    const running = attempt(begin, work);
    this.#running.add(running);
    const forget = (): boolean => this.#running.delete(running);
    running.then(forget, forget);
    return running;
  }
}

async function attempt<T, Mode extends IDBTransactionMode>(
  begin: () => Transaction<Mode>,
  work: (transaction: Transaction<Mode>) => Promise<T>,
): Promise<T> {
  let transaction: Transaction<Mode> | undefined;
  try {
    transaction = begin();
    transaction.done.catch(() => undefined);
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    // Why the browser gave the transaction up, a full disk for instance, says more than "aborted".
    const reason = transaction?.error ?? error;
    if (transaction) abort(transaction);
    await transaction?.done.catch(() => undefined);
    throw storeFailure(reason);
  }
}

/** Gives the transaction up, unless it has ended already. */
export function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}
