import type { Tree } from '../../../core/trees.ts';

/**
 * The values of a tree's leaves, with those moved that break what is asked of features: where the lower side of a split on such a feature has
 * a leaf above one of the upper side, both sides are cut off in the middle between their means. Values that keep the order stay as they are.
 *
 * @param values those of the leaves
 * @param directions of each feature: 1 where the answer may only rise with it, -1 where it may only fall, else 0
 * @example
 * const tree: Tree = {
 *   features: Uint32Array.of(0), thresholds: Float32Array.of(2.5), sets: [new Uint32Array()], missing: Uint8Array.of(1),
 *   left: Int32Array.of(~0), right: Int32Array.of(~1), gains: Float64Array.of(1),
 *   values: Float64Array.of(0, 1), counts: Float64Array.of(1, 1),
 * };
 * holdOrder(tree, Float64Array.of(3, 1), Int8Array.of(1)) // Float64Array [2, 2]
 */
export function holdOrder(
  tree: Tree,
  values: Float64Array<ArrayBuffer>,
  directions: Int8Array,
): Float64Array<ArrayBuffer> {
  const held = values.slice();
  /** Holds the order below; tells which leaves are there. What is cut off keeps the order that it had. */
  const hold = (child: number): readonly number[] => {
    if (child < 0) return [~child];
    const left = hold(tree.left[child]!);
    const right = hold(tree.right[child]!);
    const direction = directions[tree.features[child]!]!;
    if (direction !== 0) {
      const [lower, upper] = direction > 0 ? [left, right] : [right, left];
      const [below, above] = [lower, upper].map((side) => side.map((leaf) => held[leaf]!));
      if (Math.max(...below!) > Math.min(...above!)) {
        const middle = (mean(below!) + mean(above!)) / 2;
        for (const leaf of lower) held[leaf] = Math.min(held[leaf]!, middle);
        for (const leaf of upper) held[leaf] = Math.max(held[leaf]!, middle);
      }
    }
    return [...left, ...right];
  };
  if (tree.features.length > 0) hold(0);
  return held;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
