import type { Interval } from './bootstrap.ts';
import { normalQuantile } from './distributions.ts';
import { momentsOf } from './moments.ts';
import type { Ranking } from './metrics/roc.ts';

/**
 * Interval of the mean ROC AUC of every class against the rest.
 *
 * The variance is DeLong's (DeLong, DeLong & Clarke-Pearson 1988), extended to a mean over classes: each row's
 * structural components are summed over the classes, and the rows of one actual class are independent draws. With two
 * classes it is DeLong's own. The interval is symmetric on the logit scale, so that it stays inside (0, 1) (Pepe 2003).
 *
 * Where that variance is zero (perfect order, or scores all alike) or a class has a single row, the mean of the classes'
 * score intervals takes its place (Newcombe 2006, method 5), which has a width there too.
 *
 * @param rankings of every class, by `rankClasses` // (classes)
 * @param actual class indexes // (rows)
 */
export function rocInterval(
  rankings: readonly Ranking[],
  actual: ArrayLike<number>,
  confidence = 0.95,
): Interval {
  const z = normalQuantile(0.5 + confidence / 2);
  const classes = rankings.length;
  const auc = rankings.reduce((sum, ranking) => sum + ranking.auc, 0) / classes;
  const variance = delongVariance(rankings, actual);
  if (variance > 0 && auc > 0 && auc < 1) {
    const logit = Math.log(auc / (1 - auc));
    const margin = (z * Math.sqrt(variance)) / (auc * (1 - auc));
    return [logistic(logit - margin), logistic(logit + margin)];
  }
  const intervals = rankings.map((ranking) => newcombe(ranking, z));
  return [
    intervals.reduce((sum, [low]) => sum + low, 0) / classes,
    intervals.reduce((sum, [, high]) => sum + high, 0) / classes,
  ];
}

/** NaN where a class has fewer than two rows. */
export function delongVariance(rankings: readonly Ranking[], actual: ArrayLike<number>): number {
  const components: number[][] = rankings.map(() => []);
  for (let row = 0; row < actual.length; row++) {
    let sum = 0;
    for (const [kind, { placements, positives, negatives }] of rankings.entries())
      sum += placements[row]! / (actual[row] === kind ? positives : negatives);
    components[actual[row]!]!.push(sum / rankings.length);
  }
  return components.reduce((sum, own) => sum + own.length * momentsOf(own).variance, 0);
}

/** The areas whose distance from the measured one is z standard errors, found by halving. */
function newcombe({ auc, positives, negatives }: Ranking, z: number): Interval {
  const half = (positives + negatives) / 2 - 1;
  const isWithin = (area: number): boolean => {
    const variance =
      (area * (1 - area) * (1 + (half * (1 - area)) / (2 - area) + (half * area) / (1 + area))) /
      (positives * negatives);
    return (area - auc) ** 2 <= z * z * variance;
  };
  return [auc === 0 ? 0 : edge(auc, 0, isWithin), auc === 1 ? 1 : edge(auc, 1, isWithin)];
}

function edge(inside: number, outside: number, isWithin: (area: number) => boolean): number {
  for (let i = 0; i < 60; i++) {
    const middle = (inside + outside) / 2;
    if (isWithin(middle)) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
