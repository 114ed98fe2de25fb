import { pause } from '../../../core/clock.ts';
import { throwIfCancelled } from '../../../core/errors.ts';
import type { Ensemble } from '../../../core/grown-trees.ts';
import type { Problem } from '../../../core/learner.ts';
import type { Batch, ChunkedBatch, Matrix } from '../../../core/matrix.ts';
import type { CurvePoint, JobContext } from '../../../core/progress.ts';
import { Random } from '../../../core/random.ts';
import { letOthersIn } from '../../../core/sliced.ts';
import type { Tree, TreeEngine, TreeSession } from '../../../core/trees.ts';
import { scoresOf } from '../../../math/trees/scores-of.ts';
import { binPlanOf } from './bin-plan.ts';
import { openSession } from './open-session.ts';
import { packBoost, unpackBoost, type BoostPlace, type BoostSize } from './boost-checkpoint.ts';
import type { TreeObjective } from './objectives.ts';
import { sampleByGradient, sampleRows } from './sample-rows.ts';
import type { StopScore } from './stop-score.ts';
import { growthOf, type TreeOptions } from './tree-options.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/** One run of boosting: on what, from where, how long. */
export interface BoostRun {
  readonly problem: Problem;
  readonly options: TreeOptions;
  readonly objective: TreeObjective;
  readonly engine: TreeEngine;
  readonly rows: ChunkedBatch;
  /** Sees every chunk of the rows once. */
  readonly onChunk?: (x: Matrix, from: number) => void;
  /** Decides when to stop and which trees are kept; null: all. */
  readonly validation: JudgingRows | null;
  readonly start: Ensemble;
  readonly rounds: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly context: JobContext;
}

/** Rows that no tree learns from, and how answers to them are judged: by a score, or null: by their loss. */
export interface JudgingRows {
  readonly rows: ChunkedBatch;
  readonly score: StopScore | null;
}

export interface BoostOutcome {
  /** Those that came on top of the start. */
  readonly trees: readonly Tree[];
  readonly curve: readonly CurvePoint[];
  readonly kept: CurvePoint | null;
}

/** The training loss of a curve is that of so many rows, evenly spread: all of them would cost as much as a tree. */
const JUDGED_ROWS = 20_000;

/** Rows that are sent through a tree at a time. */
const SENT_ROWS = 16_384;

/** Rows that go through all trees so far before a cancel is heard. */
const SCORED_ROWS = 2048;

const DEFAULT_SLICE_MS = 20;
/** Cells of rows and features whose part in a tree takes a millisecond, about. */
const CELLS_A_MS = { wasm: 300_000, other: 60_000 } as const;

/**
 * Gradient boosting (Friedman 2001) with second derivatives (Chen & Guestrin 2016): each round grows a tree on the derivatives of the loss at the
 * scores so far, for every output one, and adds a share of it. With validation the rounds up to that of the lowest loss are kept.
 *
 * Between two rounds it offers a checkpoint; from its last one it goes on to the bytes of a run that was never cut off.
 *
 * @throws PerennialError `cancelled`, and keeps nothing then; `snapshot-format` where the checkpoint is not one of this run.
 */
export async function boost(run: BoostRun): Promise<BoostOutcome> {
  const { engine, rows, options, problem, context, seed, objective, start } = run;
  const apart = run.validation?.rows.x ?? null;
  const { last } = context.checkpoints;
  const place = last ? unpackBoost(sizeOf(run), last, problem) : beginning();
  context.report({ phase: 'training', done: 0, total: 0, unit: 'trees', engine: engine.kind });
  const plan = binPlanOf(problem, options, seed);
  const { outputs } = objective;
  const soFar = { base: start.base, trees: [...start.trees, ...place.trees] };
  const scores = new Float64Array((rows.x.rows + (apart?.rows ?? 0)) * outputs);
  const session = await openSession(engine, rows.x, apart, plan, context, function* (x, from) {
    if (from < rows.x.rows) run.onChunk?.(x, from);
    const width = x.features.length;
    for (let row = 0; row < x.rows; row += SCORED_ROWS) {
      const end = Math.min(x.rows, row + SCORED_ROWS);
      const some = { ...x, rows: end - row, data: x.data.subarray(row * width, end * width) };
      scores.set(scoresOf(soFar, some), (from + row) * outputs);
      if (soFar.trees.length > 0) yield;
    }
  });
  try {
    return await new Boosting(run, session, place, scores).all();
  } finally {
    session.close();
  }
}

