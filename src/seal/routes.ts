/**
 * What the self-test found of a route by which something could be sent. refused: the browser refuses it. disabled: the
 * browser would let it through and Perennial has taken it away. open: something can be sent by it. absent: this browser or
 * this kind of thread has no such thing.
 */
export type RouteVerdict = 'refused' | 'disabled' | 'open' | 'absent';

export interface RouteResult {
  /** "fetch to another origin", "query of the own origin", ... */
  readonly route: string;
  readonly verdict: RouteVerdict;
  /** What was seen, in a few words: the directive that was violated, the error that was thrown. */
  readonly seen: string;
}
