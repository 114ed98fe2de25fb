import type { Ensemble } from './grown-trees.ts';
import type { Learner } from './learner.ts';

/**
 * What a model of trees is made of, for those who explain it: the score of an output is its base and the values of its trees times the scale,
 * added up.
 */
export interface TreeSum extends Ensemble {
  /** What each tree's value is multiplied by: 1 where trees are boosted, 1 / (trees of an output) where their mean answers. */
  readonly scale: number;
  /**
   * What a score is of. identity: the answer itself, a value or the probability of a class; log: its logarithm; logit: the log-odds of the second of
   * two classes; softmax: the logarithm of a class's probability, but for what all classes of the row have in common.
   */
  readonly link: 'identity' | 'log' | 'logit' | 'softmax';
}

/** A learner whose answers are sums of trees: of each it can be told what it is made of. */
export interface SumOfTrees extends Learner {
  /** Throws `not-fitted`. */
  treeSum(): TreeSum;
}

export function isSumOfTrees(learner: Learner): learner is SumOfTrees {
  return 'treeSum' in learner;
}
