import type { DenseShape, DenseState } from '../../core/dense.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CurvePoint } from '../../core/progress.ts';
import type { Snapshot } from '../../core/snapshot.ts';
import { parameterCount } from '../../math/dense.ts';
import { packState, refuseSnapshot, unpackState } from './dense-tensors.ts';

/** Where a run stands between two slices of work: with its request, all that decides how it goes on. */
export interface DensePlace {
  /** The epoch under way, counted from 0. */
  epoch: number;
  /** The random state from which the order of its rows follows. */
  random: readonly number[];
  /** How many of its rows are learnt, and their losses, summed. */
  rows: number;
  lossSum: number;
  /** The same since the last point of the curve, with the work that they took. */
  sincePoint: { rows: number; lossSum: number; work: number };
  /** How many rows the validation of this epoch has judged, and their losses, summed. */
  judged: { rows: number; lossSum: number };
  /** Optimizer steps since the run began. */
  steps: number;
  curve: CurvePoint[];
  /** The state with the lowest validation loss so far, and the epochs since. */
  best: { readonly point: CurvePoint; readonly state: DenseState } | null;
  waited: number;
}

/** What a checkpoint must agree with to be one of this run's. */
export interface DenseRunSize {
  readonly shape: DenseShape;
  readonly epochs: number;
  readonly batchSize: number;
  /** In the order of `DenseData`; the validation's are 0 where there is none. */
  readonly trainRows: number;
  readonly validationRows: number;
  /** Optimizer steps taken before the run. */
  readonly startStep: number;
}

const kind = 'dense-run';
const bestPrefix = 'best.';

type Header = {
  readonly size: DenseRunSize;
  readonly place: Omit<DensePlace, 'best'>;
  readonly best: CurvePoint | null;
};

/** A checkpoint of a run: independent of the engine, so that another one can go on from it. */
export function packDenseRun(
  size: DenseRunSize,
  { best, ...place }: DensePlace,
  state: DenseState,
): Snapshot {
  const header: Header = { size, place, best: best && best.point };
  return {
    kind,
    header: copyOf(header),
    tensors: { ...packState(state), ...(best && packState(best.state, bestPrefix)) },
  };
}

/** What `packDenseRun` packed; throws `snapshot-format` where it is no checkpoint of a run of this size. */
export function unpackDenseRun(
  size: DenseRunSize,
  { kind: found, header, tensors }: Snapshot,
): { readonly place: DensePlace; readonly state: DenseState } {
  if (found !== kind) refuse(`it is of kind "${found}", not "${kind}"`);
  const { size: stored, place, best } = copyOf(header) as unknown as Header;
  if (!stored || !place || best === undefined) return refuse('its header does not say how far it was');
  for (const name of Object.keys(size) as (keyof DenseRunSize)[]) {
    const [was, is] = [JSON.stringify(stored[name]), JSON.stringify(size[name])];
    if (was !== is) refuse(`its run has the ${name} ${was}, this one ${is}`);
  }
  const length = parameterCount(size.shape);
  const stateAt = (steps: number, prefix = '') =>
    unpackState(tensors, length, size.startStep + steps, 'checkpoint', prefix);
  return {
    place: { ...place, best: best && { point: best, state: stateAt(best.step, bestPrefix) } },
    state: stateAt(place.steps),
  };
}

/** The place is written over at every slice; what was stored of it is not. */
function copyOf(header: Header | JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(header)) as JsonObject;
}

function refuse(reason: string): never {
  refuseSnapshot('checkpoint', reason);
}
