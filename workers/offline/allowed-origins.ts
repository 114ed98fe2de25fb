import type { AllowedOrigin } from '../../src/seal/ledger.ts';
import { parseOrigin } from '../../src/seal/origin.ts';
import type { SealStore } from '../../src/store/seal-store.ts';

type Shelf = Pick<SealStore<unknown>, 'origins' | 'addOrigin' | 'removeOrigin'>;

/** The origins that the person has allowed, kept over restarts; none by default. */
export class AllowedOrigins {
  readonly #store: Shelf;
  #entries: Promise<readonly AllowedOrigin[]> | undefined;
  /** Undefined until they were read: a request that must be decided at once cannot wait for the database. */
  known: readonly string[] | undefined;

  constructor(store: Shelf) {
    this.#store = store;
  }

  /** None where the browser refuses storage. */
  async list(): Promise<readonly string[]> {
    const entries = await this.entries();
    return entries.map(({ origin }) => origin);
  }

  /** With the time when each was allowed, oldest first. */
  async entries(): Promise<readonly AllowedOrigin[]> {
    this.#entries ??= this.#store.origins().catch(() => []);
    const entries = (await this.#entries).toSorted((a, b) => a.addedAt - b.addedAt);
    this.known = entries.map(({ origin }) => origin);
    return entries;
  }

  /** Throws `origin-invalid`. */
  async allow(origin: string, now = Date.now()): Promise<void> {
    const parsed = parseOrigin(origin);
    if (!(await this.list()).includes(parsed)) await this.#store.addOrigin({ origin: parsed, addedAt: now });
    await this.#reread();
  }

  async withdraw(origin: string): Promise<void> {
    await this.#store.removeOrigin(origin);
    await this.#reread();
  }

  async #reread(): Promise<void> {
    this.#entries = undefined;
    await this.entries();
  }
}
