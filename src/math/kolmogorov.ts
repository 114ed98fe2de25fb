import { sortNumbers } from './sort.ts';

/** So many cells are gone through for an exact p-value: some 10 ms. */
const MOST_CELLS = 4_000_000;

export interface KolmogorovSmirnov {
  /** The largest distance between the two distribution functions, 0..1. */
  readonly statistic: number;
  /** The chance of a distance as large or larger where both samples are of one distribution. */
  readonly pValue: number;
  /** Whether every order of the samples was counted, or the limit for large samples was taken. */
  readonly isExact: boolean;
}

/**
 * Are two samples of one distribution? The two-sample test of Kolmogorov and Smirnov: the largest distance between their
 * empirical distribution functions, whatever the distribution is.
 *
 * The p-value is exact up to 4 million pairs: the share of all orders of the two samples that lead as far apart, counted along
 * the paths of a grid (Hodges, "The significance probability of the Smirnov two-sample test", 1958). Beyond, it is Kolmogorov's limit with
 * the correction of Stephens (1970) for the size. Values that repeat make it too large, never too small.
 *
 * @param one in any order, none NaN, at least one // (rows)
 * @param other the same // (rows)
 * @example
 * kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6, 7])
 * // { statistic: 0.6, pValue: 0.2857..., isExact: true }
 */
export function kolmogorovSmirnov(one: ArrayLike<number>, other: ArrayLike<number>): KolmogorovSmirnov {
  const [a, b] = [Float64Array.from(one), Float64Array.from(other)];
  sortNumbers(a);
  sortNumbers(b);
  const steps = largestGap(a, b);
  const statistic = steps / (a.length * b.length);
  if (a.length * b.length <= MOST_CELLS)
    return { statistic, pValue: shareOfOrders(a.length, b.length, steps), isExact: true };
  const size = Math.sqrt((a.length * b.length) / (a.length + b.length));
  return { statistic, pValue: kolmogorovTail((size + 0.12 + 0.11 / size) * statistic), isExact: false };
}

/** The largest distance of the distribution functions, times both lengths: a whole number. */
function largestGap(a: Float64Array, b: Float64Array): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    largest = Math.max(largest, Math.abs(i * b.length - j * a.length));
  }
  return largest;
}

/**
 * Of all orders of m values and n others, the share in which |i n - j m| reaches `steps` after some i of the ones and j of the
 * others. Of the orders up to (i, j), i / (i + j) have one of the ones last.
 */
function shareOfOrders(m: number, n: number, steps: number): number {
  const shares = new Float64Array(n + 1);
  for (let i = 0; i <= m; i++)
    for (let j = 0; j <= n; j++) {
      if (Math.abs(i * n - j * m) >= steps) shares[j] = 1;
      else if (j === 0) shares[j] = i === 0 ? 0 : shares[j]!;
      else if (i === 0) shares[j] = shares[j - 1]!;
      else shares[j] = (i * shares[j]! + j * shares[j - 1]!) / (i + j);
    }
  return shares[n]!;
}

/**
 * The chance that the largest distance of a Brownian bridge from 0 is above `value` (Kolmogorov 1933), by whichever of its two series is quick.
 *
 * @example
 * kolmogorovTail(1.3581) // 0.0499...
 */
export function kolmogorovTail(value: number): number {
  if (value <= 0) return 1;
  let sum = 0;
  if (value < 1) {
    for (let k = 1; k < 20; k += 2) sum += Math.exp(-((k * Math.PI) ** 2) / (8 * value * value));
    return 1 - (Math.sqrt(2 * Math.PI) / value) * sum;
  }
  for (let k = 1; k < 10; k++) sum += (k % 2 === 0 ? -1 : 1) * Math.exp(-2 * (k * value) ** 2);
  return 2 * sum;
}
