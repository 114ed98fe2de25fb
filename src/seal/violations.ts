import type { LedgerEntry, Realm } from './ledger.ts';

/** Something that the browser has blocked in this realm. */
export interface Violation {
  /** What it was for: an address, or a word such as "inline", "eval", "webrtc". */
  readonly blocked: string;
  /** The directive of the policy, or "connection allowlist". */
  readonly rule: string;
}

/** Addresses of which is remembered who told of them. */
const MOST_TELLERS = 500;

/** Hears of all that the browser blocks in this realm from now on, until the answer is called. */
export function watchViolations(tell: (violation: Violation) => void): () => void {
  const target: EventTarget = typeof document === 'undefined' ? globalThis : document;
  // The page says the policy of itself as well as its headers do: each attempt violates both, and is told once.
  const tellers = new Map<string, string>();
  const hear = (event: Event) => {
    const { blockedURI, effectiveDirective, originalPolicy } = event as SecurityPolicyViolationEvent;
    const what = `${effectiveDirective} ${blockedURI}`;
    if (tellers.size > MOST_TELLERS) tellers.clear();
    if (!tellers.has(what)) tellers.set(what, originalPolicy);
    if (tellers.get(what) !== originalPolicy) return;
    tell({ blocked: blockedURI, rule: effectiveDirective });
  };
  target.addEventListener('securitypolicyviolation', hear);
  const observer =
    typeof ReportingObserver === 'undefined'
      ? null
      : new ReportingObserver((reports) => {
          for (const { type, body } of reports) {
            const blocked = connectionIn(type, body);
            if (blocked !== null) tell({ blocked, rule: 'connection allowlist' });
          }
        });
  observer?.observe();
  return () => {
    target.removeEventListener('securitypolicyviolation', hear);
    observer?.disconnect();
  };
}

/** What a report of the connection allowlist was about: an address, or "webrtc"; null of other reports. */
export function connectionIn(type: string | undefined, body: unknown): string | null {
  if (type !== 'connection-allowlist') return null;
  const connection = (body as { connection?: unknown } | null)?.connection;
  return typeof connection === 'string' ? connection : null;
}

/** As it stands in the ledger. The browser does not say which method a blocked request had. */
export function blockedEntry(violation: Violation, realm: Realm, at: number): LedgerEntry {
  const { blocked, rule } = violation;
  return { at, realm, method: '', url: blocked, outcome: 'blocked', reason: rule };
}
