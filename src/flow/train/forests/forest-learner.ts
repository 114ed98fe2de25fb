import { throwIfCancelled } from '../../../core/errors.ts';
import type { Ensemble } from '../../../core/grown-trees.ts';
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
import { checkMatrix } from '../check-rows.ts';
import { checkedRows } from '../trees/checked-rows.ts';
import { LearntTrees } from '../trees/learnt-trees.ts';
import { pruneRounds } from '../trees/prune.ts';
import { outputsOf, type TreeModel } from '../trees/tree-snapshot.ts';
import { normaliseWeights } from '../weighted-rows.ts';
import { forestBase, forestObjective } from './forest-objective.ts';
import type { ForestOptions } from './forest-options.ts';
import { growForest, type ForestOutcome, type ForestRun } from './grow-forest.ts';
import { meanScores } from './mean-scores.ts';
import { refitMeans } from './refit-means.ts';
import { packRounds } from './round-tensors.ts';
import { scaleOf } from './scale-of.ts';

/** What tells one kind of forest from another. */
export interface ForestVariety {
  readonly kind: string;
  /** Whether thresholds are drawn instead of searched. */
  readonly isRandom: boolean;
}

/**
 * Trees whose mean answers. It learns on by trees beside those that it has, grown on new rows and some that it remembers, in bins
 * of their own: new categories and values beyond those known so far are told apart without a change of any older tree.
 */
export class ForestLearner implements SumOfTrees, ChunkLearner {
  readonly kind: string;
  readonly problem: Problem;
  readonly #isRandom: boolean;
  readonly #options: ForestOptions;
  readonly #parts: LearnerParts;
  readonly #learnt: LearntTrees<ForestOptions>;

  constructor(
    { kind, isRandom }: ForestVariety,
    problem: Problem,
    options: ForestOptions,
    parts: LearnerParts,
    model: TreeModel | null,
  ) {
    this.kind = kind;
    this.problem = problem;
    this.#isRandom = isRandom;
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

  async #fitRows(rows: ChunkedBatch, judges: ChunkedBatch, run: LearningRun): Promise<LearningReport> {
    const validation = judges.x.rows ? judges : null;
    const { trees, mostTrees } = this.#options;
    const start: Ensemble = { base: forestBase(rows, this.problem), trees: [] };
    const memory = this.#learnt.emptyMemory();
    const random = new Random(run.seed);
    const onChunk = (x: Matrix, from: number) => memory.add(labelledChunk(rows, x, from), random);
    const [outcome, report] = await this.#grow(
      { rows, onChunk, validation, start, trees: Math.min(trees, mostTrees) },
      run,
    );
    const ensemble = { base: start.base, trees: outcome.trees };
    this.#learnt.keep({ ensemble, deviation: 1, memory }, random, run);
    return report;
  }

  async update(batch: Batch, run: UpdateRun): Promise<LearningReport> {
    const { ensemble } = this.#learnt.model();
    const { fresh, rows, memory, random } = this.#learnt.recall(batch, run);
    const { update, updateTrees, refitDecay, mostTrees, prune } = this.#options;
    const objective = forestObjective(this.problem, ensemble.base);
    const trees = update === 'refit' ? 0 : Math.min(updateTrees, mostTrees);
    const refitted = update === 'append' ? ensemble : refitMeans(ensemble, rows, objective, refitDecay);
    const start = pruneRounds(refitted, mostTrees - trees, prune, rows, objective, (count) =>
      scaleOf(this.problem.task, count),
    );
    const [outcome, report] = await this.#grow(
      { rows: { ...rows, x: inOneChunk(rows.x) }, validation: null, start, trees },
      { ...run, seed: random.next() },
    );
    const next = { base: start.base, trees: [...start.trees, ...outcome.trees] };
    memory.add(fresh, random);
    this.#learnt.keep({ ensemble: next, deviation: 1, memory }, random, run);
    return report;
  }

  predict(x: Matrix): Prediction {
    const { ensemble } = this.#learnt.model();
    checkMatrix(x, this.problem, true);
    const { task } = this.problem;
    const values = forestObjective(this.problem, ensemble.base).answer(meanScores(ensemble, task, x));
    return { rows: x.rows, outputs: task === 'binary' ? 2 : ensemble.base.length, values };
  }

  treeSum(): TreeSum {
    const { base, trees } = this.#learnt.model().ensemble;
    return { base, trees, scale: scaleOf(this.problem.task, trees.length / base.length), link: 'identity' };
  }

  forgetRows(rows?: readonly ErasedRows[]): void {
    this.#learnt.forgetRows(rows);
  }

  save(): Snapshot {
    return this.#learnt.save((trees) => packRounds(trees, outputsOf(this.problem)));
  }

  async #grow(
    plan: Pick<ForestRun, 'rows' | 'onChunk' | 'validation' | 'start' | 'trees'>,
    { seed, context, engine: asked }: LearningRun,
  ): Promise<readonly [ForestOutcome, LearningReport]> {
    throwIfCancelled(context.signal);
    const { engine, reason } = await this.#parts.chooseTrees(asked);
    const [problem, options, isRandom] = [this.problem, this.#options, this.#isRandom];
    const outcome = await growForest({ ...plan, problem, options, isRandom, engine, seed, context });
    const { curve } = outcome;
    const kept = curve.at(-1) ?? null;
    return [outcome, { engine: engine.kind, engineReason: reason, curve, steps: kept?.step ?? 0, kept }];
  }
}
