import type { Comparison } from '../../core/evaluation.ts';
import type { Verdict } from '../../core/records.ts';

export interface Proof {
  /** An e-value: see `evidenceOf`. */
  readonly evidence: number;
  readonly alpha: number;
  /** Null where no row of the batch may judge. */
  readonly judging: Comparison | null;
  /** All guard rows of earlier data whose concept holds; null where none does. */
  readonly holdingAnchor: Comparison | null;
  readonly forgettingBudget: number;
}

/**
 * Whether the challenger replaces the champion, and why, in a sentence.
 *
 * It forgot, and is blocked, only if the paired interval of its loss against the champion's on the holding anchor lies
 * wholly beyond the budget. Otherwise it is promoted once the evidence reaches 1 / alpha, on rows that may judge.
 */
export function judge(proof: Proof): { readonly verdict: Verdict; readonly reason: string } {
  const { evidence, alpha, judging, holdingAnchor, forgettingBudget } = proof;
  const needed = 1 / alpha;
  if (holdingAnchor && holdingAnchor.low > forgettingBudget)
    return { verdict: 'forgot', reason: forgotten(holdingAnchor, forgettingBudget) };
  if (!judging) return { verdict: 'unproven', reason: UNJUDGED };
  const tally = `on the ${count(judging.rows, 'newest row')} ${only(judging)}`;
  const weight = `evidence that it is better is ${odds(evidence)} to 1, ${odds(needed)} to 1 is needed`;
  if (evidence >= needed) return { verdict: 'promoted', reason: `Promoted: ${weight}; ${tally}.` };
  return {
    verdict: 'unproven',
    reason: `Not promoted yet: ${weight}; ${tally}. It stays the challenger and goes on learning.`,
  };
}

const UNJUDGED =
  'Not promoted: only corrections and confirmations came. People correct mostly mistakes and confirm mostly what is obvious, ' +
  'so these rows teach but cannot show which model is better. Promote it by hand, or bring rows that were drawn at random ' +
  '(an audit) or full batches.';

function forgotten(anchor: Comparison, budget: number): string {
  const { rows, difference, low, high } = anchor;
  const loss = (value: number) => lossText(value, anchor);
  return (
    `Not promoted: on ${count(rows, 'guard row')} of earlier data it errs ${loss(difference)} more ` +
    `(95 % interval ${loss(low)} to ${loss(high)}), beyond the forgetting budget of ${loss(budget)}.`
  );
}

function only({ loss, wins, losses }: Comparison): string {
  return loss === 'error-rate'
    ? `it alone was right ${count(wins, 'time')}, the champion alone ${count(losses, 'time')}`
    : `it was closer ${count(wins, 'time')}, the champion ${count(losses, 'time')}`;
}

function lossText(value: number, { loss }: Comparison): string {
  return loss === 'error-rate' ? `${figure(value * 100)} points` : figure(value);
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** Cut, not rounded, so that nothing seems to be reached that is not; what is beyond counting is said so. */
function odds(value: number): string {
  if (value >= 1e6) return 'more than a million';
  return value.toLocaleString('en', { maximumSignificantDigits: 3, roundingMode: 'floor' });
}

function figure(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
