import type { Tree } from '../../core/trees.ts';
import { keyOf, LARGEST_KEY } from './row-keys.ts';

/** A tree of numbers alone, for rows that go through it side by side: see `addPacked`. */
export interface PackedTree {
  /**
   * Of each node three words, then of each leaf: the bound, and where to go from it, up to the bound and above it. Where to go is the place of those three
   * words times 2^bits, and in the lowest bits the column that is asked for there. A leaf leads to itself.
   */
  readonly words: Int32Array<ArrayBuffer>;
  readonly bits: number;
  readonly root: number;
  /** From here on it is a leaf. */
  readonly firstLeaf: number;
  /** In the place of the first of each leaf's words. */
  readonly values: Float64Array<ArrayBuffer>;
}

const WORDS = 3;

/**
 * Packs a tree; null where it asks for categories, or has more nodes than words can address.
 *
 * Rows are compared by keys: whole numbers that grow as Float32 values do. Of each feature there are two columns, that of its values and behind all
 * of these that of its negated values: a node that sends what is missing to the right asks whether the negated value is large enough, so that what is
 * missing, which is above no bound, always goes the first way.
 */
export function packTree(tree: Tree, width: number): PackedTree | null {
  const { features, thresholds, missing, left, right, values } = tree;
  const [nodes, leaves] = [features.length, values.length];
  const bits = 32 - Math.clz32(2 * width - 1);
  const hasCategories = thresholds.some((threshold) => threshold !== threshold);
  if (hasCategories || WORDS * (nodes + leaves) * 2 ** bits > LARGEST_KEY) return null;
  const wayTo = (child: number): number => {
    if (child < 0) return (WORDS * (nodes + ~child)) << bits;
    const column = missing[child] === 1 ? features[child]! : width + features[child]!;
    return ((WORDS * child) << bits) | column;
  };
  const words = new Int32Array(WORDS * (nodes + leaves));
  for (let node = 0; node < nodes; node++) {
    const ways = [wayTo(left[node]!), wayTo(right[node]!)] as const;
    const threshold = thresholds[node]!;
    if (missing[node] === 1) words.set([keyOf(threshold), ...ways], WORDS * node);
    else words.set([keyOf(-threshold) - 1, ways[1], ways[0]], WORDS * node);
  }
  const own = new Float64Array(WORDS * leaves);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const way = wayTo(~leaf);
    words.set([LARGEST_KEY, way, way], WORDS * (nodes + leaf));
    own[WORDS * leaf] = values[leaf]!;
  }
  return { words, bits, root: wayTo(nodes > 0 ? 0 : ~0), firstLeaf: wayTo(~0), values: own };
}
