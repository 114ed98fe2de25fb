import type { Comparison } from '../core/evaluation.ts';
import type { AnchorComparison, Judgement, Trial } from '../core/records.ts';
import type { Task } from '../core/schema.ts';
import { compare } from '../flow/evaluate/compare.ts';
import { betOn, evidenceOf, type RowScores } from '../flow/learn/trial.ts';
import { judge } from '../flow/learn/verdict.ts';

/** The chance, over the whole reign of a champion, that a challenger which is no better replaces it. */
const ALPHA = 0.05;

/** Points of error that a challenger may lose on the holding anchor; for a regression a share of the champion's error. */
const FORGETTING_BUDGET = { points: 0.02, share: 0.05 };

/** New rows come as they came about; where neighbours are no more alike than others, the blocks are single rows. */
const IN_ORDER = true;

/** What models make of rows, whatever a model and rows are to whoever has them. */
export interface Scores<Model, Rows> {
  /** Of many segments, one behind the other. */
  ofAll(model: Model, segments: readonly Rows[]): Promise<RowScores>;
}

/** What is known of a segment of the anchor besides its rows. */
export type Anchored = Pick<AnchorComparison, 'tableId' | 'holds'>;

/** Everything that a judgement of two models is made from. */
export interface Ring<Model, Rows> {
  readonly task: Task;
  readonly scores: Scores<Model, Rows>;
  readonly champion: Model;
  readonly challenger: Model;
  readonly anchor: readonly (Rows & Anchored)[];
  /** The champion's trial so far. */
  readonly trial: Trial;
}

export type Judged = Pick<
  Judgement,
  'judging' | 'anchor' | 'trial' | 'evidence' | 'alpha' | 'forgettingBudget' | 'verdict' | 'reason'
>;

/** Judges on rows that neither has learnt (null: there is none that may judge), and on the anchor. */
export async function judgeOn<Model, Rows>(ring: Ring<Model, Rows>, segment: Rows | null): Promise<Judged> {
  const { task } = ring;
  const seen = segment && (await shadowOf(ring, segment));
  const judging = seen?.comparison ?? null;
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
    task === 'regression'
      ? FORGETTING_BUDGET.share * (holdingAnchor?.champion ?? judging?.champion ?? 0)
      : FORGETTING_BUDGET.points;
  const trial = seen?.trial ?? ring.trial;
  const evidence = evidenceOf(trial);
  const verdict = judge({ evidence, alpha: ALPHA, judging, holdingAnchor, forgettingBudget });
  return { judging, anchor, trial, evidence, alpha: ALPHA, forgettingBudget, ...verdict };
}

/** A standing challenger on rows that it is about to learn: evidence, and nothing is decided. */
export async function shadowOf<Model, Rows>(
  ring: Ring<Model, Rows>,
  segment: Rows,
): Promise<{ readonly comparison: Comparison; readonly trial: Trial }> {
  const [champion, challenger] = await bothOn(ring, [segment]);
  return {
    comparison: compare(ring.task, champion.errors, challenger.errors, IN_ORDER),
    trial: betOn(ring.trial, ring.task, champion, challenger),
  };
}

async function bothOn<Model, Rows>(
  { scores, champion, challenger }: Ring<Model, Rows>,
  segments: readonly Rows[],
): Promise<[RowScores, RowScores]> {
  return [await scores.ofAll(champion, segments), await scores.ofAll(challenger, segments)];
}

async function compareOn<Model, Rows>(
  ring: Ring<Model, Rows>,
  segments: readonly Rows[],
): Promise<Comparison> {
  const [champion, challenger] = await bothOn(ring, segments);
  return compare(ring.task, champion.errors, challenger.errors, IN_ORDER);
}
