import { pause } from '../../core/clock.ts';
import type {
  ChosenEngine,
  DenseData,
  DenseForward,
  DenseSession,
  DenseShape,
  DenseState,
  DenseTraining,
  EngineKind,
} from '../../core/dense.ts';
import { PerennialError, throwIfCancelled } from '../../core/errors.ts';
import type { CurvePoint, JobContext } from '../../core/progress.ts';
import { Random } from '../../core/random.ts';
import { lossOf, parameterCount } from '../../math/dense.ts';
import { packDenseRun, unpackDenseRun, type DensePlace, type DenseRunSize } from './dense-checkpoint.ts';

/** One run of mini-batch learning: on what, from where, how long. */
export interface DenseRun {
  readonly shape: DenseShape;
  readonly chosen: ChosenEngine;
  readonly training: DenseTraining;
  /** Judges on the validation rows. */
  readonly forward: DenseForward;
  readonly data: DenseData;
  readonly start: DenseState;
  readonly epochs: number;
  readonly batchSize: number;
  /** Where the order of the rows comes from; it is not changed. */
  readonly random: Random;
  /**
   * The rows of an epoch (counted from 0) in the order in which they are learnt; equally many in every epoch. It follows
   * from the epoch and the random state alone.
   */
  readonly rowsOf: (epoch: number, random: Random) => Uint32Array<ArrayBuffer>;
  /** The learning rate once this share of all steps is done, 0 to 1. */
  readonly learningRateAt: (done: number) => number;
  /** Decides when to stop and which weights are kept; null: all epochs, the last weights. */
  readonly validation: { readonly data: DenseData; readonly patience: number } | null;
  readonly context: JobContext;
}

export interface DenseOutcome {
  readonly state: DenseState;
  readonly curve: readonly CurvePoint[];
  readonly steps: number;
  readonly kept: CurvePoint | null;
  /** After the order of the last epoch was drawn. */
  readonly random: Random;
}

/** Between two looks at the signal, where nobody says how long that may be. */
const defaultSliceMs = 20;

/** Between two points of the curve within an epoch. */
const pointMs = 150;

interface Speed {
  /** Multiply-adds in a millisecond on one core, about. */
  readonly workAMs: number;
  /** What a step costs besides its arithmetic, in multiply-adds. */
  readonly workAStep: number;
}

/** Of plain code, which is what predicts where nothing faster is at hand. */
const plainWorkAMs = 0.5e6;

/** tfjs starts some 150 kernels a step, each 10 to 20 us. */
const tfjs: Speed = { workAMs: plainWorkAMs, workAStep: 1e6 };
const speeds: Readonly<Record<EngineKind, Speed>> = {
  reference: { workAMs: plainWorkAMs, workAStep: 2e3 },
  wasm: { workAMs: 8e6, workAStep: 2e4 },
  // A dispatch waits some 20 us for the one before it, whatever it does.
  webgpu: { workAMs: 5e7, workAStep: 1e7 },
  'tfjs-webgpu': tfjs,
  'tfjs-wasm': tfjs,
  'tfjs-cpu': tfjs,
};

/**
 * Takes the steps, an epoch after the other, in slices short enough that a cancel is heard within 100 ms (a single
 * step is never cut). With validation it keeps the weights, and the moments that belong to them, of the epoch with
 * the lowest validation loss (early stopping: Prechelt 1998).
 *
 * Between two slices it offers a checkpoint, and it begins where the last one was written: on the same engine the
 * outcome is that of a run which was never cut off, on another one as close as the two engines are.
 *
 * @throws PerennialError `not-finite` and `cancelled`, and keeps nothing then; `snapshot-format` where the checkpoint
 * is not one of this run.
 */
export async function runDense(run: DenseRun): Promise<DenseOutcome> {
  const { shape, chosen, training, data, context } = run;
  const { last } = context.checkpoints;
  const { place, state } = last ? unpackDenseRun(sizeOf(run), last) : beginning(run);
  // Before anything can go wrong on it.
  context.report({
    phase: 'training',
    done: 0,
    total: 0,
    unit: 'steps',
    engine: chosen.engine.kind,
  });
  const session = await chosen.engine.open(shape, training, data, state);
  try {
    return await new DenseLoop(run, session, place).all();
  } finally {
    session.close();
  }
}

function sizeOf({ shape, epochs, batchSize, data, validation, start }: DenseRun): DenseRunSize {
  return {
    shape,
    epochs,
    batchSize,
    trainRows: data.y.length,
    validationRows: validation?.data.y.length ?? 0,
    startStep: start.step,
  };
}

function beginning({ start, random }: DenseRun): { readonly place: DensePlace; readonly state: DenseState } {
  const place: DensePlace = {
    epoch: 0,
    random: random.save(),
    rows: 0,
    lossSum: 0,
    sincePoint: { rows: 0, lossSum: 0, work: 0 },
    judged: { rows: 0, lossSum: 0 },
    steps: 0,
    curve: [],
    best: null,
    waited: 0,
  };
  return { place, state: start };
}

class DenseLoop {
  readonly #run: DenseRun;
  readonly #session: DenseSession;
  readonly #at: DensePlace;
  readonly #rowsASlice: number;
  readonly #workARow: number;
  readonly #workAMs: number;
  readonly #sliceMs: number;
  readonly #pointWork: number;
  #msSincePause = 0;
  #totalSteps = 0;

