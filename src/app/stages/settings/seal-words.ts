import type { LedgerEntry } from '../../../seal/ledger.ts';
import type { RouteResult, RouteVerdict } from '../../../seal/routes.ts';

/** Open ones first: they are what a person should know of. */
export const VERDICTS: readonly RouteVerdict[] = ['open', 'untried', 'disabled', 'refused', 'absent'];

export const VERDICT_TITLES: Readonly<Record<RouteVerdict, string>> = {
  refused: 'Refused',
  disabled: 'Disabled',
  open: 'Open',
  absent: 'Not there',
  untried: 'Not tried',
};

export const VERDICT_MEANINGS: Readonly<Record<RouteVerdict, string>> = {
  refused: 'The browser itself refuses it.',
  disabled: 'The browser would let it through; Perennial has taken it away.',
  open: 'Nothing was seen that stops it: code that got into this app could send something this way.',
  absent: 'This browser, or this kind of thread, has no such thing.',
  untried: 'Trying it would have cost you this page.',
};

/** What an open way means for the person, in a sentence; empty where the verdict says it all. */
export function openMeaning({ route }: Pick<RouteResult, 'route'>): string {
  if (route.includes('own origin')) return 'It reaches the host that serves this app, and nobody else.';
  if (/^(Preconnect|DNS prefetch) link/.test(route))
    return 'At most the name of a host is told; no browser lets a page see whether it was.';
  return '';
}

export function countVerdicts(results: readonly RouteResult[]): ReadonlyMap<RouteVerdict, number> {
  const counts = new Map<RouteVerdict, number>(VERDICTS.map((verdict) => [verdict, 0]));
  for (const { verdict } of results) counts.set(verdict, counts.get(verdict)! + 1);
  return counts;
}

/** Open ones first, each group in the order in which it was tried. */
export function orderResults(results: readonly RouteResult[]): readonly RouteResult[] {
  return results.toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict));
}

export const OUTCOME_TITLES: Readonly<Record<LedgerEntry['outcome'], string>> = {
  stored: 'From this device',
  host: 'From the app’s host',
  sent: 'Sent',
  refused: 'Refused by Perennial',
  blocked: 'Blocked by the browser',
};

/** What left the device, or tried to. */
export function isDeparture({ outcome }: Pick<LedgerEntry, 'outcome'>): boolean {
  return outcome !== 'stored';
}

/**
 * What holds now, in words: pairs of a name, what it is, and what it means. `isControlled`: the service worker stands
 * between the page and its host.
 */
export function policyFacts(
  policy: ReadonlyMap<string, readonly string[]>,
  origins: readonly string[],
  isControlled: boolean,
): readonly { readonly name: string; readonly value: string; readonly note: string | null }[] {
  const of = (name: string) => policy.get(name) ?? policy.get('default-src') ?? null;
  const isNone = (name: string) => of(name)?.join(' ') === "'none'";
  const scripts = of('script-src');
  const connections = of('connect-src');
  return [
    {
      name: 'Scripts',
      value:
        scripts === null || scripts.includes("'unsafe-inline'") ? 'From anywhere' : 'Only files of the app',
      note: scripts?.includes("'unsafe-eval'") === false ? 'Text never becomes code.' : null,
    },
    {
      name: 'Connections',
      value:
        connections === null
          ? 'To anywhere'
          : origins.length === 0
            ? 'Only to the app’s own host'
            : `The app’s own host, and ${origins.join(', ')}`,
      note:
        connections === null
          ? null
          : isControlled
            ? 'What goes to the host is answered from this device, or refused.'
            : 'What goes to the host does reach it: no service worker stands between.',
    },
    {
      name: 'Forms',
      value: isNone('form-action') ? 'Are never sent' : 'May be sent',
      note: null,
    },
    {
      name: 'Frames',
      value: isNone('frame-src') ? 'Other pages are never shown in this one' : 'May show other pages',
      note: null,
    },
  ];
}

/** Who holds the page to the policy, in words. `hasServiceWorker`: one is there, even where this page came past it. */
export function holderFact(
  isControlled: boolean,
  hasServiceWorker: boolean,
): { readonly name: string; readonly value: string; readonly note: string } {
  const name = 'Held by';
  if (isControlled)
    return {
      name,
      value: 'The service worker in this browser',
      note: 'It answers every request of this page from this device.',
    };
  return {
    name,
    value: 'The headers of the app’s host',
    note: hasServiceWorker
      ? 'This page came past the service worker, as after a hard reload. An ordinary reload brings it back.'
      : 'This browser runs no service worker here: the page is only as sealed as its host keeps it, at each load.',
  };
}
