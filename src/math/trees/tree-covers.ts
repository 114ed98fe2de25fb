import type { Tree } from '../../core/trees.ts';

/**
 * Of each node the share of its rows that go left, by the rows that its leaves were grown on. Where none is known of a node, each side gets half.
 *
 * @returns (nodes)
 */
export function leftShares({ features, left, right, counts }: Tree): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(features.length);
  const shares = new Float64Array(features.length);
  const rowsOf = (child: number): number => (child < 0 ? counts[~child]! : rows[child]!);
  for (let node = features.length - 1; node >= 0; node--) {
    const [onLeft, onRight] = [rowsOf(left[node]!), rowsOf(right[node]!)];
    rows[node] = onLeft + onRight;
    shares[node] = rows[node]! > 0 ? onLeft / rows[node]! : 0.5;
  }
  return shares;
}
