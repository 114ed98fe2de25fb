import { blockLengthOf } from './block-length.ts';
import type { Interval } from './bootstrap.ts';
import { studentQuantile } from './distributions.ts';
import { momentsOf, type Summary } from './moments.ts';

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

/**
 * The interval of a mean of values in the order of time, where neighbours are alike: Student's, of the means of blocks
 * of neighbours instead of single values. The spread is what a circular block bootstrap of the mean converges to with
 * more and more resamples (Künsch 1989; Politis & Romano 1992), so none need be drawn. With blocks of one value it is
 * `meanInterval`.
 *
 * @param values in the order of time // (rows)
 * @example
 * meanIntervalInOrder(Float64Array.of(1, 1.2, 0.8, 1)) // [0.7401..., 1.2598...]
 */
export function meanIntervalInOrder(
  values: Float64Array,
  length = blockLengthOf(values),
  confidence = 0.95,
): Interval {
  const { count, mean } = momentsOf(values);
  let sum = 0;
  for (let row = 0; row < length; row++) sum += values[row % count]! - mean;
  let squares = 0;
  for (let start = 0; start < count; start++) {
    squares += (sum / length) ** 2;
    sum += values[(start + length) % count]! - values[start]!;
  }
  const blocks = count / length;
  return meanInterval(
    { count: blocks, mean, variance: ((squares / count) * blocks) / (blocks - 1) },
    confidence,
  );
}
