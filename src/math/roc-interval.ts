import type { Interval } from './bootstrap.ts';
import { normalQuantile } from './distributions.ts';

/**
 * Interval of a ROC AUC from the area and the number of rows alone, by the score method (Newcombe 2006, method 5): it
 * has a width for a perfect order too, where resamples have none.
 *
 * @example
 * aucInterval(1, 15, 15) // [0.8647..., 1]
 */
export function aucInterval(auc: number, positives: number, negatives: number, confidence = 0.95): Interval {
  const z = normalQuantile(0.5 + confidence / 2);
  const half = (positives + negatives) / 2 - 1;
  const isWithin = (area: number): boolean => {
    const variance =
      (area * (1 - area) * (1 + (half * (1 - area)) / (2 - area) + (half * area) / (1 + area))) /
      (positives * negatives);
    return (area - auc) ** 2 <= z * z * variance;
  };
  return [auc === 0 ? 0 : edge(auc, 0, isWithin), auc === 1 ? 1 : edge(auc, 1, isWithin)];
}

/** The areas whose distance from the measured one is z standard errors, found by halving. */
function edge(inside: number, outside: number, isWithin: (area: number) => boolean): number {
  for (let i = 0; i < 60; i++) {
    const middle = (inside + outside) / 2;
    if (isWithin(middle)) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}