function sizeOf({ rows, validation, rounds, start, objective, seed }: BoostRun): BoostSize {
  return {
    rows: rows.x.rows,
    validationRows: validation?.rows.x.rows ?? 0,
    rounds,
    outputs: objective.outputs,
    startTrees: start.trees.length,
    seed,
  };
}

function beginning(): BoostPlace {
  return { trees: [], curve: [], best: null, waited: 0 };
}

class Boosting {
  readonly #run: BoostRun;
  readonly #session: TreeSession;
  readonly #at: BoostPlace;
  /** Those of the judging rows stand behind the others. */
  readonly #scores: Float64Array<ArrayBuffer>; // (rows, outputs)
  /** Every so many of the training rows are judged, and what these weigh. */
  readonly #every: number;
  readonly #judgedWeight: number;
  readonly #validationWeight: number;
  readonly #sliceMs: number;
  readonly #msARound: number;
  #msSincePause = 0;

  constructor(run: BoostRun, session: TreeSession, place: BoostPlace, scores: Float64Array<ArrayBuffer>) {
    const { rows, validation, engine, objective, problem, context } = run;
    this.#run = run;
    this.#session = session;
    this.#at = place;
    this.#scores = scores;
    this.#every = Math.ceil(rows.x.rows / JUDGED_ROWS);
    this.#judgedWeight = weightOf(rows, this.#every);
    this.#validationWeight = validation ? weightOf(validation.rows, 1) : 0;
    this.#sliceMs = context.sliceMs ?? DEFAULT_SLICE_MS;
    const cells =
      objective.outputs * problem.features.length * (rows.y.length + (validation?.rows.y.length ?? 0));
    this.#msARound = cells / (engine.kind === 'wasm' ? CELLS_A_MS.wasm : CELLS_A_MS.other) + 0.1;
  }

  async all(): Promise<BoostOutcome> {
    const { rounds, objective, options, validation } = this.#run;
    const at = this.#at;
    while (at.trees.length < rounds * objective.outputs && at.waited < options.patience) {
      const grown = await this.#round();
      const point = this.#point();
      if (!validation || isBetter(point, at.best)) {
        at.best = point;
        at.waited = 0;
      } else at.waited++;
      await this.#breathe();
      // Every later round would find the same rows and split none of them either.
      if (!this.#isSampled() && grown.every((tree) => tree.features.length === 0)) break;
    }
    const { best, curve, trees } = at;
    return { trees: trees.slice(0, best?.step ?? 0), curve, kept: best };
  }

  #isSampled(): boolean {
    const { rowShare, topShare, treeFeatures, splitFeatures } = this.#run.options;
    return topShare > 0 || Math.min(rowShare, treeFeatures, splitFeatures) < 1;
  }

