import { studentQuantile } from './distributions.ts';
import type { Summary } from './moments.ts';

/**
 * By how much a mean has risen, and the bound that the true rise exceeds with this confidence: Welch's one-sided
 * lower bound of mean(after) - mean(before), for two independent samples of unequal spread (Welch 1947), with the
 * degrees of freedom of Satterthwaite (1946).
 *
 * With fewer than two values on either side nothing is known of the spread: the bound is -Infinity. Where neither side
 * varies at all, the bound is the difference itself; whoever decides on it asks for a least number of rows.
 *
 * @example
 * riseOfMean({ count: 100, mean: 0.2, variance: 0.16 }, { count: 100, mean: 0.4, variance: 0.24 }, 0.95)
 * // { difference: 0.2, lowerBound: 0.0954... }
 */
export function riseOfMean(
  before: Summary,
  after: Summary,
  confidence: number,
): { difference: number; lowerBound: number } {
  const difference = after.mean - before.mean;
  if (before.count < 2 || after.count < 2) return { difference, lowerBound: -Infinity };
  const shareBefore = before.variance / before.count;
  const shareAfter = after.variance / after.count;
  const squaredError = shareBefore + shareAfter;
  if (squaredError === 0) return { difference, lowerBound: difference };
  const freedom =
    squaredError ** 2 / (shareBefore ** 2 / (before.count - 1) + shareAfter ** 2 / (after.count - 1));
  return {
    difference,
    lowerBound: difference - studentQuantile(confidence, freedom) * Math.sqrt(squaredError),
  };
}
