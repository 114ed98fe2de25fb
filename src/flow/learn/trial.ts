import type { Trial } from '../../core/records.ts';
import type { Task } from '../../core/schema.ts';
import { beginBets, logEvidence, placeBets } from '../../math/betting.ts';

/** What two models made of the same rows: `errors` as people count them, `surprise` as the bets weigh them. */
export interface RowScores {
  /** 0 or 1 (right or wrong), or the absolute error. */
  readonly errors: Float64Array<ArrayBuffer>;
  /** The log loss of the row, or the absolute error. */
  readonly surprise: Float64Array<ArrayBuffer>;
}

export const newTrial: Trial = { logWealth: [] };

/** A new batch of labelled rows: betting begins once more. */
export function beginBatch({ logWealth }: Trial): Trial {
  return { logWealth: beginBets(logWealth) };
}

/**
 * Bets on rows that neither model had learnt: for a classification on how much less the challenger is surprised by the
 * label (a difference of log losses, cut to -1..1), for a regression on which of the two is closer (1, 0 or -1).
 */
export function betOn({ logWealth }: Trial, task: Task, champion: RowScores, challenger: RowScores): Trial {
  const advantage = champion.surprise.map((value, row) => {
    const difference = value - challenger.surprise[row]!;
    return task === 'regression' ? Math.sign(difference) : difference;
  });
  return { logWealth: placeBets(logWealth, advantage) };
}

/**
 * Evidence that the challengers are better than their champion. One trial lasts as long as its champion, so all its
 * challengers share one error budget: the chance that the evidence ever reaches 1 / alpha, while no challenger is better
 * in the mean than the champion, is at most alpha. See `math/betting.ts`.
 *
 * @example
 * evidenceOf(newTrial) // 1
 */
export function evidenceOf({ logWealth }: Trial): number {
  return Math.exp(Math.min(LARGEST, logEvidence(logWealth)));
}

/** Beyond e^300 a double would soon be infinite, and nobody's mind is changed. */
const LARGEST = 300;
