import { pause } from '../core/clock.ts';
import { throwIfCancelled } from '../core/errors.ts';
import { Random } from '../core/random.ts';
import type { Draw } from './resample.ts';

export type Interval = readonly [low: number, high: number];

const CONFIDENCE = 0.95;

/** Ends of an interval of 95 % need 1,000 resamples (Efron & Tibshirani 1993, 14.3). */
const MOST_RESAMPLES = 1_000;

/** A spread is known to a fourteenth from 100 resamples on (Efron & Tibshirani 1993, 6.4). */
const FEWEST_RESAMPLES = 100;

/** Row visits of all resamples together, some 7 ns each: beyond, there are fewer resamples. */
const MOST_VISITS = 30_000_000;

/** Row visits between two looks at the messages that wait: some 10 ms. */
const VISITS_A_SLICE = 1_500_000;

/**
 * How many resamples are affordable: 1,000 up to 30 million visits of rows in all, fewer beyond, never under 100.
 *
 * @param visits how many rows one resample looks at: each row once for each ranking of a class.
 * @example
 * resamplesFor(30_000) // 1000
 * resamplesFor(150_000) // 200
 */
export function resamplesFor(visits: number): number {
  return Math.max(FEWEST_RESAMPLES, Math.min(MOST_RESAMPLES, Math.floor(MOST_VISITS / Math.max(1, visits))));
}

/**
 * The 95 % percentile intervals of statistics: draw the rows anew, with repetition, measure again, and take what lies
 * between the outer quantiles (Efron 1979; Efron & Tibshirani 1993, 13.3).
 *
 * Percentile and not t or BCa: the ends stay inside a score's own range and need neither a standard error of each
 * resample nor a jackknife over all rows.
 *
 * @param input.draw how rows are drawn: `drawWithin` or `drawBlocks`.
 * @param input.statistics several values of one resample, so that they share its draws, from how often each row was
 *   drawn // (rows) -> (statistics)
 * @param input.estimates the same of all rows; an interval always holds its estimate // (statistics)
 * @param input.visits how many rows one call of `statistics` looks at, for pauses in time.
 * @returns one interval a statistic, [NaN, NaN] for an estimate that is NaN; a resample in which a statistic is NaN
 *   does not count for it.
 * @throws `cancelled` within some 10 ms of the signal.
 */
export async function bootstrapIntervals(input: {
  readonly rows: number;
  readonly draw: Draw;
  readonly statistics: (counts: Uint16Array) => readonly number[];
  readonly estimates: readonly number[];
  readonly seed: number;
  readonly resamples: number;
  readonly visits: number;
  readonly signal: AbortSignal;
}): Promise<Interval[]> {
  const { rows, draw, statistics, estimates, seed, resamples, visits, signal } = input;
  const random = new Random(seed);
  const counts = new Uint16Array(rows);
  const values = estimates.map(() => new Float64Array(resamples));
  let visited = 0;
  for (let resample = 0; resample < resamples; resample++) {
    draw(random, counts);
    for (const [i, value] of statistics(counts).entries()) values[i]![resample] = value;
    visited += visits;
    if (visited < VISITS_A_SLICE) continue;
    visited = 0;
    await pause();
    throwIfCancelled(signal);
  }
  return estimates.map((estimate, i) => {
    const sorted = values[i]!.filter((value) => !Number.isNaN(value)).sort();
    if (sorted.length === 0) return [estimate, estimate];
    const tail = (1 - CONFIDENCE) / 2;
    return [Math.min(estimate, quantile(sorted, tail)), Math.max(estimate, quantile(sorted, 1 - tail))];
  });
}

/** Between neighbours by linear interpolation, as numpy's default. */
function quantile(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
