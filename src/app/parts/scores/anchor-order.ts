import type { AnchorComparison } from '../../../core/records.ts';

/** Those that can block first, and among them those that got worst: what the person must see when there are many. */
export function anchorOrder(anchor: readonly AnchorComparison[]): readonly AnchorComparison[] {
  return anchor.toSorted(
    (a, b) => Number(b.holds) - Number(a.holds) || b.comparison.difference - a.comparison.difference,
  );
}
