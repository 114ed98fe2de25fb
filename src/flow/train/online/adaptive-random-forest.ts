import type { OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import { Random } from '../../../core/random.ts';
import { AdaptiveForest } from '../../../math/hoeffding/adaptive-forest.ts';
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

export type ForestOptions = TreeGrowthOptions & {
  readonly trees: number;
  /** How often a tree learns a row in the mean: 6 by Bifet et al. (2010), so that trees differ more than at 1. */
  readonly repeats: number;
  /** ADWIN's delta at which a tree whose errors rise begins its successor, */
  readonly warningRisk: number;
  /** and the smaller one at which this takes its place. */
  readonly driftRisk: number;
};

/**
 * Hoeffding trees that differ, for each learns rows as often as a Poisson draw says and asks in each leaf for a draw of as many features
 * as the square root of their number; a tree whose errors rise is replaced by one that has grown in its background. Trees vote for
 * classes by their accuracy; of values the median is taken (Gomes et al. 2018 take the mean, which one stray tree can spoil).
 *
 * The defaults are River's, among them 10 trees where the paper has 100, a grace period of 50 and delta 0.01: the trees may be rash,
 * for others outvote them.
 *
 * @example
 * const problem = { task: 'binary', categories: [0, 0], classes: 2 } as const;
 * const model = adaptiveRandomForest.create(problem, adaptiveRandomForest.defaults, 1);
 * for (let i = 0; i < 500; i++) model.learn(Float32Array.of(i % 100, i % 7), 0, i % 100 < 50 ? 0 : 1, 1);
 * const answer = new Float64Array(2);
 * model.predict(Float32Array.of(90, 3), 0, answer);
 * answer[1]! > 0.8 // true
 */
export const adaptiveRandomForest: OnlineModelKind<ForestOptions> = {
  kind: 'adaptive-random-forest',
  title: 'Adaptive random forest',
  summary:
    'Many trees that grow row by row and are replaced one by one as the world changes: the surest of the streams, and the slowest.',
  source: 'Gomes et al., "Adaptive random forests for evolving data stream classification", 2017',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: {
    ...{ trees: 10, repeats: 6, warningRisk: 0.01, driftRisk: 0.001 },
    ...{ gracePeriod: 50, splitRisk: 0.01, tieThreshold: 0.05, mostNumbers: MOST_NUMBERS },
  },
  create: (problem, options, seed) => begin(problem, options, seed),
  load: (problem, options, saved) => begin(problem, options, 0).restore(saved),
};

function begin(problem: OnlineProblem, options: ForestOptions, seed: number): TreeOnlineModel {
  const { trees, repeats, warningRisk, driftRisk } = options;
  checkNumber('trees', trees, someTrees);
  checkNumber('repeats', repeats, someRepeats);
  checkNumber('warningRisk', warningRisk, share);
  checkNumber('driftRisk', driftRisk, share);
  // Each may have a successor that grows.
  const growth = treeGrowth(options, 2 * trees);
  const all = { ...growth, trees, rate: repeats, warningRisk, driftRisk };
  return new TreeOnlineModel(problem, new AdaptiveForest(problem, all, new Random(seed)));
}
