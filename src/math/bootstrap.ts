import { Random } from '../core/random.ts';

export type Interval = readonly [low: number, high: number];

/**
 * Percentile intervals of statistics that have no simple formula: draw the rows anew with repetition, count again, and
 * take what lies between the outer quantiles (Efron 1979).
 *
 * Rows are drawn within their stratum (for classifications the actual class), so that every resample has every class.
 * 200 resamples place each end of a 95 % interval to about a twentieth of its width. Above `maximumRows` rows a
 * resample draws only that many, m out of n, and the deviations from the estimate are scaled by sqrt(m / n) (Bickel,
 * Götze & van Zwet 1997): the time no longer grows with the table.
 *
 * @param input.strata row numbers // (strata)
 * @param input.statistics several values of one resample, so that they share its draws // (statistics)
 * @param input.estimates the same of all rows; an interval always holds its estimate // (statistics)
 * @returns one interval a statistic; a resample in which a statistic is NaN does not count for it.
 */
export function bootstrapIntervals(input: {
  readonly strata: readonly Uint32Array[];
  readonly statistics: (rows: Uint32Array) => readonly number[];
  readonly estimates: readonly number[];
  readonly seed: number;
  readonly resamples?: number;
  readonly confidence?: number;
  readonly maximumRows?: number;
}): Interval[] {
  const {
    strata,
    statistics,
    estimates,
    seed,
    resamples = 200,
    confidence = 0.95,
    maximumRows = 5_000,
  } = input;
  const random = new Random(seed);
  const rows = strata.reduce((sum, stratum) => sum + stratum.length, 0);
  const share = Math.min(1, maximumRows / rows);
  const draws = strata.map((stratum) =>
    Math.min(stratum.length, Math.max(1, Math.round(stratum.length * share))),
  );
  const sample = new Uint32Array(draws.reduce((sum, count) => sum + count, 0));
  const values = estimates.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample++) {
    let place = 0;
    for (const [i, stratum] of strata.entries())
      for (let draw = 0; draw < draws[i]!; draw++) sample[place++] = stratum[random.below(stratum.length)]!;
    for (const [i, value] of statistics(sample).entries()) values[i]![resample] = value;
  }
  const scale = Math.sqrt(sample.length / rows);
  return estimates.map((estimate, i) => {
    const sorted = values[i]!.filter((value) => !Number.isNaN(value)).sort();
    const tail = (1 - confidence) / 2;
    return [
      Math.min(estimate, estimate + (quantile(sorted, tail) - estimate) * scale),
      Math.max(estimate, estimate + (quantile(sorted, 1 - tail) - estimate) * scale),
    ];
  });
}

/** Between neighbours by linear interpolation, as numpy's default. */
function quantile(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
