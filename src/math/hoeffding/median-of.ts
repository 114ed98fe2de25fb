/**
 * The value in the middle, or the mean of the two there; sorts in place.
 *
 * @example
 * medianOf(Float64Array.of(3, 1, 2)) // 2
 */
export function medianOf(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