  /** A tree for every output. */
  async #round(): Promise<readonly Tree[]> {
    const { rows, objective, problem, options, context } = this.#run;
    const { outputs } = objective;
    const first = this.#at.trees.length;
    const grown: Tree[] = [];
    for (let output = 0; output < outputs; output++) {
      const random = new Random((this.#run.seed ^ Math.imul(first + output + 1, 0x9e3779b9)) >>> 0);
      const pairs = this.#session.gradients();
      objective.derive(rows, this.#scores, output, pairs);
      const sample = this.#sample(pairs, random);
      const growth = growthOf(options, problem, random.next());
      const tree = this.#shrunk(await letOthersIn(this.#session.grow(sample, growth), context), output);
      if (!sample) this.#moveByLeaf(tree, output);
      this.#moveByWay(tree, output, sample ? 0 : rows.x.rows);
      grown.push(tree);
    }
    this.#at.trees.push(...grown);
    return grown;
  }

  /** Moves the scores of the rows that the tree was grown on. */
  #moveByLeaf({ values }: Tree, output: number): void {
    const { outputs } = this.#run.objective;
    for (let leaf = 0; leaf < values.length; leaf++)
      addAt(this.#scores, outputs, output, this.#session.leafRows(leaf), values[leaf]!);
  }

  /** Moves the scores of the rows from this one on, each of which has to be sent through the tree. */
  #moveByWay({ values }: Tree, output: number, first: number): void {
    const { outputs } = this.#run.objective;
    const count = this.#scores.length / outputs;
    for (let from = first; from < count; from += SENT_ROWS) {
      const some = new Uint32Array(Math.min(SENT_ROWS, count - from));
      for (let i = 0; i < some.length; i++) some[i] = from + i;
      const leaves = this.#session.leavesOf(some);
      for (let i = 0; i < leaves.length; i++)
        this.#scores[(from + i) * outputs + output]! += values[leaves[i]!]!;
    }
  }

  #sample(pairs: Float32Array, random: Random): Uint32Array<ArrayBuffer> | null {
    const { rowShare, topShare, otherShare } = this.#run.options;
    const { rows } = this.#run.rows.x;
    if (topShare > 0) return sampleByGradient(pairs, topShare, otherShare, random);
    return rowShare < 1 ? sampleRows(rows, Math.max(1, Math.round(rowShare * rows)), random) : null;
  }

  /** The tree with the share of its values that is taken. */
  #shrunk(tree: Tree, output: number): Tree {
    const { learningRate, objective, rows } = this.#run;
    const { leafQuantile, outputs } = objective;
    const values =
      leafQuantile === null
        ? tree.values
        : tree.values.map((_, leaf) => {
            const own = this.#session.leafRows(leaf);
            if (own.length === 0) return 0;
            const residuals = new Float64Array(own.length);
            for (let i = 0; i < own.length; i++)
              residuals[i] = rows.y[own[i]!]! - this.#scores[own[i]! * outputs + output]!;
            const weights = rows.weights && Float32Array.from(own, (row) => rows.weights![row]!);
            return weightedQuantile(residuals, weights, leafQuantile);
          });
    return { ...tree, values: values.map((value) => learningRate * value) };
  }

  #point(): CurvePoint {
    const { objective, validation, context, engine, rounds, rows } = this.#run;
    const { trees, curve } = this.#at;
    const step = trees.length;
    const judged = this.#scores.subarray(rows.x.rows * objective.outputs);
    const score = validation?.score?.(objective.answer(judged));
    const point: CurvePoint = {
      step,
      epoch: step / objective.outputs,
      trainLoss: objective.loss(rows, this.#scores, this.#every) / this.#judgedWeight,
      validationLoss: validation && objective.loss(validation.rows, judged, 1) / this.#validationWeight,
      ...(score !== undefined && { score }),
    };
    curve.push(point);
    const total = rounds * objective.outputs;
    context.report({ phase: 'training', done: step, total, unit: 'trees', engine: engine.kind, point });
    return point;
  }

  /** Lets messages in once enough time has gone, about, since the last time, and offers a checkpoint. */
  async #breathe(): Promise<void> {
    const { checkpoints, signal } = this.#run.context;
    this.#msSincePause += this.#msARound;
    if (this.#msSincePause >= this.#sliceMs / 2) {
      this.#msSincePause = 0;
      await pause();
    }
    throwIfCancelled(signal);
    await checkpoints.offer(() => packBoost(sizeOf(this.#run), this.#at));
    throwIfCancelled(signal);
  }
}

/** By the score, where there is one. */
function isBetter({ score, validationLoss }: CurvePoint, best: CurvePoint | null): boolean {
  return score === undefined
    ? validationLoss! < (best?.validationLoss ?? Infinity)
    : score > (best?.score ?? -Infinity);
}

function addAt(
  scores: Float64Array, // (rows, outputs)
  outputs: number,
  output: number,
  rows: Uint32Array,
  value: number,
): void {
  for (let i = 0; i < rows.length; i++) scores[rows[i]! * outputs + output]! += value;
}

/** Of every so many of the rows. */
function weightOf({ y, weights }: Pick<Batch, 'y' | 'weights'>, every: number): number {
  let total = 0;
  for (let row = 0; row < y.length; row += every) total += weights ? weights[row]! : 1;
  return total;
}
