import type { Interval } from './bootstrap.ts';
import { normalQuantile } from './distributions.ts';

/**
 * Interval of a share, by the score method (Wilson 1927): close to its promise from a few rows on, inside [0, 1], and
 * with a width even where all or none succeed.
 *
 * @example
 * wilsonInterval(9, 10) // [0.5958..., 0.9821...]
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): Interval {
  if (trials === 0) return [0, 1];
  const z = normalQuantile(0.5 + confidence / 2);
  const share = successes / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const margin =
    (z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))) /
    (1 + (z * z) / trials);
  return [
    successes === 0 ? 0 : Math.max(0, centre - margin),
    successes === trials ? 1 : Math.min(1, centre + margin),
  ];
}

/**
 * Interval of the mean of independent shares (as balanced accuracy is of recalls) from the Wilson interval of each: the
 * distances from share to limit are squared, added and rooted (MOVER: Zou, Huang & Zhang 2009).
 *
 * @param shares those without trials are left out // (shares)
 */
export function meanShareInterval(
  shares: readonly { readonly successes: number; readonly trials: number }[],
  confidence = 0.95,
): Interval {
  const tried = shares.filter(({ trials }) => trials > 0);
  let [mean, below, above] = [0, 0, 0];
  for (const { successes, trials } of tried) {
    const [low, high] = wilsonInterval(successes, trials, confidence);
    const share = successes / trials;
    mean += share / tried.length;
    below += (share - low) ** 2;
    above += (high - share) ** 2;
  }
  return [
    Math.max(0, mean - Math.sqrt(below) / tried.length),
    Math.min(1, mean + Math.sqrt(above) / tried.length),
  ];
}
