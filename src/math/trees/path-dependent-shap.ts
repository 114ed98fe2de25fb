import type { Contributions } from '../../core/contributions.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { TreeSum } from '../../core/tree-sum.ts';
import { ShapleyWalk } from './shapley-walk.ts';

/**
 * What each feature adds to each row's scores, exactly: Shapley values of the game in which a feature that is not known sends the row both ways at
 * each node, as many rows as each side was grown on (Lundberg, Erion & Lee, "Consistent individualized feature attribution for tree ensembles", 2018).
 *
 * Needs no other rows. The base is the mean score of the rows that the trees were grown on; base and contributions of a row add up to its score.
 * A feature that no tree asks for gets 0. The contributions of features that were made from one column may be added up to that of the column.
 *
 * The weight of a set of features is an integral over t from 0 to 1 of t for those in it and 1 - t for the others, so a leaf adds the integral of a product of one
 * factor for each feature on its way: a polynomial, exactly integrated at half as many nodes as it has factors. One walk down the tree multiplies the factors, one
 * up adds the leaves: time grows with leaves times nodes of the integral (as in Yu et al., "Linear TreeSHAP", 2022), nothing but the walk's own numbers is held, and
 * no step subtracts numbers of one size, as those do that take features out of a polynomial.
 *
 * @example
 * const tree: Tree = {
 *   features: Uint32Array.of(1), thresholds: Float32Array.of(2.5), sets: [new Uint32Array()], missing: Uint8Array.of(1),
 *   left: Int32Array.of(~0), right: Int32Array.of(~1), gains: Float64Array.of(1),
 *   values: Float64Array.of(-1, 1), counts: Float64Array.of(3, 1),
 * };
 * const sum: TreeSum = { base: Float64Array.of(10), trees: [tree], scale: 1, link: 'identity' };
 * const { base, values } = pathDependentShap(sum, { rows: 2, features: ['a', 'b'], data: Float32Array.of(7, 2, 7, 3) });
 * [...base, ...values] // [9.5, 0, -0.5, 0, 1.5]
 */
export function pathDependentShap(
  { base, trees, scale }: TreeSum,
  { rows, features, data }: Matrix,
): Contributions {
  const outputs = base.length;
  const width = features.length;
  const values = new Float64Array(rows * outputs * width);
  const mean = base.slice();
  const walk = new ShapleyWalk();
  for (const [index, tree] of trees.entries()) {
    const output = index % outputs;
    mean[output]! += walk.take(tree, scale);
    for (let row = 0; row < rows; row++)
      walk.add(data, row * width, values, (row * outputs + output) * width);
  }
  return { rows, outputs, features: width, base: mean, values };
}
