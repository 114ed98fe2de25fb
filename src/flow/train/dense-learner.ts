import type { ChosenEngine, DenseData, DenseShape } from '../../core/dense.ts';
import { PerennialError, throwIfCancelled } from '../../core/errors.ts';
import type {
  Learner,
  LearnerKind,
  LearnerParts,
  LearningReport,
  LearningRun,
  Problem,
} from '../../core/learner.ts';
import type { Batch, Matrix, Prediction } from '../../core/matrix.ts';
import type { Memory } from '../../core/memory.ts';
import { Random } from '../../core/random.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { forward, link } from '../../math/dense.ts';
import { checkBatch, checkMatrix } from './check-rows.ts';
import { runDense, type DenseOutcome } from './dense-loop.ts';
import { checkDenseOptions, type DenseOptions } from './dense-options.ts';
import { memoryOptions, packDense, unpackDense, type DenseModel } from './dense-snapshot.ts';
import { startDense } from './dense-start.ts';
import { measureTarget, scaleTarget, unscaleTarget, type TargetScale } from './target-scale.ts';
import { normaliseWeights } from './weighted-rows.ts';

/** What tells one kind of dense learner from another. */
export interface DenseDesign<Options extends DenseOptions> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly defaults: Options;
  /** The layers between features and outputs; throws `options` when they cannot be built. */
  readonly layers: (options: Options) => Pick<DenseShape, 'hidden' | 'activation'>;
}

export function denseLearnerKind<Options extends DenseOptions>(
  design: DenseDesign<Options>,
): LearnerKind<Options> {
  const { kind, title, summary, defaults } = design;
  return {
    kind,
    title,
    summary,
    defaults,
    create: (problem, options, parts) =>
      new DenseLearner(kind, problem, options, shapeOf(design, problem, options), parts, null),
    load: (snapshot, parts) => {
      const { problem, options, shape, model } = unpackDense(
        kind,
        snapshot,
        parts,
        (problem, options: Options) => shapeOf(design, problem, options),
      );
      return new DenseLearner(kind, problem, options, shape, parts, model);
    },
  };
}

/** Steps an epoch has at least, as far as the rows go: batches of a small table are smaller. */
const stepsAnEpoch = 32;
const smallestBatch = 8;

/** Replay rows drawn at once at most, unless one epoch needs more. */
const replayPool = 10_000;

/**
 * A dense network as a learner: one sigmoid output for two classes, softmax for more, the squared error of a
 * standardised target for a regression. Without a hidden layer it is logistic, softmax or ridge regression.
 */
class DenseLearner implements Learner {
  readonly kind: string;
  readonly problem: Problem;
  readonly #options: DenseOptions;
  readonly #shape: DenseShape;
  readonly #parts: LearnerParts;
  #model: DenseModel | null;

  constructor(
    kind: string,
    problem: Problem,
    options: DenseOptions,
    shape: DenseShape,
    parts: LearnerParts,
    model: DenseModel | null,
  ) {
    this.kind = kind;
    this.problem = problem;
    this.#options = options;
    this.#shape = shape;
    this.#parts = parts;
    this.#model = model;
  }

