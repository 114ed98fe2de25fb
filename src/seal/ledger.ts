/** Where a request, or an attempt at one, came from. */
export type Realm =
  | 'page'
  | 'workspace worker'
  | 'compute worker'
  | 'play worker'
  | 'widget worker'
  | 'another worker'
  | 'service worker';

/**
 * What became of a request. stored: answered from this device. host: fetched from the own host. sent: let through to an
 * origin that the person has allowed. refused: by Perennial's service worker. blocked: by the browser.
 */
export type RequestOutcome = 'stored' | 'host' | 'sent' | 'refused' | 'blocked';

/** One request since the app was started, as far as its page, its workers and its service worker could see. */
export interface LedgerEntry {
  readonly at: number;
  readonly realm: Realm;
  readonly method: string;
  readonly url: string;
  readonly outcome: RequestOutcome;
  /** Why it was refused or blocked, in a few words; empty otherwise. */
  readonly reason: string;
}

/** The service worker's own database: which origins are allowed, and the ledger. */
export const SEAL_DATABASE = 'perennial-seal';

/** An origin that the person has allowed, and when. */
export interface AllowedOrigin {
  readonly origin: string;
  readonly addedAt: number;
}
