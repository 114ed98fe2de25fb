import type { JsonObject } from '../../../core/json.ts';
import type { Problem } from '../../../core/learner.ts';
import type { CurvePoint } from '../../../core/progress.ts';
import type { Snapshot } from '../../../core/snapshot.ts';
import type { Tree } from '../../../core/trees.ts';
import { refuseSnapshot } from '../dense-tensors.ts';
import { packTrees, unpackTrees } from './tree-tensors.ts';

/** Where a run of boosting stands between two rounds: with its request, all that decides how it goes on. */
export interface BoostPlace {
  readonly trees: Tree[];
  readonly curve: CurvePoint[];
  best: CurvePoint | null;
  /** Rounds since the best one. */
  waited: number;
}

/** What a checkpoint must agree with to be one of this run's. */
export type BoostSize = {
  readonly rows: number;
  readonly validationRows: number;
  readonly rounds: number;
  readonly outputs: number;
  readonly startTrees: number;
  readonly seed: number;
};

const kind = 'tree-run';

type Header = { readonly size: BoostSize } & Pick<BoostPlace, 'curve' | 'best' | 'waited'>;

/** A checkpoint of a run: independent of the engine, so that another one can go on from it. */
export function packBoost(
  size: BoostSize,
  { trees, curve, best, waited }: BoostPlace,
  pack = packTrees,
): Snapshot {
  const header: Header = { size, curve, best, waited };
  return {
    kind,
    header: JSON.parse(JSON.stringify(header)) as JsonObject,
    tensors: pack(trees),
  };
}

/** What `packBoost` packed; throws `snapshot-format` where it is no checkpoint of a run of this size. */
export function unpackBoost(
  size: BoostSize,
  snapshot: Snapshot,
  problem: Problem,
  unpack = unpackTrees,
): BoostPlace {
  if (snapshot.kind !== kind) refuse(`it is of kind "${snapshot.kind}", not "${kind}"`);
  const { size: stored, curve, best, waited } = JSON.parse(JSON.stringify(snapshot.header)) as Header;
  if (!stored || !curve || best === undefined) refuse('its header does not say how far it was');
  for (const name of Object.keys(size) as (keyof BoostSize)[])
    if (stored[name] !== size[name])
      refuse(`its run has the ${name} ${stored[name]}, this one ${size[name]}`);
  return { trees: unpack(snapshot.tensors, 'checkpoint', problem), curve: [...curve], best, waited };
}

function refuse(reason: string): never {
  refuseSnapshot('checkpoint', reason);
}