  async fit(train: Batch, validation: Batch, run: LearningRun): Promise<LearningReport> {
    const rows = this.#take(train);
    const judges = validation.x.rows ? this.#take(validation) : null;
    const { learningRate, epochs, patience, weightDecay } = this.#options;
    const batchSize = batchSizeFor(rows.x.rows, this.#options.batchSize);
    const random = new Random(run.seed);
    const scale = this.problem.task === 'regression' ? measureTarget(rows) : null;
    const order = Uint32Array.from(rows.y.keys());
    const chosen = await this.#parts.chooseEngine(run.engine, this.#shape, batchSize);
    const outcome = await runDense({
      shape: this.#shape,
      chosen,
      weightDecay,
      data: denseData(rows, scale),
      start: startDense(this.#shape, rows, random),
      epochs,
      batchSize,
      rowsOf: () => random.shuffle(order),
      learningRateAt: (done) => (learningRate * (1 + Math.cos(Math.PI * done))) / 2,
      validation: judges && { data: denseData(judges, scale), patience },
      context: run.context,
    });
    const memory = this.#parts.memory.create(memoryOptions(this.problem, this.#options));
    this.#keep(outcome, scale, memory, rows, random, run);
    return reportOf(outcome, chosen);
  }

  async update(batch: Batch, run: LearningRun): Promise<LearningReport> {
    const { state, scale, memory, random: stored } = this.#fitted();
    const rows = this.#take(batch);
    const { updateLearningRate, updateEpochs, updateBatchSize, replayRatio, weightDecay } = this.#options;
    const random = new Random((Random.load(stored).next() ^ run.seed) >>> 0);
    const replayed = Math.round(replayRatio * rows.x.rows);
    const replay = memory.sample(Math.min(updateEpochs * replayed, Math.max(replayed, replayPool)), random);
    const batchSize = Math.min(updateBatchSize, rows.x.rows + replayed);
    const chosen = await this.#parts.chooseEngine(run.engine, this.#shape, batchSize);
    const outcome = await runDense({
      shape: this.#shape,
      chosen,
      weightDecay,
      data: denseData(joinBatches(rows, replay), scale),
      start: state,
      epochs: updateEpochs,
      batchSize,
      rowsOf: (epoch) => random.shuffle(mixedRows(rows.x.rows, replayed, replay.x.rows, epoch)),
      learningRateAt: () => updateLearningRate,
      validation: null,
      context: run.context,
    });
    this.#keep(outcome, scale, memory, rows, random, run);
    return reportOf(outcome, chosen);
  }

  predict(x: Matrix): Prediction {
    const { state, scale } = this.#fitted();
    checkMatrix(x, this.problem);
    const raw = link(this.#shape, forward(this.#shape, state.parameters, x.data, x.rows));
    if (scale) return { rows: x.rows, outputs: 1, values: unscaleTarget(raw, scale) };
    if (this.#shape.loss === 'softmax') return { rows: x.rows, outputs: this.#shape.outputs, values: raw };
    const values = new Float32Array(2 * x.rows);
    for (let row = 0; row < x.rows; row++) {
      values[2 * row] = 1 - raw[row]!;
      values[2 * row + 1] = raw[row]!;
    }
    return { rows: x.rows, outputs: 2, values };
  }

  save(): Snapshot {
    return packDense(this.kind, this.problem, this.#options, this.#parts.memory.kind, this.#model);
  }

  /** The last look at the signal, then everything at once: a learner is never left half changed. */
  #keep(
    { state }: DenseOutcome,
    scale: TargetScale | null,
    memory: Memory,
    rows: Batch,
    random: Random,
    run: LearningRun,
  ): void {
    throwIfCancelled(run.context.signal);
    memory.add(rows, random);
    this.#model = { state, scale, memory, random: random.save() };
  }

  #take(batch: Batch): Batch {
    checkBatch(batch, this.problem);
    const rows = normaliseWeights(batch);
    if (!rows.x.rows)
      throw new PerennialError(
        'no-rows',
        batch.x.rows
          ? `all ${batch.x.rows} rows have the weight 0; give at least one a weight`
          : 'there is no row to learn from; choose a larger share of rows for training',
        { stage: 'train' },
      );
    return rows;
  }

  #fitted(): DenseModel {
    if (this.#model) return this.#model;
    throw new PerennialError('not-fitted', `the ${this.kind} model has learnt nothing yet; fit it first`, {
      stage: 'train',
    });
  }
}

function checkProblem({ task, classes, features }: Problem): void {
  const isRight = task === 'binary' ? classes.length === 2 : task === 'regression' || classes.length >= 2;
  if (isRight && features.length) return;
  throw new PerennialError(
    'problem',
    features.length
      ? `a ${task} problem with ${classes.length} classes cannot be learnt; binary needs 2, multiclass 2 or more`
      : 'there is no feature to learn from; leave at least one column in',
    { stage: 'train' },
  );
}

function shapeOf<Options extends DenseOptions>(
  { layers }: DenseDesign<Options>,
  problem: Problem,
  options: Options,
): DenseShape {
  checkDenseOptions(options);
  checkProblem(problem);
  const { task, features, classes } = problem;
  const loss = task === 'binary' ? 'sigmoid' : task === 'multiclass' ? 'softmax' : 'squared';
  const outputs = loss === 'softmax' ? classes.length : 1;
  return { inputs: features.length, outputs, loss, ...layers(options) };
}

function batchSizeFor(rows: number, largest: number): number {
  return Math.min(largest, rows, Math.max(smallestBatch, Math.ceil(rows / stepsAnEpoch)));
}

function denseData({ x, y, weights }: Batch, scale: TargetScale | null): DenseData {
  return { x: x.data, y: scaleTarget(y, scale), weights };
}

/** All new rows, and the epoch's share of the replay rows behind them, going round. */
function mixedRows(rows: number, replayed: number, pool: number, epoch: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: pool ? rows + replayed : rows }, (_, i) =>
    i < rows ? i : rows + ((epoch * replayed + i - rows) % pool),
  );
}

function joinBatches(a: Batch, b: Batch): Batch {
  if (!b.x.rows) return a;
  const weightsOf = ({ weights, y }: Batch) => weights ?? new Float32Array(y.length).fill(1);
  return {
    x: { rows: a.x.rows + b.x.rows, features: a.x.features, data: joinFloats(a.x.data, b.x.data) },
    y: joinFloats(a.y, b.y),
    weights: joinFloats(weightsOf(a), weightsOf(b)),
  };
}

function joinFloats(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

function reportOf({ curve, steps, kept }: DenseOutcome, { engine, reason }: ChosenEngine): LearningReport {
  return { engine: engine.kind, engineReason: reason, curve, steps, kept };
}
