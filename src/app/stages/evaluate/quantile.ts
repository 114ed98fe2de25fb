/**
 * The value below which this share of sorted values lies; NaN where there are none.
 *
 * @example
 * quantileOf([1, 2, 3, 4], 0.5) // 3
 */
export function quantileOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
