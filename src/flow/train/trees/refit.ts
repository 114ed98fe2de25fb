import type { Ensemble } from '../../../core/grown-trees.ts';
import type { Batch } from '../../../core/matrix.ts';
import type { Tree } from '../../../core/trees.ts';
import { leafOf } from '../../../math/trees/add-tree.ts';
import { scoresOf } from '../../../math/trees/scores-of.ts';
import type { TreeObjective } from './objectives.ts';
import { holdOrder } from './hold-order.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/**
 * The same trees with new values in their leaves: from the first tree to the last, each leaf keeps `decay` of its value and takes the rest
 * from what its rows ask for at the scores of the trees before it (as LightGBM's refit does). A leaf in which no row ends stays.
 *
 * @param refitting `learningRate` is the share of a Newton step that is taken; `directions` are those of monotone features, null: there are none
 */
export function refitLeaves(
  { base, trees }: Ensemble,
  rows: Batch,
  objective: TreeObjective,
  refitting: {
    readonly decay: number;
    readonly l2: number;
    readonly learningRate: number;
    readonly directions: Int8Array | null;
  },
): Ensemble {
  const { x, y, weights } = rows;
  const { decay, l2, learningRate, directions } = refitting;
  const { outputs, leafQuantile } = objective;
  const width = x.features.length;
  const scores = scoresOf({ base, trees: [] }, x);
  const pairs = new Float32Array(2 * x.rows);
  const refitted: Tree[] = [];
  for (let first = 0; first < trees.length; first += outputs) {
    const round = trees.slice(first, first + outputs).map((tree, output) => {
      objective.derive(rows, scores, output, pairs);
      const leaves = Uint32Array.from({ length: x.rows }, (_, row) => leafOf(tree, x.data, row * width));
      const asked =
        leafQuantile === null
          ? newtonSteps(leaves, pairs, tree.values.length, l2)
          : residualQuantiles(leaves, scores, y, weights, tree.values.length, leafQuantile);
      const moved = tree.values.map((value, leaf) =>
        asked[leaf] === null ? value : decay * value + (1 - decay) * learningRate * asked[leaf]!,
      );
      const values = directions ? holdOrder(tree, moved, directions) : moved;
      return { tree: { ...tree, values }, leaves };
    });
    for (const [output, { tree, leaves }] of round.entries()) {
      for (let row = 0; row < x.rows; row++) scores[row * outputs + output]! += tree.values[leaves[row]!]!;
      refitted.push(tree);
    }
  }
  return { base, trees: refitted };
}

/** Of each leaf; null where no row ends in it. */
function newtonSteps(
  leaves: Uint32Array,
  pairs: Float32Array,
  count: number,
  l2: number,
): readonly (number | null)[] {
  const gradients = new Float64Array(count);
  const hessians = new Float64Array(count);
  for (const [row, leaf] of leaves.entries()) {
    gradients[leaf]! += pairs[2 * row]!;
    hessians[leaf]! += pairs[2 * row + 1]!;
  }
  return Array.from(gradients, (gradient, leaf) =>
    hessians[leaf]! > 0 ? -gradient / (hessians[leaf]! + l2) : null,
  );
}

function residualQuantiles(
  leaves: Uint32Array,
  scores: Float64Array,
  y: Float32Array,
  weights: Float32Array | null,
  count: number,
  share: number,
): readonly (number | null)[] {
  const rowsOf = Array.from({ length: count }, (): number[] => []);
  for (const [row, leaf] of leaves.entries()) rowsOf[leaf]!.push(row);
  return rowsOf.map((own) => {
    if (own.length === 0) return null;
    const residuals = Float64Array.from(own, (row) => y[row]! - scores[row]!);
    return weightedQuantile(residuals, weights && Float32Array.from(own, (row) => weights[row]!), share);
  });
}
