import type { OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import { Random } from '../../../core/random.ts';
import { Bagging } from '../../../math/hoeffding/bagging.ts';
import { checkNumber } from '../check-option.ts';
import { MOST_NUMBERS, someTrees, treeGrowth, type TreeGrowthOptions } from './tree-growth.ts';
import { TreeOnlineModel } from './tree-online-model.ts';

export type OnlineBaggingOptions = TreeGrowthOptions & {
  readonly trees: number;
};

/**
 * Hoeffding trees that each learn a row as often as a Poisson draw of mean 1 says, which is the bootstrap of an endless stream, and vote
 * alike: steadier than one tree, and as slow to forget. 10 trees as in River, each with the defaults of the Hoeffding tree.
 *
 * @example
 * const model = onlineBagging.create({ task: 'binary', categories: [0], classes: 2 }, onlineBagging.defaults, 1);
 * for (let i = 0; i < 500; i++) model.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const answer = new Float64Array(2);
 * model.predict(Float32Array.of(90), 0, answer);
 * answer[1]! > 0.8 // true
 */
export const onlineBagging: OnlineModelKind<OnlineBaggingOptions> = {
  kind: 'online-bagging',
  title: 'Online bagging',
  summary:
    'Many trees that each see another sample of the stream, and vote: steadier than one, for a world that stays as it is.',
  source: 'Oza, "Online bagging and boosting", 2005',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: {
    ...{ trees: 10, gracePeriod: 200, splitRisk: 1e-7, tieThreshold: 0.05, mostNumbers: MOST_NUMBERS },
  },
  create: (problem, options, seed) => begin(problem, options, seed),
  load: (problem, options, saved) => begin(problem, options, 0).restore(saved),
};

function begin(problem: OnlineProblem, options: OnlineBaggingOptions, seed: number): TreeOnlineModel {
  const { trees } = options;
  checkNumber('trees', trees, someTrees);
  const all = { ...treeGrowth(options, trees), trees, rate: 1, driftRisk: null };
  return new TreeOnlineModel(problem, new Bagging(problem, all, new Random(seed)));
}
