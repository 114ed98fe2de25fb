import type { Problem } from '../../../core/learner.ts';
import type { Random } from '../../../core/random.ts';

/**
 * What a tree tells classes apart by: a number for each, by which its splits lower the squared error. Of two classes 0 and 1: the gain of a split is what it
 * takes off their Gini impurity. Of more, normal numbers, drawn anew for each tree: on average over the trees the gain is that of all classes' shares at once
 * (Joly, Geurts & Wehenkel, "Random forests with random projections of the output space", 2014), and a leaf is pure where all its rows have one number. Beside a
 * tree that looks at all classes at once it is as often right, but less sure: on segment and digits the log loss of 100 trees is a quarter higher than scikit-learn's. Null:
 * the target is a number itself.
 */
export function drawClassCode({ task, classes }: Problem, random: Random): Float64Array | null {
  if (task !== 'multiclass') return null;
  return Float64Array.from(classes, () => random.normal());
}
