import { orderOf } from '../../../math/sort.ts';

/**
 * The ROC AUC that scores are expected to have where each row is positive with its own chance: over all pairs of rows, the chance that the first is positive and the second
 * is not, of which the share in which the first has the higher score, a tie counting half. NaN where no such pair can be.
 *
 * @param scores // (rows)
 * @param chances // (rows)
 * @example
 * expectedAuc([0.1, 0.4, 0.8], [0, 0.5, 1]) // 1
 * expectedAuc([0.8, 0.1], [0.5, 0.5]) // 0.5
 */
export function expectedAuc(scores: Float64Array | readonly number[], chances: ArrayLike<number>): number {
  const order = orderOf(Float64Array.from(scores));
  let [above, own, positives, negatives, lower] = [0, 0, 0, 0, 0];
  for (let place = 0; place < order.length;) {
    const score = scores[order[place]!]!;
    let [tiedPositives, tiedNegatives, tiedOwn] = [0, 0, 0];
    for (; place < order.length && scores[order[place]!] === score; place++) {
      const chance = chances[order[place]!]!;
      tiedPositives += chance;
      tiedNegatives += 1 - chance;
      tiedOwn += chance * (1 - chance);
    }
    // A row is no pair with itself.
    above += tiedPositives * lower + (tiedPositives * tiedNegatives - tiedOwn) / 2;
    own += tiedOwn;
    lower += tiedNegatives;
    positives += tiedPositives;
    negatives += tiedNegatives;
  }
  const pairs = positives * negatives - own;
  return pairs > 0 ? above / pairs : NaN;
}
