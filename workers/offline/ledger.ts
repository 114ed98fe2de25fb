import { openSealChannel, type SealNews } from '../../src/seal/channel.ts';
import type { LedgerEntry } from '../../src/seal/ledger.ts';
import type { SealStore } from '../../src/store/seal-store.ts';

/** The requests that the service worker has seen, the newest thousand of them, kept over its restarts. */
export class Ledger {
  readonly #store: SealStore<LedgerEntry>;
  #unwritten: LedgerEntry[] = [];
  #writing: Promise<void> = Promise.resolve();
  readonly #channel = openSealChannel();
  readonly #heard = new Set<string>();

  constructor(store: SealStore<LedgerEntry>) {
    this.#store = store;
  }

  /** What was blocked, as pages tell it: each of them hears of every attempt. */
  async take(news: readonly SealNews[]): Promise<void> {
    const fresh = news.filter(({ id }) => !this.#heard.has(id));
    for (const { id } of fresh) this.#heard.add(id);
    await this.record(...fresh.map(({ entry }) => entry));
  }

  /** Resolves once the entry is kept: entries that come while others are written go together in one transaction. */
  record(...entries: readonly LedgerEntry[]): Promise<void> {
    this.#unwritten.push(...entries);
    for (const entry of entries)
      if (entry.outcome === 'refused')
        this.#channel.postMessage({ id: crypto.randomUUID(), entry } satisfies SealNews);
    this.#writing = this.#writing.then(async () => {
      const batch = this.#unwritten;
      if (batch.length === 0) return;
      this.#unwritten = [];
      // Where the browser refuses storage, an answer is worth more than its entry.
      await this.#store.append(batch).catch(() => undefined);
    });
    return this.#writing;
  }

  /** Newest last. */
  async entries(): Promise<readonly LedgerEntry[]> {
    await this.#writing;
    return this.#store.entries();
  }

  async clear(): Promise<void> {
    await this.#writing;
    await this.#store.clearEntries();
  }
}
