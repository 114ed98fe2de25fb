import { createContext } from 'svelte';
import type { Client } from '../../bridge/client.ts';
import type { PlayClient } from '../../bridge/play-client.ts';
import { openSealChannel, type SealNews } from '../../seal/channel.ts';
import type { LedgerEntry } from '../../seal/ledger.ts';
import type { OfflineState } from './offline.svelte.ts';

/** As many as the service worker's ledger holds. */
export const LEDGER_CAPACITY = 1000;

/**
 * Hears, from the start of the page, what is blocked or refused anywhere in this browser, and has the service worker put
 * down what it cannot see itself.
 */
export class Heard {
  readonly threads: Pick<Client, 'selfTest'>;
  readonly player: Pick<PlayClient, 'selfTest'>;
  readonly offline: OfflineState | null;
  entries: readonly LedgerEntry[] = [];
  /** Called after each one, once it is put down. */
  onEntry: () => void = () => undefined;

  constructor(
    threads: Pick<Client, 'selfTest'>,
    player: Pick<PlayClient, 'selfTest'>,
    offline: OfflineState | null,
  ) {
    this.threads = threads;
    this.player = player;
    this.offline = offline;
    openSealChannel().onmessage = ({ data }: MessageEvent<SealNews>) => void this.#hear(data);
  }

  async #hear(news: SealNews): Promise<void> {
    this.entries = [...this.entries, news.entry].slice(-LEDGER_CAPACITY);
    // What the service worker refused it has put down itself.
    if (news.entry.outcome === 'blocked')
      await this.offline?.offline?.service.record([news]).catch(() => undefined);
    this.onEntry();
  }
}

export const [useHeard, provideHeard] = createContext<Heard>();
