import { PerennialError } from '../../core/errors.ts';
import { bearsTrees, type GrownTrees } from '../../core/grown-trees.ts';
import type { Learner, Problem } from '../../core/learner.ts';
import type { Prediction } from '../../core/matrix.ts';

/** How far two models may be apart: of a probability, and of the largest value. */
export const PARITY = 1e-6;

/** How far predictions are from others at most: probabilities as they are, values as a share of the largest of ours. */
export function largestDifference(ours: Prediction, theirs: Prediction, { task }: Problem): number {
  const size =
    task === 'regression' ? ours.values.reduce((most, each) => Math.max(most, Math.abs(each)), 0) : 1;
  let largest = 0;
  for (const [at, value] of ours.values.entries()) {
    const difference = Math.abs(value - theirs.values[at]!) / (size || 1);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** The trees of a learner that can leave the house. Throws `no-trees` for every other. */
export function treesOf(learner: Learner): GrownTrees {
  if (bearsTrees(learner)) return learner.grown();
  throw new PerennialError(
    'no-trees',
    `a model of the kind "${learner.kind}" is no sum of trees, which XGBoost and LightGBM could read; train boosted trees`,
    { stage: 'deploy', details: { kind: learner.kind } },
  );
}
