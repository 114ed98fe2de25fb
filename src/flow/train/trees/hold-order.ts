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
  const hold = (child: number, least: number, most: number): void => {
    if (child < 0) {
      held[~child] = Math.min(Math.max(held[~child]!, least), most);
      return;
    }
    const direction = directions[tree.features[child]!]!;
    const [left, right] = [tree.left[child]!, tree.right[child]!];
    if (direction === 0) {
      hold(left, least, most);
      hold(right, least, most);
      return;
    }
    const [lower, upper] = direction > 0 ? [left, right] : [right, left];
    const within = (leaf: number) => Math.min(Math.max(held[leaf]!, least), most);
    const below = leavesUnder(tree, lower).map(within);
    const above = leavesUnder(tree, upper).map(within);
    const [highest, lowest] = [Math.max(...below), Math.min(...above)];
    const middle = highest <= lowest ? (highest + lowest) / 2 : (mean(below) + mean(above)) / 2;
    hold(lower, least, middle);
    hold(upper, middle, most);
  };
  if (tree.features.length > 0) hold(0, -Infinity, Infinity);
  return held;
}

function leavesUnder({ left, right }: Tree, child: number): readonly number[] {
  const leaves: number[] = [];
  const open = [child];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < 0) leaves.push(~next);
    else open.push(left[next]!, right[next]!);
  }
  return leaves;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
