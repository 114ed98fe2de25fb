import type { Ensemble } from '../../../core/grown-trees.ts';
import type { Batch } from '../../../core/matrix.ts';
import { leafOf } from '../../../math/trees/add-tree.ts';
import type { TreeObjective } from '../trees/objectives.ts';

/**
 * The same trees with new values in their leaves: each keeps `decay` of its value and takes the rest from the mean of the rows that end in
 * it. A leaf in which none ends stays.
 */
export function refitMeans(
  { base, trees }: Ensemble,
  rows: Batch,
  objective: TreeObjective,
  decay: number,
): Ensemble {
  const { x } = rows;
  const width = x.features.length;
  const pairs = new Float32Array(2 * x.rows);
  const refitted = trees.map((tree, index) => {
    objective.derive(rows, new Float64Array(), index % base.length, pairs);
    const gradients = new Float64Array(tree.values.length);
    const weights = new Float64Array(tree.values.length);
    for (let row = 0; row < x.rows; row++) {
      const leaf = leafOf(tree, x.data, row * width);
      gradients[leaf]! += pairs[2 * row]!;
      weights[leaf]! += pairs[2 * row + 1]!;
    }
    const values = tree.values.map((value, leaf) =>
      weights[leaf]! > 0 ? decay * value - ((1 - decay) * gradients[leaf]!) / weights[leaf]! : value,
    );
    return { ...tree, values };
  });
  return { base, trees: refitted };
}
