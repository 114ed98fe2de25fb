import type { ColumnUse } from '../../core/importance.ts';
import type { TreeSum } from '../../core/tree-sum.ts';
import { featureUse } from '../../math/trees/feature-use.ts';

/**
 * How much trees use each column: what the splits by all its features gained, and how many they are.
 *
 * @param columns each with the features that were made from it
 * @returns that of the largest gain first
 */
export function columnUse(
  { trees }: Pick<TreeSum, 'trees'>,
  columns: readonly { readonly name: string; readonly features: ArrayLike<number> }[],
): readonly ColumnUse[] {
  const features = columns.reduce((sum, { features }) => sum + features.length, 0);
  const { gains, splits } = featureUse(trees, features);
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  const sumOf = (values: Float64Array | Uint32Array, of: ArrayLike<number>): number =>
    Array.from(of).reduce((sum, feature) => sum + values[feature]!, 0);
  return columns
    .map(({ name, features }) => ({
      column: name,
      gainShare: total > 0 ? sumOf(gains, features) / total : 0,
      splits: sumOf(splits, features),
    }))
    .sort((a, b) => b.gainShare - a.gainShare || b.splits - a.splits);
}
