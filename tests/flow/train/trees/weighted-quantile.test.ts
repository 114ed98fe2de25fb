import { expect, test } from 'vitest';
import { Random } from '../../../../src/core/random.ts';
import { weightedQuantile } from '../../../../src/flow/train/trees/weighted-quantile.ts';

/** By its definition, from values in order. */
function bySorting(values: Float64Array, weights: Float32Array | null, share: number): number {
  const rows = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const weightOf = (row: number) => weights?.[row] ?? 1;
  const wanted = share * rows.reduce((total, row) => total + weightOf(row), 0);
  let reached = 0;
  for (const [place, row] of rows.entries()) {
    reached += weightOf(row);
    const next = rows[place + 1];
    if (reached === wanted && next !== undefined) return (values[row]! + values[next]!) / 2;
    if (reached >= wanted) return values[row]!;
  }
  return values[rows.at(-1)!]!;
}

test.each([1, 2, 5, 100, 6000])('the quantiles of %i values are those of values in order', (rows) => {
  const random = new Random(rows);
  for (const draw of [
    () => random.normal(),
    () => random.below(5) - 2,
    () => (random.below(2) ? -0 : 0),
    () => 1e300 * random.normal(),
    () => 5e-324 * random.below(9),
    () => -7,
  ]) {
    const values = Float64Array.from({ length: rows }, draw);
    const wholes = Float32Array.from(values, () => 1 + random.below(4));
    for (const share of [0.001, 0.25, 0.5, 0.9, 0.999])
      for (const weights of [null, wholes])
        expect(weightedQuantile(values, weights, share) + 0).toBe(bySorting(values, weights, share) + 0);
  }
});
