import { chiSquaredTail } from './chi-squared.ts';

/** How often each of several things came in two samples. */
export interface PairedCounts {
  readonly reference: readonly number[]; // (things)
  readonly window: readonly number[]; // (things)
}

/**
 * Are two samples of one distribution over several things? Pearson's chi-squared of homogeneity (1900), without a correction for
 * continuity, and how far they are apart whatever their size: Cramér's V (1946), 0..1.
 *
 * Things that came in neither sample do not count. It is a good approximation where each is expected 5 times or more in either.
 *
 * @example
 * homogeneity({ reference: [30, 20, 50], window: [25, 30, 45] })
 * // { statistic: 2.7177..., freedom: 2, pValue: 0.2569..., cramer: 0.1165... }
 */
export function homogeneity({ reference, window }: PairedCounts): {
  readonly statistic: number;
  readonly freedom: number;
  readonly pValue: number;
  readonly cramer: number;
} {
  const [rows, others] = [totalOf(reference), totalOf(window)];
  let statistic = 0;
  let things = 0;
  for (const [thing, count] of reference.entries()) {
    const both = count + window[thing]!;
    if (both === 0) continue;
    things++;
    // The two cells of one thing are apart from what is expected by the same number.
    const apart = count - (both * rows) / (rows + others);
    statistic += (apart * apart * (rows + others) ** 2) / (both * rows * others);
  }
  const freedom = Math.max(0, things - 1);
  return {
    statistic,
    freedom,
    pValue: freedom === 0 ? 1 : chiSquaredTail(statistic, freedom),
    cramer: Math.sqrt(statistic / (rows + others)),
  };
}

export function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
