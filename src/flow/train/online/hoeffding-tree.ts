import type { OnlineModelKind } from '../../../core/online-model.ts';
import { HoeffdingTree } from '../../../math/hoeffding/hoeffding-tree.ts';
import { MOST_NUMBERS, treeGrowth, type TreeGrowthOptions } from './tree-growth.ts';
import { TreeOnlineModel } from './tree-online-model.ts';

/**
 * One decision tree that grows with the stream and keeps no row: a leaf becomes a test once Hoeffding's bound says that the best
 * feature for it is known. Draws nothing, forgets nothing.
 *
 * Leaves tell classes by naive Bayes or by their majority (Holmes, Kirkby & Pfahringer 2005), and values by a line or by their mean
 * (FIMT-DD: Ikonomovska, Gama & Dzeroski 2011), whichever has been better there. The defaults are those of the paper: grace period
 * 200, delta 1e-7, tau 0.05.
 *
 * @example
 * const model = hoeffdingTree.create({ task: 'binary', categories: [0], classes: 2 }, hoeffdingTree.defaults, 1);
 * for (let i = 0; i < 500; i++) model.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const answer = new Float64Array(2);
 * model.predict(Float32Array.of(90), 0, answer);
 * answer[1]! > 0.9 // true
 */
export const hoeffdingTree: OnlineModelKind<TreeGrowthOptions> = {
  kind: 'hoeffding-tree',
  title: 'Hoeffding tree',
  summary:
    'A decision tree that grows row by row, as soon as it is sure of the next question: for a world that stays as it is.',
  source: 'Domingos & Hulten, "Mining high-speed data streams", 2000',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: { gracePeriod: 200, splitRisk: 1e-7, tieThreshold: 0.05, mostNumbers: MOST_NUMBERS },
  create(problem, options) {
    return new TreeOnlineModel(problem, new HoeffdingTree(problem, treeGrowth(options)));
  },
  load(problem, options, saved) {
    return new TreeOnlineModel(problem, new HoeffdingTree(problem, treeGrowth(options))).restore(saved);
  },
};
