/**
 * The mean, each value counting once, or as often as `counts` says; NaN where nothing counts.
 *
 * @example
 * meanOf([1, 2, 6]) // 3
 * meanOf([1, 2, 6], [2, 0, 2]) // 3.5
 */
export function meanOf(values: ArrayLike<number>, counts?: ArrayLike<number>): number {
  let [sum, rows] = [0, counts ? 0 : values.length];
  for (let row = 0; row < values.length; row++) {
    const count = counts ? counts[row]! : 1;
    sum += count * values[row]!;
    if (counts) rows += count;
  }
  return sum / rows;
}
