/**
 * How far the values of one sample must be carried, in the mean, to become the other: the Wasserstein distance of order 1, the area between
 * the two distribution functions, in the values' own unit (Vallender 1973).
 *
 * @param one ascending, at least one // (rows)
 * @param other the same // (rows)
 * @example
 * wassersteinDistance([0, 1, 3], [5, 6, 8]) // 5
 */
export function wassersteinDistance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let [i, j, area] = [0, 0, 0];
  let at = Math.min(one[0]!, other[0]!);
  while (i < one.length || j < other.length) {
    const next = Math.min(one[i] ?? Infinity, other[j] ?? Infinity);
    area += Math.abs(i / one.length - j / other.length) * (next - at);
    at = next;
    while (one[i] === at) i++;
    while (other[j] === at) j++;
  }
  return area;
}
