import type { Batch } from '../../../core/matrix.ts';

type Rows = Pick<Batch, 'y' | 'weights'>;

/**
 * Writes what a tree is to explain: of each row of its bag how far its target lies below the mean of all, and what it weighs. Other rows' pairs stay as they are.
 *
 * @param pairs (rows, 2)
 * @param drawn the bag's rows, null: all; and how often each counts
 * @param code the numbers that stand for classes; null: the target is one
 * @returns the sum of squares that there is to explain
 */
export function writeTargets(
  pairs: Float32Array,
  { y, weights }: Rows,
  drawn: Uint32Array | null,
  counts: Uint32Array | null,
  code: Float64Array | null,
): number {
  const size = drawn?.length ?? y.length;
  const rowAt = (at: number) => (drawn ? drawn[at]! : at);
  const weightOf = (row: number) => (weights ? weights[row]! : 1) * (counts ? counts[row]! : 1);
  const valueOf = (row: number) => (code ? code[y[row]!]! : y[row]!);
  let [sum, total] = [0, 0];
  for (let at = 0; at < size; at++) {
    const row = rowAt(at);
    sum += weightOf(row) * valueOf(row);
    total += weightOf(row);
  }
  const mean = sum / total;
  let squares = 0;
  for (let at = 0; at < size; at++) {
    const row = rowAt(at);
    const [weight, below] = [weightOf(row), mean - valueOf(row)];
    pairs[2 * row] = weight * below;
    pairs[2 * row + 1] = weight;
    squares += weight * below * below;
  }
  return squares;
}
