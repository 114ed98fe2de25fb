import type { LedgerEntry } from '../../seal/ledger.ts';

type Timing = Pick<PerformanceResourceTiming, 'name' | 'startTime'>;

/**
 * What the page itself has asked for, by the browser's own list: all that can be told where no service worker stands
 * between page and network. It names no method, and knows nothing of the workers.
 */
export function pageRequests(
  timings: readonly Timing[],
  origin: string,
  timeOrigin: number,
): readonly LedgerEntry[] {
  return timings
    .filter(({ name }) => /^https?:/.test(name))
    .map(({ name, startTime }) => ({
      at: Math.round(timeOrigin + startTime),
      realm: 'page',
      method: '',
      url: name,
      outcome: new URL(name).origin === origin ? 'host' : 'sent',
      reason: '',
    }));
}
