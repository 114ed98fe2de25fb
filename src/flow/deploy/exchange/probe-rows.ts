import type { Matrix } from '../../../core/matrix.ts';
import { Random } from '../../../core/random.ts';
import { nextFloat32Up } from '../../../math/float32.ts';
import type { NamedTrees } from './foreign-trees.ts';

/** Each cell is missing as often as this. */
const MISSING_SHARE = 0.1;

/**
 * Rows on which two copies of trees show where they differ: every number stands on a threshold of theirs or right above it, every category is
 * one of those that there are, and some cells are missing, but for those
 * where an index stands for that.
 */
export function probeRows({ grown, categories: named }: NamedTrees, rows: number, seed: number): Matrix {
  const { problem, ensemble } = grown;
  const { features, categories = {} } = problem;
  const random = new Random(seed);
  const thresholds = features.map((): number[] => []);
  for (const tree of ensemble.trees)
    for (const [node, threshold] of tree.thresholds.entries())
      if (tree.sets[node]!.length === 0) thresholds[tree.features[node]!]!.push(threshold);
  const data = new Float32Array(rows * features.length);
  for (let at = 0; at < data.length; at++) {
    const feature = at % features.length;
    const name = features[feature]!;
    const own = thresholds[feature]!;
    const hasIndex = Object.hasOwn(named, name) && named[name]!.hasOther;
    if (random.uniform() < MISSING_SHARE && !hasIndex) data[at] = NaN;
    else if (Object.hasOwn(categories, name)) data[at] = random.below(categories[name]!);
    else if (own.length > 0) {
      const threshold = own[random.below(own.length)]!;
      const above = nextFloat32Up(threshold);
      data[at] = random.below(2) === 1 && Number.isFinite(above) ? above : threshold;
    }
  }
  return { rows, features, data };
}
