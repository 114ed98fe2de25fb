import type { Comparison } from '../../core/evaluation.ts';
import type { Tally, Trial } from '../../core/records.ts';
import { signEvidence } from '../../math/e-process.ts';

export const newTrial: Trial = { judged: { wins: 0, losses: 0 }, shadow: { wins: 0, losses: 0 } };

export function tally(so: Tally, { wins, losses }: Comparison): Tally {
  return { wins: so.wins + wins, losses: so.losses + losses };
}

/**
 * Evidence that the challengers are better than their champion: the mean of two e-values, one of the rows that each
 * challenger was judged on right after learning, one of the batches that it went through in the shadow before learning
 * them. A row may count in both, since a mean of e-values is an e-value however they depend on each other (Vovk & Wang,
 * "E-values: calibration, combination and applications", 2021). One trial lasts as long as its champion, so all its
 * challengers share one error budget: the chance that the evidence ever reaches 1 / alpha, while at no time a challenger
 * is more likely than not to win a disagreement, is at most alpha (Ville 1939), however often one looks.
 *
 * @example
 * evidenceOf(newTrial) // 1
 */
export function evidenceOf({ judged, shadow }: Trial): number {
  const [a, b] = [signEvidence(judged.wins, judged.losses), signEvidence(shadow.wins, shadow.losses)];
  return (Math.exp(a) + Math.exp(b)) / 2;
}
