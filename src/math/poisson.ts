import type { Random } from '../core/random.ts';

/**
 * How often something happens that happens `rate` times in the mean (Knuth 1969): takes rate + 1 random numbers in the mean, so it is
 * for small rates.
 *
 * @example
 * poisson(6, new Random(1)) >= 0 // true
 */
export function poisson(rate: number, random: Random): number {
  const limit = Math.exp(-rate);
  let count = -1;
  let product = 1;
  while (product > limit) {
    count++;
    product *= random.uniform();
  }
  return count;
}
