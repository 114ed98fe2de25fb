import type { Tree } from '../../core/trees.ts';

/**
 * Adds to each row's score what a tree says of it. A missing value (NaN) goes where the tree's node sends what is missing; a category
 * beyond a node's set is not in it.
 *
 * @param x (rows, width); a category's value is its index
 * @param scores (rows, outputs), of which the column `output` is added to
 * @example
 * const tree: Tree = {
 *   features: Uint32Array.of(0), thresholds: Float32Array.of(2.5), sets: [new Uint32Array()], missing: Uint8Array.of(1),
 *   left: Int32Array.of(~0), right: Int32Array.of(~1), gains: Float64Array.of(1),
 *   values: Float64Array.of(-1, 1), counts: Float64Array.of(1, 1),
 * };
 * const scores = new Float64Array(3);
 * addTree(tree, Float32Array.of(2, 3, NaN), 1, 0, 3, scores, 1, 0);
 * scores // Float64Array [-1, 1, -1]
 */
export function addTree(
  tree: Tree,
  x: Float32Array,
  width: number,
  from: number,
  to: number,
  scores: Float64Array,
  outputs: number,
  output: number,
): void {
  const { values } = tree;
  for (let row = from; row < to; row++)
    scores[row * outputs + output]! += values[leafOf(tree, x, row * width)]!;
}

/** The leaf in which the row whose features begin at `at` ends. */
export function leafOf(tree: Tree, x: Float32Array, at: number): number {
  const { features, thresholds, sets, missing, left, right } = tree;
  let node = features.length > 0 ? 0 : ~0;
  while (node >= 0) {
    const value = x[at + features[node]!]!;
    const threshold = thresholds[node]!;
    const goesLeft =
      value <= threshold ||
      (value !== value ? missing[node] === 1 : threshold !== threshold && isIn(sets[node]!, value));
    node = goesLeft ? left[node]! : right[node]!;
  }
  return ~node;
}

function isIn(set: Uint32Array, category: number): boolean {
  return ((set[category >>> 5] ?? 0) & (1 << (category & 31))) !== 0;
}
