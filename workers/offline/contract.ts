import type { SealNews } from '../../src/seal/channel.ts';
import type { AllowedOrigin, LedgerEntry } from '../../src/seal/ledger.ts';
import type { RouteResult } from '../../src/seal/routes.ts';

/** What the service worker answers, to a page that has sent it a port (comlink). */
export interface OfflineService {
  /** The name of the release that this service worker holds: the hash of its precache manifest. */
  release(): Promise<string>;
  /** Requests that it has seen since it was installed or the ledger was cleared, newest last; at most the newest 1,000. */
  ledger(): Promise<readonly LedgerEntry[]>;
  clearLedger(): Promise<void>;
  /** Puts down what the browser has blocked in pages and workers; an attempt that is told twice stands once. */
  record(news: readonly SealNews[]): Promise<void>;
  /** The origins that the person has allowed, oldest first; none by default. A change holds from the next load of the page. */
  allowedOrigins(): Promise<readonly AllowedOrigin[]>;
  /** Throws `origin-invalid`. */
  allow(origin: string): Promise<void>;
  withdraw(origin: string): Promise<void>;
  /** Tries every route out of the service worker itself. */
  selfTest(): Promise<readonly RouteResult[]>;
  /** Takes over from the release before it; pages that are open stay on theirs until they are loaded again. */
  takeOver(): Promise<void>;
}
