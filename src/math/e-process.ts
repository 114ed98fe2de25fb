import { PerennialError } from '../core/errors.ts';
import { logHalfBinomial } from './binomial.ts';

/**
 * How strongly wins and losses speak for the side that wins, as the logarithm of an e-value that may be looked at after
 * every row.
 *
 * Each disagreement of two models is a coin: heads, only the challenger was right; tails, only the champion. A bet that
 * heads comes with probability theta multiplies its stake by theta / .5 on heads and by (1 - theta) / .5 on tails.
 * Spreading the stake evenly over every theta in (.5, 1) gives
 *
 *   E = 2 * integral over theta in (.5, 1) of (theta / .5)^wins ((1 - theta) / .5)^losses d theta,
 *
 * which is 1 before the first row. As long as the challenger is at no time more likely than not to win a disagreement,
 * E can't be expected to grow (it is a supermartingale), and by Ville's inequality (1939) the chance that it *ever*
 * reaches 1 / alpha is at most alpha. So the rule "promote once E >= 1 / alpha" keeps its promise however often one
 * looks and whenever one stops; a p-value that is looked at again and again does not.
 *
 * The integral is an incomplete beta function, at whole numbers a finite sum: with n = wins + losses,
 * E = 1 / (n + 1) * sum over k <= wins of C(n + 1, k) / C(n, wins). It is summed from its largest term, and from the
 * side where the terms fall, so nothing cancels and nothing overflows; the time grows with the root of n.
 *
 * @example
 * signEvidence(0, 0) // 0
 * Math.exp(signEvidence(10, 2)) // 9.44...
 * signEvidence(40, 20) >= Math.log(1 / 0.05) // false
 * @throws `counts` unless both are whole numbers from 0.
 */
export function signEvidence(wins: number, losses: number): number {
  for (const count of [wins, losses])
    if (!Number.isSafeInteger(count) || count < 0)
      throw new PerennialError(
        'counts',
        `${wins} wins and ${losses} losses are not counts; each must be a whole number from 0`,
      );
  if (wins <= losses) return Math.log(fallingSum(wins, losses + 2)) - Math.log(losses + 1);
  // Over every k the sum is 2^(n+1); what lies above `wins` is taken off.
  const whole = Math.LN2 - Math.log(wins + losses + 1) - logHalfBinomial(wins, wins + losses);
  const above = Math.log(fallingSum(losses, wins + 2)) - Math.log(wins + 1);
  return whole + Math.log1p(-Math.exp(above - whole));
}

/** 1 + a/b + a(a-1)/(b(b+1)) + ..., until a term no longer counts; a < b. */
function fallingSum(a: number, b: number): number {
  let sum = 1;
  let term = 1;
  for (let i = 0; i < a; i++) {
    term *= (a - i) / (b + i);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}
