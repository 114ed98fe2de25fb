import type { Comparison } from '../core/evaluation.ts';
import type { Trial } from '../core/records.ts';
import type { Task } from '../core/schema.ts';
import { beginBatch } from '../flow/learn/trial.ts';
import { errorRise } from '../flow/monitor/error-rise.ts';
import { type Anchored, judgeOn, type Judged, type Scores, shadowOf } from './judging.ts';

/** The last rows of a batch judge; they are never learnt. */
export const JUDGE_SHARE = 0.2;

/** The newest segments of an anchor are kept: enough to notice forgetting, few enough to be looked at after every batch. */
export const MOST_SEGMENTS = 8;

/** Rows of a batch, by what they are for; null where there is none. */
export interface BatchRows<Rows> {
  /** Those that teach. */
  readonly training: Rows;
  /** Those whose labels may decide between two models, in row order. */
  readonly evidence: {
    /** All of them. */
    readonly labelled: Rows | null;
    readonly training: Rows | null;
    readonly judging: Rows | null;
  };
}

/** What came of the learning of a batch. */
export interface Update<Model> {
  readonly model: Model;
}

/** A batch that is to be learnt, and what stands. A model and rows are whatever `scores` and `update` take. */
export interface Contest<Model, Rows, Updated extends Update<Model>> {
  readonly task: Task;
  readonly champion: Model;
  /** The challenger that stands; null where none does. */
  readonly standing: Model | null;
  readonly anchor: readonly (Rows & Anchored)[];
  /** The champion's losses on rows that are not here, as far as they still hold; null where none are known. */
  readonly expected: Float64Array | null;
  /** The champion's trial so far. */
  readonly trial: Trial;
  /** How often the champion erred when that was last measured; null where it never was, or for a regression. */
  readonly errorRate: number | null;
  readonly rows: BatchRows<Rows>;
  readonly scores: Scores<Model, Rows>;
  /** A copy of the parent learns the training rows. */
  update(
    parent: Model,
    about: { readonly hasConceptChanged: boolean; readonly errorRate: number | null },
  ): Promise<Updated>;
}

export interface Contested<Updated> {
  readonly updated: Updated;
  /** That the champion's error was confirmed to have risen, as a sentence; null where it was not. */
  readonly rise: string | null;
  /** The challenger that stood before, on rows that it had not learnt. */
  readonly shadow: Comparison | null;
  readonly judged: Judged;
}

/**
 * The standing challenger goes through the new rows in the shadow, then it (or the champion, where none stands) learns on
 * from them and is judged on the last. Only rows that count as evidence are looked at in the shadow, judge, and tell whether
 * the champion's error rose; the others teach.
 */
export async function contest<Model, Rows, Updated extends Update<Model>>(
  about: Contest<Model, Rows, Updated>,
): Promise<Contested<Updated>> {
  const { task, champion, standing, rows, scores } = about;
  const { labelled, training, judging } = rows.evidence;
  const { anchor, rise, errorRate } = await anchorAfter(about);
  const trial = labelled ? beginBatch(about.trial) : about.trial;
  const ring = { task, scores, champion, anchor };
  const shadow =
    standing && training ? await shadowOf({ ...ring, challenger: standing, trial }, training) : null;
  const updated = await about.update(standing ?? champion, { hasConceptChanged: rise !== null, errorRate });
  const judged = await judgeOn(
    { ...ring, challenger: updated.model, trial: shadow?.trial ?? trial },
    judging,
  );
  return { updated, rise, shadow: shadow?.comparison ?? null, judged };
}

/**
 * The anchor as it is after these rows: once the champion errs more on them than on the anchor that held, and than is expected of
 * it, the concept has changed, and no earlier segment holds any more.
 */
async function anchorAfter<Model, Rows, Updated extends Update<Model>>({
  task,
  champion,
  anchor,
  expected,
  errorRate: known,
  rows,
  scores,
}: Contest<Model, Rows, Updated>): Promise<{
  anchor: readonly (Rows & Anchored)[];
  rise: string | null;
  errorRate: number | null;
}> {
  const held = anchor.filter(({ holds }) => holds);
  const before = await scores.ofAll(champion, held);
  const errorRate = task === 'regression' ? null : (meanOf(before.errors) ?? known);
  if (!rows.evidence.labelled) return { anchor, rise: null, errorRate };
  const after = await scores.ofAll(champion, [rows.evidence.labelled]);
  const losses = Float64Array.from([...(expected ?? []), ...before.errors]);
  const { rose, difference, lowerBound } = errorRise(losses, after.errors);
  if (!rose) return { anchor, rise: null, errorRate };
  return {
    errorRate,
    anchor: anchor.map((segment) => ({ ...segment, holds: false })),
    rise: `the champion's error rose by ${difference.toPrecision(3)} on the new rows (at least ${lowerBound.toPrecision(3)}, with 99 % confidence)`,
  };
}

function meanOf(errors: Float64Array): number | null {
  return errors.length > 0 ? errors.reduce((sum, error) => sum + error, 0) / errors.length : null;
}
