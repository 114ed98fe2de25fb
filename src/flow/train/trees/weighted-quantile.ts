import { orderOf } from '../../../math/sort.ts';

/**
 * A value below which at most `share` of the weight lies, and above which at most the rest: half way between two values where both are.
 *
 * @example
 * weightedQuantile(Float64Array.of(3, 1, 2, 4), null, 0.5) // 2.5
 * weightedQuantile(Float64Array.of(1, 10), Float32Array.of(1, 3), 0.5) // 10
 */
export function weightedQuantile(
  values: Float64Array<ArrayBuffer>,
  weights: Float32Array | null,
  share: number,
): number {
  const order = orderOf(values);
  const weightOf = (row: number) => (weights ? weights[row]! : 1);
  const wanted = share * order.reduce((total, row) => total + weightOf(row), 0);
  let reached = 0;
  for (const [place, row] of order.entries()) {
    reached += weightOf(row);
    if (reached < wanted) continue;
    const next = order[place + 1];
    return reached === wanted && next !== undefined ? (values[row]! + values[next]!) / 2 : values[row]!;
  }
  return values[order.at(-1)!]!;
}
