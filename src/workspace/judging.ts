import type { Comparison } from '../core/evaluation.ts';
import type { Judgement, Trial } from '../core/records.ts';
import type { Task } from '../core/schema.ts';
import { compare } from '../flow/evaluate/compare.ts';
import { evidenceOf, tally } from '../flow/learn/trial.ts';
import { judge } from '../flow/learn/verdict.ts';
import type { AnchorSegment } from './anchor.ts';
import type { PackedModel } from './compute.ts';
import type { RowLosses, Segment } from './row-losses.ts';

/** The chance, over the whole reign of a champion, that a challenger which is no better replaces it. */
export const ALPHA = 0.05;

/** Points of error that a challenger may lose on the holding anchor; for a regression a share of the champion's error. */
const FORGETTING_BUDGET = { points: 0.02, share: 0.05 };

/** Everything that a judgement of two models is made from. */
export interface Ring {
  readonly task: Task;
  readonly losses: RowLosses;
  readonly champion: PackedModel;
  readonly challenger: PackedModel;
  readonly anchor: readonly AnchorSegment[];
  /** The champion's trial so far. */
  readonly trial: Trial;
}

export type Judged = Pick<
  Judgement,
  'judging' | 'anchor' | 'trial' | 'evidence' | 'alpha' | 'forgettingBudget' | 'verdict' | 'reason'
>;

/** Judges on rows that neither has learnt; `side` says on which of the trial's two counts they go. */
export async function judgeOn(ring: Ring, segment: Segment, side: keyof Trial): Promise<Judged> {
  const judging = await compareOn(ring, [segment]);
  const anchor = await Promise.all(
    ring.anchor.map(async (part) => ({
      tableId: part.tableId,
      holds: part.holds,
      comparison: await compareOn(ring, [part]),
    })),
  );
  const holding = ring.anchor.filter(({ holds }) => holds);
  const holdingAnchor = holding.length > 0 ? await compareOn(ring, holding) : null;
  const forgettingBudget =
    ring.task === 'regression'
      ? FORGETTING_BUDGET.share * (holdingAnchor?.champion ?? judging.champion)
      : FORGETTING_BUDGET.points;
  const trial = { ...ring.trial, [side]: tally(ring.trial[side], judging) };
  const evidence = evidenceOf(trial);
  const verdict = judge({ evidence, alpha: ALPHA, judging, holdingAnchor, forgettingBudget });
  return { judging, anchor, trial, evidence, alpha: ALPHA, forgettingBudget, ...verdict };
}

async function compareOn(
  { task, losses, champion, challenger }: Ring,
  segments: readonly Segment[],
): Promise<Comparison> {
  return compare(task, await losses.ofAll(champion, segments), await losses.ofAll(challenger, segments));
}