  constructor(run: DenseRun, session: DenseSession, place: DensePlace) {
    this.#run = run;
    this.#session = session;
    this.#at = place;
    const parameters = parameterCount(run.shape);
    const speed = speeds[run.chosen.engine.kind];
    this.#workAMs = speed.workAMs;
    const workAStep = 3 * parameters * run.batchSize + 8 * parameters + speed.workAStep;
    this.#pointWork = speed.workAMs * pointMs;
    this.#sliceMs = run.context.sliceMs ?? defaultSliceMs;
    this.#rowsASlice = Math.max(1, Math.floor((this.#sliceMs * speed.workAMs) / workAStep)) * run.batchSize;
    this.#workARow = workAStep / run.batchSize;
  }

  async all(): Promise<DenseOutcome> {
    const { epochs, validation, rowsOf } = this.#run;
    const at = this.#at;
    for (;;) {
      const random = Random.load(at.random);
      await this.#learn(rowsOf(at.epoch, random));
      const isLast = at.epoch === epochs - 1;
      const state = validation || isLast ? await this.#session.state() : null;
      const validationLoss = validation && (await this.#lossOn(validation.data, state!.parameters));
      const point = this.#point(at.lossSum / at.rows, validationLoss);
      if (!validation || validationLoss! < (at.best?.point.validationLoss ?? Infinity)) {
        if (state) at.best = { point, state };
        at.waited = 0;
      } else at.waited++;
      if (isLast || (validation && at.waited >= validation.patience)) return this.#outcome(random);
      this.#nextEpoch(random);
    }
  }

  #outcome(random: Random): DenseOutcome {
    const { best, curve, steps } = this.#at;
    const { point, state } = best!;
    if (!state.parameters.every(Number.isFinite)) this.#refuse('a weight');
    return { state, curve, steps, kept: point, random };
  }

  #nextEpoch(random: Random): void {
    const at = this.#at;
    at.epoch++;
    at.random = random.save();
    at.rows = 0;
    at.lossSum = 0;
    at.sincePoint = { rows: 0, lossSum: 0, work: 0 };
    at.judged = { rows: 0, lossSum: 0 };
  }

  /** The rest of an epoch. */
  async #learn(rows: Uint32Array<ArrayBuffer>): Promise<void> {
    const { batchSize, learningRateAt, epochs } = this.#run;
    const at = this.#at;
    this.#totalSteps = epochs * Math.ceil(rows.length / batchSize);
    while (at.rows < rows.length) {
      const slice = rows.slice(at.rows, at.rows + this.#rowsASlice);
      const rate = learningRateAt(at.steps / this.#totalSteps);
      const loss = await this.#session.train(slice, batchSize, rate);
      if (!Number.isFinite(loss)) this.#refuse('the loss');
      const work = slice.length * this.#workARow;
      at.steps += Math.ceil(slice.length / batchSize);
      at.rows += slice.length;
      at.lossSum += loss * slice.length;
      at.sincePoint.rows += slice.length;
      at.sincePoint.lossSum += loss * slice.length;
      at.sincePoint.work += work;
      if (at.sincePoint.work >= this.#pointWork && at.rows < rows.length) {
        this.#point(at.sincePoint.lossSum / at.sincePoint.rows, null);
        at.sincePoint = { rows: 0, lossSum: 0, work: 0 };
      }
      await this.#breathe(work / this.#workAMs);
    }
  }

  /** The mean loss a row at these parameters, in pieces between which a cancel is heard. */
  async #lossOn({ x, y, weights }: DenseData, parameters: Float32Array<ArrayBuffer>): Promise<number> {
    const { shape } = this.#run;
    const { judged } = this.#at;
    const piece = Math.max(1, Math.floor((this.#sliceMs * plainWorkAMs) / parameters.length));
    while (judged.rows < y.length) {
      const from = judged.rows;
      const to = Math.min(y.length, from + piece);
      const outputs = this.#run.forward(
        shape,
        parameters,
        x.subarray(from * shape.inputs, to * shape.inputs),
        to - from,
      );
      judged.lossSum +=
        lossOf(shape, outputs, y.subarray(from, to), weights && weights.subarray(from, to)) * (to - from);
      if (!Number.isFinite(judged.lossSum)) this.#refuse('the validation loss');
      judged.rows = to;
      await this.#breathe(((to - from) * parameters.length) / plainWorkAMs);
    }
    return judged.lossSum / y.length;
  }

  #point(trainLoss: number, validationLoss: number | null): CurvePoint {
    const { steps, epoch, curve } = this.#at;
    const point = { step: steps, epoch: epoch + 1, trainLoss, validationLoss };
    curve.push(point);
    const { context, chosen } = this.#run;
    const engine = chosen.engine.kind;
    context.report({ phase: 'training', done: steps, total: this.#totalSteps, unit: 'steps', engine, point });
    return point;
  }

  /** Lets messages in once enough time has gone, about, since the last time, and offers a checkpoint. */
  async #breathe(ms: number): Promise<void> {
    const { checkpoints, signal } = this.#run.context;
    this.#msSincePause += ms;
    if (this.#msSincePause >= this.#sliceMs / 2) {
      this.#msSincePause = 0;
      await pause();
    }
    throwIfCancelled(signal);
    await checkpoints.offer(async () =>
      packDenseRun(sizeOf(this.#run), this.#at, await this.#session.state()),
    );
    throwIfCancelled(signal);
  }

  #refuse(what: string): never {
    const rate = this.#run.learningRateAt(0);
    throw new PerennialError(
      'not-finite',
      `${what} is no longer a finite number after ${this.#at.steps} steps; lower the learning rate (it began at ${rate}), or scale features that are very large`,
      { stage: 'train', details: { step: this.#at.steps, learningRate: rate } },
    );
  }
}
