import type { TreeKind } from '../../../core/grown-trees.ts';
import type { LearnerParts } from '../../../core/learner.ts';
import { Random } from '../../../core/random.ts';
import type { Task } from '../../../core/schema.ts';
import type { Snapshot } from '../../../core/snapshot.ts';
import { checkProblem } from '../check-problem.ts';
import { takeRows } from '../take-rows.ts';
import { normaliseWeights } from '../weighted-rows.ts';
import { LearntTrees } from './learnt-trees.ts';
import { TakenUpTrees } from './taken-up-trees.ts';
import { TreeLearner } from './tree-learner.ts';
import { checkTreeOptions, type TreeOptions } from './tree-options.ts';
import { outputsOf, readTreeModel, treeMemory, unpackTreeModel } from './tree-snapshot.ts';

const kind = 'boosted-trees';
const tasks: readonly Task[] = ['binary', 'multiclass', 'regression'];

/** Whatever is drawn later is drawn from this and the seed of the run. */
const ADOPTED_SEED = 1;

const defaults: TreeOptions = {
  trees: 400,
  learningRate: 0.1,
  patience: 30,
  stopBy: 'loss',
  leaves: 31,
  depth: 0,
  leafRows: 20,
  leafHessian: 1,
  l1: 0,
  l2: 1,
  minimumGain: 0,
  bins: 255,
  binRows: 50_000,
  categorySmoothing: 10,
  categoryL2: 10,
  categoryLimit: 32,
  rowShare: 1,
  treeFeatures: 1,
  splitFeatures: 1,
  topShare: 0,
  otherShare: 0.1,
  regressionLoss: 'squared',
  quantile: 0.5,
  monotone: {},
  interactions: [],
  update: 'both',
  updateRows: 500,
  updateTrees: 5,
  updateLearningRate: 0.02,
  refitDecay: 0.8,
  mostTrees: 1000,
  prune: 'least-useful',
  replayRatio: 1,
  memoryRows: 2000,
};

/**
 * Gradient-boosted decision trees (Friedman 2001), grown leaf by leaf on histograms as LightGBM grows them (Ke et al. 2017), with its defaults.
 *
 * Features come as they are: a number needs no scale, a missing cell (NaN) takes at every split the side that suits it, categories
 * are split by which of them go together.
 *
 * @example
 * const data = Float32Array.from({ length: 60 }, (_, row) => row);
 * const y = Float32Array.from(data, (value) => (value < 30 ? 1 : 5));
 * const batch: Batch = { x: { rows: 60, features: ['a'], data }, y, weights: null };
 * const learner = boostedTrees.create({ task: 'regression', features: ['a'], classes: [] }, boostedTrees.defaults, parts);
 * await learner.fit(batch, batch, { seed: 1, engine: 'auto', context });
 * learner.predict({ rows: 3, features: ['a'], data: Float32Array.of(10, 29, 30) }).values // Float32Array [1, 1, 5]
 */
export const boostedTrees: TreeKind<TreeOptions> = {
  kind,
  title: 'Boosted trees',
  summary:
    'Many small decision trees, each of which mends what those before it left wrong: mostly the most accurate model of a table, with little to prepare.',
  learns: 'tables',
  tasks,
  features: 'raw',
  isTried: false,
  defaults,
  create: (problem, options, parts) => {
    checkProblem(problem, { kind, tasks });
    checkTreeOptions(options, problem);
    return new TreeLearner(new LearntTrees(kind, problem, options, parts, null));
  },
  load: (snapshot, parts) => {
    const { problem, options, model } = unpackTreeModel(kind, snapshot, parts, defaults);
    checkProblem(problem, { kind, tasks });
    checkTreeOptions(options, problem);
    return new TreeLearner(new LearntTrees(kind, problem, options, parts, model));
  },
  adopt: ({ problem, loss, quantile, deviation, ensemble }, asked, parts, rows) => {
    checkProblem(problem, { kind, tasks });
    const mostTrees = Math.max(asked.mostTrees, ensemble.trees.length / outputsOf(problem));
    const options: TreeOptions = { ...asked, regressionLoss: loss, quantile, mostTrees };
    checkTreeOptions(options, problem);
    const memory = parts.memory.create(treeMemory(problem, options));
    const random = new Random(ADOPTED_SEED);
    if (rows) memory.add(normaliseWeights(takeRows(rows, problem, true)), random);
    const model = { ensemble, deviation, memory, random: random.save() };
    return new TreeLearner(new LearntTrees(kind, problem, options, parts, model));
  },
};

/** What was saved, as `boostedTrees.load` takes it up, but without its checks: for those who trust whoever saved it. */
export function takeUpTrees(snapshot: Snapshot, parts: LearnerParts): TakenUpTrees {
  const { problem, options, model } = readTreeModel(snapshot, parts, defaults);
  return new TakenUpTrees(new LearntTrees(kind, problem, options, parts, model));
}
