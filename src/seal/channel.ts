import type { LedgerEntry } from './ledger.ts';

/**
 * What page, workers and service worker of one origin tell each other: what was refused or blocked, as it happens. The id
 * tells one attempt from another where several pages hear of it.
 */
export interface SealNews {
  readonly id: string;
  readonly entry: LedgerEntry;
}

/** One for the whole origin: a worker does not know the folder of its app. */
export function openSealChannel(): BroadcastChannel {
  return new BroadcastChannel('perennial-seal');
}
