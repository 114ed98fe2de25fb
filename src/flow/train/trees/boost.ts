import { pause } from '../../../core/clock.ts';
import { throwIfCancelled } from '../../../core/errors.ts';
import type { Ensemble } from '../../../core/grown-trees.ts';
import type { Problem } from '../../../core/learner.ts';
import type { Batch } from '../../../core/matrix.ts';
import type { CurvePoint, JobContext } from '../../../core/progress.ts';
import { Random } from '../../../core/random.ts';
import type { Sliced } from '../../../core/sliced.ts';
import type { Tree, TreeEngine, TreeSession } from '../../../core/trees.ts';
import { addTree } from '../../../math/trees/add-tree.ts';
import { scoresOf } from '../../../math/trees/scores-of.ts';
import { packBoost, unpackBoost, type BoostPlace, type BoostSize } from './boost-checkpoint.ts';
import type { TreeObjective } from './objectives.ts';
import { sampleByGradient, sampleRows } from './sample-rows.ts';
import { growthOf, type TreeOptions } from './tree-options.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/** One run of boosting: on what, from where, how long. */
export interface BoostRun {
  readonly problem: Problem;
  readonly options: TreeOptions;
  readonly objective: TreeObjective;
  readonly engine: TreeEngine;
  readonly rows: Batch;
  /** Decides when to stop and which trees are kept; null: all. */
  readonly validation: Batch | null;
  readonly start: Ensemble;
  readonly rounds: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly context: JobContext;
}

export interface BoostOutcome {
  /** Those that came on top of the start. */
  readonly trees: readonly Tree[];
  readonly curve: readonly CurvePoint[];
  readonly kept: CurvePoint | null;
}

/** The training loss of a curve is that of so many rows, evenly spread: all of them would cost as much as a tree. */
const JUDGED_ROWS = 20_000;

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
  const { engine, rows, options, problem, context, seed } = run;
  const { last } = context.checkpoints;
  const place = last ? unpackBoost(sizeOf(run), last, problem) : beginning();
  context.report({ phase: 'training', done: 0, total: 0, unit: 'trees', engine: engine.kind });
  const { categories = {} } = problem;
  const plan = {
    categories: Uint32Array.from(problem.features, (name) =>
      Object.hasOwn(categories, name) ? categories[name]! : 0,
    ),
    bins: options.bins,
    sampleRows: options.binRows,
    seed,
  };
  const session = await inTurns(engine.open(rows.x, plan), context);
  try {
    return await new Boosting(run, session, place).all();
  } finally {
    session.close();
  }
}

