import type { Ensemble, GrownTrees, TreeBearer } from '../../../core/grown-trees.ts';
import type { ChunkLearner, LearningReport, LearningRun } from '../../../core/learner.ts';
import {
  inOneChunk,
  labelledChunk,
  type Batch,
  type ChunkedBatch,
  type Matrix,
} from '../../../core/matrix.ts';
import { Random } from '../../../core/random.ts';
import type { SumOfTrees, TreeSum } from '../../../core/tree-sum.ts';
import { measureTarget } from '../target-scale.ts';
import { normaliseWeights } from '../weighted-rows.ts';
import { baseScores } from './base-scores.ts';
import { boostLearnt } from './boost-learnt.ts';
import { checkCounts } from './check-counts.ts';
import { checkedRows } from './checked-rows.ts';
import type { LearntTrees } from './learnt-trees.ts';
import { objectiveFor } from './objectives.ts';
import { stopScore } from './stop-score.ts';
import { TakenUpTrees } from './taken-up-trees.ts';
import type { TreeOptions } from './tree-options.ts';

/** Gradient-boosted trees as a learner: besides going on, they begin, and say what they consist of. */
export class TreeLearner extends TakenUpTrees implements TreeBearer, SumOfTrees, ChunkLearner {
  readonly #learnt: LearntTrees<TreeOptions>;

  constructor(learnt: LearntTrees<TreeOptions>) {
    super(learnt);
    this.#learnt = learnt;
  }

  async fit(train: Batch, validation: Batch, run: LearningRun): Promise<LearningReport> {
    const rows = normaliseWeights(this.#learnt.take(train));
    const judges = validation.x.rows ? normaliseWeights(this.#learnt.take(validation)) : validation;
    return this.#fitRows({ ...rows, x: inOneChunk(rows.x) }, { ...judges, x: inOneChunk(judges.x) }, run);
  }

  async fitChunks(train: ChunkedBatch, validation: ChunkedBatch, run: LearningRun): Promise<LearningReport> {
    return this.#fitRows(checkedRows(train, this.problem), checkedRows(validation, this.problem), run);
  }

  async #fitRows(rows: ChunkedBatch, validation: ChunkedBatch, run: LearningRun): Promise<LearningReport> {
    const { problem } = this;
    const { options } = this.#learnt;
    const { trees, mostTrees, learningRate, stopBy } = options;
    for (const some of [rows, validation]) checkCounts(some, options);
    const judges = validation.x.rows
      ? { rows: validation, score: stopBy === 'loss' ? null : stopScore(stopBy, problem, validation) }
      : null;
    const deviation = problem.task === 'regression' ? measureTarget(rows).deviation : 1;
    const objective = objectiveFor(problem, options, deviation);
    const start: Ensemble = { base: baseScores(problem, options, rows), trees: [] };
    const rounds = Math.min(trees, mostTrees);
    const memory = this.#learnt.emptyMemory();
    const random = new Random(run.seed);
    const onChunk = (x: Matrix, from: number) => memory.add(labelledChunk(rows, x, from), random);
    const [outcome, report] = await boostLearnt(
      this.#learnt,
      { objective, rows, onChunk, validation: judges, start, rounds, learningRate },
      run,
    );
    const ensemble = { base: start.base, trees: outcome.trees };
    this.#learnt.keep({ ensemble, deviation, memory }, random, run);
    return report;
  }

  grown(): GrownTrees {
    const { problem } = this;
    const { ensemble, deviation } = this.#learnt.model();
    const { regressionLoss: loss, quantile } = this.#learnt.options;
    return { problem, loss, quantile, deviation, ensemble };
  }

  treeSum(): TreeSum {
    const { task } = this.problem;
    const ofValues = this.#learnt.options.regressionLoss === 'poisson' ? 'log' : 'identity';
    const link = task === 'binary' ? 'logit' : task === 'multiclass' ? 'softmax' : ofValues;
    return { ...this.#learnt.model().ensemble, scale: 1, link };
  }
}
