import type { Interval } from './bootstrap.ts';
import { studentQuantile } from './distributions.ts';
import type { Summary } from './moments.ts';

/**
 * Student's interval of a mean; everything under two values.
 *
 * @example
 * meanInterval({ count: 4, mean: 1, variance: 0.04 }) // [0.6817..., 1.3182...]
 */
export function meanInterval({ count, mean, variance }: Summary, confidence = 0.95): Interval {
  if (count < 2) return [-Infinity, Infinity];
  const margin = studentQuantile(0.5 + confidence / 2, count - 1) * Math.sqrt(variance / count);
  return [mean - margin, mean + margin];
}
