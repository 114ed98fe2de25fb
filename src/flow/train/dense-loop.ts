import { pause } from '../../core/clock.ts';
import type { ChosenEngine, DenseData, DenseSession, DenseShape, DenseState } from '../../core/dense.ts';
import { PerennialError, throwIfCancelled } from '../../core/errors.ts';
import type { CurvePoint, JobContext } from '../../core/progress.ts';
import { forward, lossOf, parameterCount } from '../../math/dense.ts';

/** One run of mini-batch learning: on what, from where, how long. */
export interface DenseRun {
  readonly shape: DenseShape;
  readonly chosen: ChosenEngine;
  readonly weightDecay: number;
  readonly data: DenseData;
  readonly start: DenseState;
  readonly epochs: number;
  readonly batchSize: number;
  /** The rows of an epoch (counted from 0) in the order in which they are learnt; equally many in every epoch. */
  readonly rowsOf: (epoch: number) => Uint32Array<ArrayBuffer>;
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
}

/** Work between two looks at the signal, in multiply-adds: about 20 ms of plain code on one core. */
const sliceWork = 10e6;

/** Work between two points of the curve within an epoch: about 150 ms. */
const pointWork = 75e6;

/** What a step costs besides its arithmetic, in multiply-adds: tfjs starts some 150 kernels, each 10 to 20 us. */
const stepWork = { reference: 2e3, 'tfjs-webgpu': 1e6, 'tfjs-wasm': 1e6, 'tfjs-cpu': 1e6 } as const;

/**
 * Takes the steps, an epoch after the other, in slices short enough that a cancel is heard within 100 ms (a single
 * step is never cut). With validation it keeps the weights, and the moments that belong to them, of the epoch with
 * the lowest validation loss (early stopping: Prechelt 1998). Throws `not-finite` and `cancelled`; keeps nothing then.
 */
export async function runDense(run: DenseRun): Promise<DenseOutcome> {
  const session = await run.chosen.engine.open(run.shape, optimizer(run.weightDecay), run.data, run.start);
  try {
    return await new DenseLoop(run, session).all();
  } finally {
    session.close();
  }
}

/** The constants of Kingma & Ba (2015). */
function optimizer(weightDecay: number) {
  return { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay };
}

class DenseLoop {
  readonly #run: DenseRun;
  readonly #session: DenseSession;
  readonly #curve: CurvePoint[] = [];
  readonly #rowsASlice: number;
  readonly #workARow: number;
  #workSincePause = 0;
  #steps = 0;
  #totalSteps = 0;

  constructor(run: DenseRun, session: DenseSession) {
    this.#run = run;
    this.#session = session;
    const parameters = parameterCount(run.shape);
    const workAStep = 3 * parameters * run.batchSize + 8 * parameters + stepWork[run.chosen.engine.kind];
    this.#rowsASlice = Math.max(1, Math.floor(sliceWork / workAStep)) * run.batchSize;
    this.#workARow = workAStep / run.batchSize;
  }

  async all(): Promise<DenseOutcome> {
    const { epochs, validation } = this.#run;
    let best: { readonly point: CurvePoint; readonly state: DenseState } | null = null;
    let waited = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const trainLoss = await this.#epoch(epoch);
      const state = validation || epoch === epochs - 1 ? await this.#session.state() : null;
      const validationLoss = validation && (await this.#lossOn(validation.data, state!.parameters));
      const point = this.#point(epoch, trainLoss, validationLoss);
      if (!state) continue;
      if (!validation || validationLoss! < (best?.point.validationLoss ?? Infinity)) {
        best = { point, state };
        waited = 0;
      } else if (++waited >= validation.patience) break;
    }
    const { point, state } = best!;
    if (!state.parameters.every(Number.isFinite)) this.#refuse('a weight');
    return { state, curve: this.#curve, steps: this.#steps, kept: point };
  }

  /** @returns the mean loss a row over the epoch. */
  async #epoch(epoch: number): Promise<number> {
    const { batchSize, learningRateAt, rowsOf, epochs } = this.#run;
    const rows = rowsOf(epoch);
    this.#totalSteps = epochs * Math.ceil(rows.length / batchSize);
    let sum = 0;
    let sincePoint = { sum: 0, rows: 0, work: 0 };
    for (let at = 0; at < rows.length; at += this.#rowsASlice) {
      const slice = rows.slice(at, at + this.#rowsASlice);
      const loss = await this.#session.train(
        slice,
        batchSize,
        learningRateAt(this.#steps / this.#totalSteps),
      );
      if (!Number.isFinite(loss)) this.#refuse('the loss');
      this.#steps += Math.ceil(slice.length / batchSize);
      sum += loss * slice.length;
      const work = slice.length * this.#workARow;
      sincePoint = {
        sum: sincePoint.sum + loss * slice.length,
        rows: sincePoint.rows + slice.length,
        work: sincePoint.work + work,
      };
      if (sincePoint.work >= pointWork && at + slice.length < rows.length) {
        this.#point(epoch, sincePoint.sum / sincePoint.rows, null);
        sincePoint = { sum: 0, rows: 0, work: 0 };
      }
      await this.#breathe(work);
    }
    return sum / rows.length;
  }

  /** The mean loss a row at these parameters, in pieces between which a cancel is heard. */
  async #lossOn({ x, y, weights }: DenseData, parameters: Float32Array<ArrayBuffer>): Promise<number> {
    const { shape } = this.#run;
    const piece = Math.max(1, Math.floor(sliceWork / parameters.length));
    let sum = 0;
    for (let from = 0; from < y.length; from += piece) {
      const to = Math.min(y.length, from + piece);
      const outputs = forward(
        shape,
        parameters,
        x.subarray(from * shape.inputs, to * shape.inputs),
        to - from,
      );
      sum +=
        lossOf(shape, outputs, y.subarray(from, to), weights && weights.subarray(from, to)) * (to - from);
      await this.#breathe((to - from) * parameters.length);
    }
    if (!Number.isFinite(sum)) this.#refuse('the validation loss');
    return sum / y.length;
  }

  #point(epoch: number, trainLoss: number, validationLoss: number | null): CurvePoint {
    const point = { step: this.#steps, epoch: epoch + 1, trainLoss, validationLoss };
    this.#curve.push(point);
    const { context } = this.#run;
    context.report({ phase: 'training', done: this.#steps, total: this.#totalSteps, unit: 'steps', point });
    return point;
  }

  /** Lets messages in once enough work was done since the last time. */
  async #breathe(work: number): Promise<void> {
    this.#workSincePause += work;
    if (this.#workSincePause >= sliceWork / 2) {
      this.#workSincePause = 0;
      await pause();
    }
    throwIfCancelled(this.#run.context.signal);
  }

  #refuse(what: string): never {
    const rate = this.#run.learningRateAt(0);
    throw new PerennialError(
      'not-finite',
      `${what} is no longer a finite number after ${this.#steps} steps; lower the learning rate (it began at ${rate}), or scale features that are very large`,
      { stage: 'train', details: { step: this.#steps, learningRate: rate } },
    );
  }
}
