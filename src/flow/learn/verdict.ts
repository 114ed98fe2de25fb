import type { Comparison } from '../../core/evaluation.ts';
import type { Verdict } from '../../core/records.ts';

export interface Proof {
  /** An e-value: see `evidenceOf`. */
  readonly evidence: number;
  readonly alpha: number;
  readonly judging: Comparison;
  /** All guard rows of earlier data whose concept holds; null where none does. */
  readonly holdingAnchor: Comparison | null;
  readonly forgettingBudget: number;
}

/**
 * Whether the challenger replaces the champion, and why, in a sentence.
 *
 * It forgot, and is blocked, only if the paired interval of its loss against the champion's on the holding anchor lies
 * wholly beyond the budget. Otherwise it is promoted once the evidence reaches 1 / alpha.
 */
export function judge(proof: Proof): { readonly verdict: Verdict; readonly reason: string } {
  const { evidence, alpha, judging, holdingAnchor, forgettingBudget } = proof;
  const needed = 1 / alpha;
  const tally = `on the ${count(judging.rows, 'newest row')} ${only(judging)}`;
  const weight = `evidence that it is better is ${odds(evidence)} to 1, ${odds(needed)} to 1 is needed`;
  if (holdingAnchor && holdingAnchor.low > forgettingBudget) {
    const { rows, difference, low, high } = holdingAnchor;
    const loss = (value: number) => lossText(value, holdingAnchor);
    return {
      verdict: 'forgot',
      reason:
        `Not promoted: on ${count(rows, 'guard row')} of earlier data it errs ${loss(difference)} more ` +
        `(95 % interval ${loss(low)} to ${loss(high)}), beyond the forgetting budget of ${loss(forgettingBudget)}.`,
    };
  }
  if (evidence >= needed) return { verdict: 'promoted', reason: `Promoted: ${weight}; ${tally}.` };
  return {
    verdict: 'unproven',
    reason: `Not promoted yet: ${weight}; ${tally}. It stays the challenger and goes on learning.`,
  };
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
