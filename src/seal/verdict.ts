import { Refused, type Route, type RouteResult } from './routes.ts';

/** What was seen of one attempt, each in a few words; null: nothing of the kind. */
export interface Sighting {
  /** The directive of the policy, or the connection allowlist, that the browser refused it by. */
  readonly violation: string | null;
  /** A navigation that Perennial has cancelled. */
  readonly cancelled: string | null;
  /** A navigation that only the test itself has kept from leaving the page. */
  readonly hasLeft: boolean;
  /** Why the service worker refused it. */
  readonly refusal: string | null;
  /** What the attempt threw or rejected with. */
  readonly error: unknown;
  /** Whether the attempt came to an end by itself within the time. */
  readonly isSettled: boolean;
}

/**
 * What follows from what was seen: `refused` or `disabled` only where something was seen that says so. An error alone says
 * nothing: a name that does not resolve ends in one as well, after the browser has asked for it.
 */
export function judge(route: Pick<Route, 'name' | 'to'>, sighting: Sighting): RouteResult {
  const named = routeName(route);
  const { violation, cancelled, refusal, hasLeft, error, isSettled } = sighting;
  if (violation !== null) return { route: named, verdict: 'refused', seen: violation };
  if (cancelled !== null) return { route: named, verdict: 'disabled', seen: cancelled };
  if (refusal !== null) return { route: named, verdict: 'disabled', seen: `service worker: ${refusal}` };
  if (hasLeft)
    return { route: named, verdict: 'open', seen: 'only the test itself kept it from leaving the page' };
  if (error instanceof Refused) return { route: named, verdict: error.verdict, seen: error.message };
  if (error !== null && error !== undefined)
    return { route: named, verdict: 'open', seen: `it was tried, and ended with: ${messageOf(error)}` };
  return {
    route: named,
    verdict: 'open',
    seen: isSettled ? 'it went through' : 'nothing was seen that stops it',
  };
}

/**
 * @example
 * routeName({ name: 'fetch', to: 'another origin' }) // "fetch to another origin"
 * routeName({ name: 'fetch', to: 'own query' }) // "fetch to the own origin, in the query"
 */
export function routeName({ name, to }: Pick<Route, 'name' | 'to'>): string {
  if (to === 'nowhere') return name;
  return to === 'another origin'
    ? `${name} to another origin`
    : `${name} to the own origin, in the ${to.slice('own '.length)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
