import { throwIfCancelled } from '../../../core/errors.ts';
import type { Ensemble, GrownTrees, TreeBearer } from '../../../core/grown-trees.ts';
import type {
  ChunkLearner,
  LearnerParts,
  LearningReport,
  LearningRun,
  Problem,
  UpdateRun,
} from '../../../core/learner.ts';
import {
  inOneChunk,
  labelledChunk,
  type Batch,
  type ChunkedBatch,
  type Matrix,
  type Prediction,
} from '../../../core/matrix.ts';
import type { ErasedRows } from '../../../core/memory.ts';
import { Random } from '../../../core/random.ts';
import type { Snapshot } from '../../../core/snapshot.ts';
import type { SumOfTrees, TreeSum } from '../../../core/tree-sum.ts';
import { scoresOf } from '../../../math/trees/scores-of.ts';
import { checkMatrix } from '../check-rows.ts';
import { joinBatches } from '../replay-mix.ts';
import { measureTarget } from '../target-scale.ts';
import { normaliseWeights } from '../weighted-rows.ts';
import { boost, type BoostOutcome, type BoostRun } from './boost.ts';
import { checkedRows } from './checked-rows.ts';
import { LearntTrees } from './learnt-trees.ts';
import { objectiveFor } from './objectives.ts';
import { pruneRounds } from './prune.ts';
import { refitLeaves } from './refit.ts';
import { stopScore } from './stop-score.ts';
import type { TreeOptions } from './tree-options.ts';
import { outputsOf, type TreeModel } from './tree-snapshot.ts';

/**
 * Gradient-boosted trees as a learner. It learns on by trees on top of those that it has, which are grown on new rows and some that it
 * remembers, at the scores that it gives them, in bins of their own: new categories and values beyond those known so far are
 * told apart without a change of any older tree.
 */
export class TreeLearner implements TreeBearer, SumOfTrees, ChunkLearner {
  readonly kind: string;
  readonly problem: Problem;
  readonly #options: TreeOptions;
  readonly #parts: LearnerParts;
  readonly #learnt: LearntTrees<TreeOptions>;

  constructor(
    kind: string,
    problem: Problem,
    options: TreeOptions,
    parts: LearnerParts,
    model: TreeModel | null,
  ) {
    this.kind = kind;
    this.problem = problem;
    this.#options = options;
    this.#parts = parts;
    this.#learnt = new LearntTrees(kind, problem, options, parts, model);
  }

  get replayRatio(): number {
    return this.#options.replayRatio;
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
    const { trees, mostTrees, learningRate, stopBy } = this.#options;
    const judges = validation.x.rows
      ? {
          rows: validation,
          score: stopBy === 'loss' ? null : stopScore(stopBy, this.problem, validation),
        }
      : null;
    const deviation = this.problem.task === 'regression' ? measureTarget(rows).deviation : 1;
    const objective = objectiveFor(this.problem, this.#options, deviation);
    const start: Ensemble = { base: objective.base(rows), trees: [] };
    const rounds = Math.min(trees, mostTrees);
    const memory = this.#learnt.emptyMemory();
    const random = new Random(run.seed);
    const onChunk = (x: Matrix, from: number) => memory.add(labelledChunk(rows, x, from), random);
    const [outcome, report] = await this.#boost(
      { objective, rows, onChunk, validation: judges, start, rounds, learningRate },
      run,
    );
    const ensemble = { base: start.base, trees: outcome.trees };
    this.#learnt.keep({ ensemble, deviation, memory }, random, run);
    return report;
  }

  async update(batch: Batch, run: UpdateRun): Promise<LearningReport> {
    const { ensemble, deviation, random: stored } = this.#learnt.model();
    const fresh = this.#learnt.take(batch);
    const memory = this.#learnt.copyOfMemory();
    if (run.hasConceptChanged) memory.forget(fresh);
    const { update, updateTrees, updateLearningRate, refitDecay, l2, mostTrees, prune, replayRatio } =
      this.#options;
    const random = new Random((Random.load(stored).next() ^ run.seed) >>> 0);
    const rows = joinBatches(fresh, memory.sample(Math.round(replayRatio * fresh.x.rows), random));
    const objective = objectiveFor(this.problem, this.#options, deviation);
    let start = ensemble;
    if (update !== 'append')
      start = refitLeaves(start, rows, objective, {
        decay: refitDecay,
        l2,
        learningRate: this.#options.learningRate,
      });
    const rounds = update === 'refit' ? 0 : Math.min(updateTrees, mostTrees);
    start = pruneRounds(start, mostTrees - rounds, prune, rows, objective);
    const [outcome, report] = await this.#boost(
      {
        objective,
        rows: { ...rows, x: inOneChunk(rows.x) },
        validation: null,
        start,
        rounds,
        learningRate: updateLearningRate,
      },
      { ...run, seed: random.next() },
    );
    const next = { base: start.base, trees: [...start.trees, ...outcome.trees] };
    memory.add(fresh, random);
    this.#learnt.keep({ ensemble: next, deviation, memory }, random, run);
    return report;
  }

  predict(x: Matrix): Prediction {
    const { ensemble, deviation } = this.#learnt.model();
    checkMatrix(x, this.problem, true);
    const values = objectiveFor(this.problem, this.#options, deviation).answer(scoresOf(ensemble, x));
    return { rows: x.rows, outputs: this.problem.task === 'binary' ? 2 : outputsOf(this.problem), values };
  }

  grown(): GrownTrees {
    const { ensemble, deviation } = this.#learnt.model();
    const { regressionLoss: loss, quantile } = this.#options;
    return { problem: this.problem, loss, quantile, deviation, ensemble };
  }

  treeSum(): TreeSum {
    const { task } = this.problem;
    const ofValues = this.#options.regressionLoss === 'poisson' ? 'log' : 'identity';
    const link = task === 'binary' ? 'logit' : task === 'multiclass' ? 'softmax' : ofValues;
    return { ...this.#learnt.model().ensemble, scale: 1, link };
  }

  forgetRows(rows?: readonly ErasedRows[]): void {
    this.#learnt.forgetRows(rows);
  }

  save(): Snapshot {
    return this.#learnt.save();
  }

  async #boost(
    plan: Pick<
      BoostRun,
      'objective' | 'rows' | 'onChunk' | 'validation' | 'start' | 'rounds' | 'learningRate'
    >,
    { seed, context, engine: asked }: LearningRun,
  ): Promise<readonly [BoostOutcome, LearningReport]> {
    throwIfCancelled(context.signal);
    const { engine, reason } = await this.#parts.chooseTrees(asked);
    const [problem, options] = [this.problem, this.#options];
    const outcome = await boost({ ...plan, problem, options, engine, seed, context });
    const { curve, kept } = outcome;
    const steps = curve.at(-1)?.step ?? 0;
    return [outcome, { engine: engine.kind, engineReason: reason, curve, steps, kept }];
  }
}
