/**
 * Whole counts in given shares that sum to `total`: every share is rounded down, and what is left goes to the largest
 * remainders (Hamilton's method), the first of equal ones first. A share above 0 gets at least 1, taken from the
 * largest count; `total` must be at least the number of such shares.
 *
 * @example
 * largestRemainder(10, [0.65, 0.15, 0.05, 0.15]) // [6, 2, 1, 1]
 */
export function largestRemainder(total: number, shares: readonly number[]): number[] {
  const counts = shares.map((share) => Math.floor(share * total + 1e-9));
  const order = shares
    .map((share, index) => ({ index, rest: share * total - counts[index]! }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  let left = total - counts.reduce((sum, count) => sum + count, 0);
  for (const { index } of order) if (left-- > 0) counts[index]! += 1;
  for (const [index, share] of shares.entries()) {
    if (share === 0 || counts[index]! > 0) continue;
    counts[counts.indexOf(Math.max(...counts))]! -= 1;
    counts[index] = 1;
  }
  return counts;
}
