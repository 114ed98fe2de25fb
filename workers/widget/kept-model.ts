import type { Batch } from '../../src/core/matrix.ts';
import type { Trial } from '../../src/core/records.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/core/snapshot.ts';
import type { Anchored } from '../../src/workspace/judging.ts';
import type { WidgetState } from './contract.ts';
import { expectedLosses } from '../../src/flow/monitor/expected-losses.ts';
import { newTrial } from '../../src/flow/learn/trial.ts';
import { type Family, loadLearner } from './family.ts';
import type { Change } from './kept-rows.ts';
import type { Contender, Standing } from './learning.ts';
import type { ModelFile } from './model-file.ts';

/** Where the learning stands, beside the standing itself. */
export interface Progress {
  readonly learnt: number;
  readonly judgement: WidgetState['judgement'];
}

/** Where a visit begins. */
export interface Visit {
  readonly standing: Standing;
  readonly progress: Progress;
  /** Predictions since labels were last learnt. */
  readonly served: number;
  /** With the shipped model: nothing was kept of it, or nothing that can be read. */
  readonly isFresh: boolean;
}

/** The names under which it is kept: which file it began with, what was learnt, what was served since. */
export const SHIPPED = 'shipped';
export const MODEL = 'model';
export const SERVED = 'served';

interface KeptContender {
  readonly snapshot: Uint8Array<ArrayBuffer>;
  readonly number: number;
  readonly anchor: readonly (Batch & Anchored)[];
}

/** All that was learnt, as plain data. */
export interface KeptModel extends Progress, Omit<Standing, 'champion' | 'challenger'> {
  readonly champion: KeptContender;
  readonly challenger: KeptContender | null;
  readonly trial: Trial;
}

/** Goes on where the last visit ended; with the shipped model where that was another one's, or cannot be read. */
export function visitOf(family: Family, file: ModelFile, kept: readonly Change[]): Visit {
  const stored = new Map(kept);
  const model = stored.get(MODEL) as KeptModel | undefined;
  const fresh = { standing: shippedStanding(family, file), progress: { learnt: 0, judgement: null } };
  const begun = { ...fresh, served: 0, isFresh: true };
  if (stored.get(SHIPPED) !== shippedAs(file)) return begun;
  const served = Number(stored.get(SERVED) ?? 0);
  if (!model) return { ...fresh, served, isFresh: false };
  try {
    const { learnt, judgement } = model;
    return { standing: standingOf(family, model), progress: { learnt, judgement }, served, isFresh: false };
  } catch {
    return begun;
  }
}

/** What the file brings, before anything was learnt here. */
function shippedStanding(family: Family, { version, snapshot }: ModelFile): Standing {
  const accuracy = version.evaluation?.scores.find(({ metric }) => metric === 'accuracy')?.value;
  const { number } = version;
  return {
    champion: { learner: loadLearner(family, decodeSnapshot(snapshot)), number, anchor: [] },
    challenger: null,
    trial: newTrial,
    errorRate: accuracy === undefined ? null : 1 - accuracy,
    isShipped: true,
    expected: expectedLosses(version.evaluation),
    lastNumber: number,
  };
}

export function shippedAs({ version: { id, snapshot } }: ModelFile): string {
  return `${id} ${snapshot}`;
}

export function keptModel(standing: Standing, progress: Progress): KeptModel {
  const { champion, challenger } = standing;
  return {
    ...standing,
    ...progress,
    champion: packed(champion),
    challenger: challenger && packed(challenger),
  };
}

/** Throws where it is damaged, or another release's. */
function standingOf(family: Family, kept: KeptModel): Standing {
  const { champion, challenger, trial, errorRate, isShipped, expected, lastNumber } = kept;
  return {
    champion: unpacked(family, champion),
    challenger: challenger && unpacked(family, challenger),
    trial,
    errorRate,
    isShipped,
    expected,
    lastNumber,
  };
}

/** The bytes of weights and anchors; all else is small. */
export function bytesOf({ champion, challenger, expected }: KeptModel): number {
  const size = (kept: KeptContender | null) =>
    kept
      ? kept.snapshot.length +
        kept.anchor.reduce((sum, { x, y }) => sum + x.data.byteLength + y.byteLength, 0)
      : 0;
  return size(champion) + size(challenger) + (expected?.byteLength ?? 0);
}

function packed({ learner, number, anchor }: Contender): KeptContender {
  return { snapshot: encodeSnapshot(learner.save()), number, anchor };
}

function unpacked(family: Family, { snapshot, number, anchor }: KeptContender): Contender {
  return { learner: loadLearner(family, decodeSnapshot(snapshot)), number, anchor };
}