function sizeOf({ rows, validation, rounds, start, objective, seed }: BoostRun): BoostSize {
  return {
    rows: rows.x.rows,
    validationRows: validation?.x.rows ?? 0,
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
  readonly #scores: Float64Array<ArrayBuffer>;
  readonly #validationScores: Float64Array<ArrayBuffer> | null;
  readonly #all: Uint32Array<ArrayBuffer>;
  readonly #sliceMs: number;
  readonly #msARound: number;
  #msSincePause = 0;

  constructor(run: BoostRun, session: TreeSession, place: BoostPlace) {
    const { start, rows, validation, engine, objective, context } = run;
    this.#run = run;
    this.#session = session;
    this.#at = place;
    const soFar = { base: start.base, trees: [...start.trees, ...place.trees] };
    this.#scores = scoresOf(soFar, rows.x);
    this.#validationScores = validation && scoresOf(soFar, validation.x);
    this.#all = Uint32Array.from(rows.y.keys());
    this.#sliceMs = context.sliceMs ?? DEFAULT_SLICE_MS;
    const cells = objective.outputs * (rows.x.data.length + (validation?.x.data.length ?? 0));
    this.#msARound = cells / (engine.kind === 'wasm' ? CELLS_A_MS.wasm : CELLS_A_MS.other) + 0.1;
  }

  async all(): Promise<BoostOutcome> {
    const { rounds, objective, options, validation } = this.#run;
    const at = this.#at;
    while (at.trees.length < rounds * objective.outputs && at.waited < options.patience) {
      const grown = await this.#round();
      const point = this.#point();
      if (!validation || point.validationLoss! < (at.best?.validationLoss ?? Infinity)) {
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

  /** A tree for every output; their scores move once all are grown. */
  async #round(): Promise<readonly Tree[]> {
    const { rows, objective, validation, problem, options, context } = this.#run;
    const { outputs } = objective;
    const first = this.#at.trees.length;
    const grown: Tree[] = [];
    const moves: { readonly leaves: Uint32Array; readonly tree: Tree }[] = [];
    for (let output = 0; output < outputs; output++) {
      const random = new Random((this.#run.seed ^ Math.imul(first + output + 1, 0x9e3779b9)) >>> 0);
      const pairs = this.#session.gradients();
      objective.derive(rows, this.#scores, output, pairs);
      const sample = this.#sample(pairs, random);
      const growth = growthOf(options, problem, random.next());
      const tree = this.#shrunk(await inTurns(this.#session.grow(sample, growth), context), output);
      moves.push({ tree, leaves: sample ? this.#session.leavesOf(this.#all) : this.#leavesGrown(tree) });
      grown.push(tree);
    }
    for (const [output, { tree, leaves }] of moves.entries())
      for (let row = 0; row < leaves.length; row++)
        this.#scores[row * outputs + output]! += tree.values[leaves[row]!]!;
    if (validation)
      for (const [output, tree] of grown.entries()) {
        const { data, rows: count, features } = validation.x;
        addTree(tree, data, features.length, 0, count, this.#validationScores!, outputs, output);
      }
    this.#at.trees.push(...grown);
    return grown;
  }

  /** The leaf of every row, where the tree was grown on all of them. */
  #leavesGrown({ values }: Tree): Uint32Array {
    const leaves = new Uint32Array(this.#all.length);
    for (let leaf = 0; leaf < values.length; leaf++)
      for (const row of this.#session.leafRows(leaf)) leaves[row] = leaf;
    return leaves;
  }

  #sample(pairs: Float64Array, random: Random): Uint32Array<ArrayBuffer> | null {
    const { rowShare, topShare, otherShare } = this.#run.options;
    const rows = this.#all.length;
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
            const residuals = Float64Array.from(
              own,
              (row) => rows.y[row]! - this.#scores[row * outputs + output]!,
            );
            const weights = rows.weights && Float32Array.from(own, (row) => rows.weights![row]!);
            return own.length ? weightedQuantile(residuals, weights, leafQuantile) : 0;
          });
    return { ...tree, values: values.map((value) => learningRate * value) };
  }

  #point(): CurvePoint {
    const { objective, validation, context, engine, rounds, rows } = this.#run;
    const { trees, curve } = this.#at;
    const every = Math.ceil(rows.x.rows / JUDGED_ROWS);
    const step = trees.length;
    const point: CurvePoint = {
      step,
      epoch: step / objective.outputs,
      trainLoss: meanLoss(objective, rows, this.#scores, every),
      validationLoss: validation && meanLoss(objective, validation, this.#validationScores!, 1),
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

/** Of every so many of the rows. */
function meanLoss(objective: TreeObjective, rows: Batch, scores: Float64Array, every: number): number {
  const { outputs } = objective;
  if (every === 1) return objective.loss(rows, scores) / totalWeight(rows.weights, rows.y.length);
  const judged = Uint32Array.from({ length: Math.ceil(rows.y.length / every) }, (_, i) => i * every);
  const y = Float32Array.from(judged, (row) => rows.y[row]!);
  const weights = rows.weights && Float32Array.from(judged, (row) => rows.weights![row]!);
  const some = new Float64Array(judged.length * outputs);
  for (const [i, row] of judged.entries())
    for (let output = 0; output < outputs; output++)
      some[i * outputs + output] = scores[row * outputs + output]!;
  return objective.loss({ y, weights }, some) / totalWeight(weights, y.length);
}

function totalWeight(weights: Float32Array | null, rows: number): number {
  return weights ? weights.reduce((sum, weight) => sum + weight, 0) : rows;
}

/** Work in slices, between which messages come in. */
async function inTurns<T>(work: Sliced<T>, { signal }: JobContext): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await pause();
    throwIfCancelled(signal);
  }
}
