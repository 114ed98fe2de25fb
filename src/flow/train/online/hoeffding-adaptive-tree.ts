import type { OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import { Random } from '../../../core/random.ts';
import { AdaptiveTree } from '../../../math/hoeffding/adaptive-tree.ts';
import { MOST_NUMBERS, treeGrowth, type TreeGrowthOptions } from './tree-growth.ts';
import { TreeOnlineModel } from './tree-online-model.ts';

/**
 * A Hoeffding tree that forgets where it must: every test watches its errors, and where they rise a new subtree grows beside the old one,
 * votes with it, and takes its place once it errs less. The defaults are those of the Hoeffding tree; its windows are ADWIN with
 * delta 0.002, as its authors have them.
 *
 * @example
 * const model = hoeffdingAdaptiveTree.create(
 *   { task: 'binary', categories: [0], classes: 2 }, hoeffdingAdaptiveTree.defaults, 1,
 * );
 * for (let i = 0; i < 500; i++) model.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const answer = new Float64Array(2);
 * model.predict(Float32Array.of(90), 0, answer);
 * answer[1]! > 0.9 // true
 */
export const hoeffdingAdaptiveTree: OnlineModelKind<TreeGrowthOptions> = {
  kind: 'hoeffding-adaptive-tree',
  title: 'Adaptive Hoeffding tree',
  summary:
    'A decision tree that grows row by row and regrows the branches that have begun to err: small, quick, and keeps up.',
  source: 'Bifet & Gavaldà, "Adaptive learning from evolving data streams", 2009',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: { gracePeriod: 200, splitRisk: 1e-7, tieThreshold: 0.05, mostNumbers: MOST_NUMBERS },
  create: (problem, options, seed) => begin(problem, options, seed),
  load: (problem, options, saved) => begin(problem, options, 0).restore(saved),
};

function begin(problem: OnlineProblem, options: TreeGrowthOptions, seed: number): TreeOnlineModel {
  return new TreeOnlineModel(problem, new AdaptiveTree(problem, treeGrowth(options), new Random(seed)));
}
