import type { OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import { Random } from '../../../core/random.ts';
import { Bagging } from '../../../math/hoeffding/bagging.ts';
import { checkNumber } from '../check-option.ts';
import {
  MOST_NUMBERS,
  share,
  someRepeats,
  someTrees,
  treeGrowth,
  type TreeGrowthOptions,
} from './tree-growth.ts';
import { TreeOnlineModel } from './tree-online-model.ts';

export type LeveragingBaggingOptions = TreeGrowthOptions & {
  readonly trees: number;
  /** How often a tree learns a row in the mean: 6 by the paper, so that trees differ more than at 1. */
  readonly repeats: number;
  /** ADWIN's delta: where a tree's errors rise, the tree that errs most begins anew. */
  readonly driftRisk: number;
};

/**
 * Online bagging whose trees learn rows more often, and whose worst tree begins anew where errors rise. The defaults are the paper's:
 * 10 trees, 6 learnings of a row in the mean, delta 0.002.
 *
 * @example
 * const model = leveragingBagging.create({ task: 'binary', categories: [0], classes: 2 }, leveragingBagging.defaults, 1);
 * for (let i = 0; i < 500; i++) model.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const answer = new Float64Array(2);
 * model.predict(Float32Array.of(90), 0, answer);
 * answer[1]! > 0.8 // true
 */
export const leveragingBagging: OnlineModelKind<LeveragingBaggingOptions> = {
  kind: 'leveraging-bagging',
  title: 'Leveraging bagging',
  summary: 'Many trees that learn every row several times, and begin anew one by one as the world changes.',
  source: 'Bifet, Holmes & Pfahringer, "Leveraging bagging for evolving data streams", 2010',
  tasks: ['binary', 'multiclass'],
  defaults: {
    ...{ trees: 10, repeats: 6, driftRisk: 0.002 },
    ...{ gracePeriod: 200, splitRisk: 1e-7, tieThreshold: 0.05, mostNumbers: MOST_NUMBERS },
  },
  create: (problem, options, seed) => begin(problem, options, seed),
  load: (problem, options, saved) => begin(problem, options, 0).restore(saved),
};

function begin(problem: OnlineProblem, options: LeveragingBaggingOptions, seed: number): TreeOnlineModel {
  const { trees, repeats, driftRisk } = options;
  checkNumber('trees', trees, someTrees);
  checkNumber('repeats', repeats, someRepeats);
  checkNumber('driftRisk', driftRisk, share);
  const all = { ...treeGrowth(options, trees), trees, rate: repeats, driftRisk };
  return new TreeOnlineModel(problem, new Bagging(problem, all, new Random(seed)));
}
