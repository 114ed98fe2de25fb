import type { Comparison } from './evaluation.ts';
import type { Id } from './ids.ts';

/** How a challenger was judged, and what came of it. */
export interface Judgement {
  readonly championId: Id;
  /**
   * On the rows of its own batch that are newer than those it learnt; null where none of the batch counts as evidence, since
   * all were corrections or confirmations.
   */
  readonly judging: Comparison | null;
  /** The challenger that stood before, on the first rows of this batch before it learnt them; null where none stood. */
  readonly shadow: Comparison | null;
  /** On guard rows of earlier data, a segment for each table, oldest first. */
  readonly anchor: readonly AnchorComparison[];
  readonly trial: Trial;
  /** Evidence of the whole trial that challengers are better, an e-value: promoted at 1 / alpha. */
  readonly evidence: number;
  readonly alpha: number;
  /** How much worse the challenger may be on the anchor that holds, in the comparison's own unit. */
  readonly forgettingBudget: number;
  /** Whether the champion's labelled error was confirmed to have risen on the new rows. */
  readonly championErrorRose: boolean;
  /**
   * What this update and those before it did to what was learnt before; absent in older records, for a regression, and where nothing
   * earlier is left to be tried on.
   */
  readonly transfer?: Transfer;
  readonly verdict: Verdict;
  /** One sentence for the person. */
  readonly reason: string;
}

/** promoted: it is the champion. unproven: it stays the challenger and goes on. forgot: the next one starts from the champion. */
export type Verdict = 'promoted' | 'unproven' | 'forgot';

/**
 * What the bets on the challengers of one champion have come to since it became one: a row for each time that betting
 * began, a column for each size of the stake, as the logarithm of the wealth that 1 has become.
 */
export interface Trial {
  readonly logWealth: readonly (readonly number[])[];
}

export interface AnchorComparison {
  readonly tableId: Id;
  readonly comparison: Comparison;
  /** An anchor whose concept no longer holds is reported but does not block. */
  readonly holds: boolean;
}

/**
 * What learning batch after batch did to a model's accuracy, a task for each batch. Higher is better in all but `forgetting`. What
 * compares tasks needs two of them, and is null where nothing was measured for it.
 */
export interface Transfer {
  /** How many tasks the model was tried on. */
  readonly tasks: number;
  /** The mean over all tasks after the last update. */
  readonly accuracy: number;
  /** What later tasks did to earlier ones: the mean, over all tasks but the last, of the final accuracy less that right after the task. */
  readonly backward: number | null;
  /** What earlier tasks did for later ones: the mean, over all tasks but the first, of the accuracy just before the task less the baseline. */
  readonly forward: number | null;
  /** The mean, over all tasks but the last, of the best accuracy before the last update less the final one. */
  readonly forgetting: number | null;
}
