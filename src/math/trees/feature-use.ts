import type { Tree } from '../../core/trees.ts';

/** How much trees use each feature. */
export interface FeatureUse {
  /** What the splits by it gained, added up, in the unit of the trees' growth. */
  readonly gains: Float64Array<ArrayBuffer>; // (features)
  /** How many splits ask for it. */
  readonly splits: Uint32Array<ArrayBuffer>; // (features)
}

/**
 * The gain and split importance of each feature (Breiman et al., "Classification and regression trees", 1984). Both favour features of many
 * different values, and say what was used in training rows, not what it was good for: permutation importance does.
 *
 * @example
 * const tree: Tree = {
 *   features: Uint32Array.of(1), thresholds: Float32Array.of(2.5), sets: [new Uint32Array()], missing: Uint8Array.of(1),
 *   left: Int32Array.of(~0), right: Int32Array.of(~1), gains: Float64Array.of(4),
 *   values: Float64Array.of(-1, 1), counts: Float64Array.of(3, 1),
 * };
 * featureUse([tree, tree], 2) // { gains: Float64Array [0, 8], splits: Uint32Array [0, 2] }
 */
export function featureUse(trees: readonly Tree[], features: number): FeatureUse {
  const gains = new Float64Array(features);
  const splits = new Uint32Array(features);
  for (const tree of trees)
    for (const [node, feature] of tree.features.entries()) {
      gains[feature]! += tree.gains[node]!;
      splits[feature]!++;
    }
  return { gains, splits };
}
