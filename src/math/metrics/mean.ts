/**
 * The mean, each value counting as often, or as much, as `counts` says; NaN where nothing counts.
 *
 * @example
 * meanOf(Float64Array.of(1, 2, 6), Uint16Array.of(2, 0, 2)) // 3.5
 */
export function meanOf(values: Float64Array, counts: Uint16Array | Float32Array): number {
  let [sum, rows] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const count = counts[row]!;
    sum += count * values[row]!;
    rows += count;
  }
  return sum / rows;
}
