/**
 * What the self-test found of a route by which something could be sent. refused: the browser refuses it. disabled: the
 * browser would let it through and Perennial has taken it away. open: nothing was seen that stops it. absent: this browser
 * or this kind of thread has no such thing. untried: trying it would have cost the person their page.
 */
export type RouteVerdict = 'refused' | 'disabled' | 'open' | 'absent' | 'untried';

export interface RouteResult {
  /** "fetch to another origin", "fetch to the own origin, in the query", ... */
  readonly route: string;
  readonly verdict: RouteVerdict;
  /** What was seen, in a few words: the directive that was violated, the error that was thrown. */
  readonly seen: string;
}

/** Where a route is tried to: another origin, a part of a request to the own one, or nowhere, where it sends nothing itself. */
export type Target = 'another origin' | 'own path' | 'own query' | 'own body' | 'nowhere';

/** A way to send something. */
export interface Route {
  readonly name: string;
  readonly to: Target;
  /** Whether it is there at all; left out: it always is. */
  readonly isThere?: () => boolean;
  /** What was taken away where it is not there: `disabled` then, instead of `absent`. */
  readonly takes?: string;
  /** It navigates: of several at once, the browser follows the last alone, so they are tried one after another. */
  readonly isAlone?: true;
  /**
   * Tries to send to this address, whose name carries a mark. Resolves with what came of it, where the route itself tells;
   * throws or rejects where it is refused to the one who calls.
   */
  readonly send: (address: string) => unknown;
}

/** How a route tells by itself that it was refused, where the browser reports nothing: it is thrown by `send`. */
export class Refused extends Error {
  readonly verdict: Exclude<RouteVerdict, 'absent'>;

  constructor(verdict: Exclude<RouteVerdict, 'absent'>, seen: string) {
    super(seen);
    this.verdict = verdict;
  }
}

/** A thread that tells by which routes something could be sent out of it. */
export interface SelfTesting {
  /** `home` is the address of the app's folder. */
  selfTest(home: string): Promise<readonly RouteResult[]>;
}
