import { pause } from '../../../core/clock.ts';
import { throwIfCancelled } from '../../../core/errors.ts';
import type { LearningReport } from '../../../core/learner.ts';
import type { OnlineModel, OnlineProblem } from '../../../core/online-model.ts';
import type { CurvePoint, JobContext } from '../../../core/progress.ts';
import type { PartState, Snapshot } from '../../../core/snapshot.ts';
import { refuseSnapshot } from '../dense-tensors.ts';

/**
 * Rows between two looks at the signal: the slowest model takes some milliseconds for them. A run of so few is not cut off once it
 * has begun to learn.
 */
export const ROWS_A_SLICE = 64;

/** The learning curve has about so many points. */
const POINTS = 20;

/** Rows as the model has its inputs. */
export interface OnlineRows {
  readonly x: Float32Array<ArrayBuffer>; // (rows, inputs)
  readonly y: Float32Array<ArrayBuffer>; // (rows)
  readonly weights: Float32Array<ArrayBuffer> | null; // (rows)
}

export interface OnlineRun {
  readonly problem: OnlineProblem;
  readonly rows: OnlineRows;
  /** Empty where there are none. */
  readonly validation: OnlineRows;
  /** The model from which the run begins; it is learnt in place. */
  readonly start: OnlineModel;
  /** As in OnlineModelKind. */
  readonly answersLate: boolean;
  /** Takes a model up from a checkpoint. */
  readonly load: (saved: PartState) => OnlineModel;
  readonly context: JobContext;
}

export interface OnlineOutcome {
  readonly model: OnlineModel;
  readonly report: LearningReport;
}

const kind = 'online-run';
const reason = 'plain TypeScript: this model learns row by row';

type Place = {
  row: number;
  /** Of the rows since the last point of the curve. */
  since: { rows: number; loss: number };
  readonly curve: CurvePoint[];
};
type Header = {
  readonly rows: number;
  readonly place: Place;
  readonly model: PartState['header'];
};

/**
 * Every row once, in order: it is answered, and then learnt, so that the training loss of the curve is prequential (Dawid 1984):
 * that of rows that were not learnt yet. Where an answer costs far more than a row, only so many are answered as fit into a slice, all
 * before the first of them is learnt, whenever the rows learnt have doubled. The loss of the validation rows is taken at the end.
 *
 * @throws PerennialError `cancelled`; `snapshot-format` where the checkpoint is not one of this run.
 */
export async function runOnline({
  problem,
  rows,
  validation,
  start,
  answersLate,
  load,
  context,
}: OnlineRun): Promise<OnlineOutcome> {
  const { last } = context.checkpoints;
  const total = rows.y.length;
  const begun = last ? unpack(last, total, load) : { model: start, place: beginning() };
  const { model, place } = begun;
  const width = problem.categories.length;
  const answers = new Float64Array(Math.max(1, problem.classes));
  const pointRows = Math.max(ROWS_A_SLICE, Math.ceil(total / POINTS));
  const report = (done: number, of: number, point?: CurvePoint): void =>
    context.report({
      ...{ phase: 'training', done, total: of, unit: 'rows', engine: 'reference' },
      ...(point && { point }),
    });
  report(0, 0);
  throwIfCancelled(context.signal);
  while (place.row < total) {
    const end = Math.min(total, place.row + ROWS_A_SLICE);
    const answer = (row: number) => {
      model.predict(rows.x, row * width, answers);
      place.since.loss += lossOf(problem, answers, rows.y[row]!);
      place.since.rows++;
    };
    if (answersLate && hasDoubled(place.row)) for (let row = place.row; row < end; row++) answer(row);
    for (let row = place.row; row < end; row++) {
      if (!answersLate) answer(row);
      model.learn(rows.x, row * width, rows.y[row]!, rows.weights ? rows.weights[row]! : 1);
    }
    place.row = end;
    if (end === total) break;
    const isPoint = place.since.rows >= (answersLate ? 1 : pointRows);
    report(end, total, isPoint ? addPoint(place, null) : undefined);
    await breathe(context, () => pack(total, place, model));
  }
  const validationLoss = validation.y.length ? await lossOnAll(problem, model, validation, context) : null;
  const kept = addPoint(place, validationLoss);
  report(total, total, kept);
  const { curve } = place;
  return { model, report: { engine: 'reference', engineReason: reason, curve, steps: total, kept } };
}

/** After 0, 1, 2, 4, 8 ... slices. */
function hasDoubled(rows: number): boolean {
  const slices = rows / ROWS_A_SLICE;
  return (slices & (slices - 1)) === 0;
}

function beginning(): Place {
  return { row: 0, since: { rows: 0, loss: 0 }, curve: [] };
}

function addPoint(place: Place, validationLoss: number | null): CurvePoint {
  const { since, curve, row } = place;
  const trainLoss = since.rows ? since.loss / since.rows : curve.at(-1)!.trainLoss;
  const point = { step: row, epoch: 1, trainLoss, validationLoss };
  place.since = { rows: 0, loss: 0 };
  curve.push(point);
  return point;
}

async function lossOnAll(
  problem: OnlineProblem,
  model: OnlineModel,
  { x, y }: OnlineRows,
  context: JobContext,
): Promise<number> {
  const width = problem.categories.length;
  const answer = new Float64Array(Math.max(1, problem.classes));
  let sum = 0;
  for (let row = 0; row < y.length; row++) {
    if (row % ROWS_A_SLICE === ROWS_A_SLICE - 1) {
      await pause();
      throwIfCancelled(context.signal);
    }
    model.predict(x, row * width, answer);
    sum += lossOf(problem, answer, y[row]!);
  }
  return sum / y.length;
}

/** The log loss, with probabilities from 1e-15 on, or half the squared error. */
function lossOf({ task }: OnlineProblem, answer: Float64Array, y: number): number {
  return task === 'regression' ? (answer[0]! - y) ** 2 / 2 : -Math.log(Math.max(answer[y]!, 1e-15));
}

async function breathe({ checkpoints, signal }: JobContext, take: () => Snapshot): Promise<void> {
  await pause();
  throwIfCancelled(signal);
  await checkpoints.offer(take);
  throwIfCancelled(signal);
}

function pack(rows: number, place: Place, model: OnlineModel): Snapshot {
  const saved = model.save();
  const header: Header = { rows, place: copyOf(place), model: saved.header };
  return { kind, header: header as unknown as Snapshot['header'], tensors: saved.tensors };
}

function unpack(
  { kind: found, header, tensors }: Snapshot,
  rows: number,
  load: (saved: PartState) => OnlineModel,
): { model: OnlineModel; place: Place } {
  if (found !== kind) refuseSnapshot('checkpoint', `it is of kind "${found}", not "${kind}"`);
  const stored = header as unknown as Partial<Header>;
  if (!stored.place?.since || !Array.isArray(stored.place.curve) || !stored.model)
    return refuseSnapshot('checkpoint', 'its header does not say how far it was');
  if (stored.rows !== rows) refuseSnapshot('checkpoint', `its run has ${stored.rows} rows, this one ${rows}`);
  if (!(stored.place.row >= 0 && stored.place.row <= rows))
    refuseSnapshot('checkpoint', `it stands at row ${stored.place.row} of ${rows}`);
  return { place: copyOf(stored.place), model: load({ header: stored.model, tensors }) };
}

function copyOf({ row, since, curve }: Place): Place {
  return { row, since: { ...since }, curve: [...curve] };
}
