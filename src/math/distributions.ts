/**
 * Normal and Student t, from jstat (21 kB gzip as a whole: it can't be shaken; it generates no code, so the strictest
 * content security policy lets it run).
 *
 * jstat's incomplete beta function gives up too early above 10,000 degrees of freedom (its t CDF is off by .02 at a
 * million), so there the expansion of t around the normal is used (Fisher & Cornish 1960).
 *
 * Against scipy: the normal quantile is exact to 1e-9 relative and its CDF to 1e-14 absolute; Student's t quantile and
 * CDF to 1e-7, from 1 degree of freedom on. That is enough for an interval, not for a tail below 1e-14.
 */
import jStat from 'jstat';
import { PerennialError } from '../core/errors.ts';

const EXPANDED_FROM = 10_000;

/**
 * The value that a standard normal stays below with this probability.
 *
 * @example
 * normalQuantile(0.975) // 1.95996...
 * @throws `probability` outside of 0 to 1, both excluded.
 */
export function normalQuantile(probability: number): number {
  return jStat.normal.inv(checkProbability(probability), 0, 1);
}

/** The probability that a standard normal is at most `value`. */
export function normalCdf(value: number): number {
  return jStat.normal.cdf(value, 0, 1);
}

/**
 * The value that Student's t with `freedom` degrees of freedom (any number above 0) stays below with this probability.
 *
 * @example
 * studentQuantile(0.975, 10) // 2.22813...
 * @throws `probability` outside of 0 to 1, both excluded; `freedom` unless above 0.
 */
export function studentQuantile(probability: number, freedom: number): number {
  checkProbability(probability);
  if (checkFreedom(freedom) < EXPANDED_FROM) return jStat.studentt.inv(probability, freedom);
  const z = normalQuantile(probability);
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}

/** The probability that Student's t with `freedom` degrees of freedom is at most `value`. */
export function studentCdf(value: number, freedom: number): number {
  if (checkFreedom(freedom) < EXPANDED_FROM) return jStat.studentt.cdf(value, freedom);
  const density = Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);
  return normalCdf(value) - (density * (value ** 3 + value)) / (4 * freedom);
}

function checkProbability(probability: number): number {
  if (probability > 0 && probability < 1) return probability;
  throw new PerennialError(
    'probability',
    `${probability} is not a probability to take a quantile at; choose one above 0 and below 1`,
  );
}

function checkFreedom(freedom: number): number {
  if (freedom > 0 && freedom < Infinity) return freedom;
  throw new PerennialError(
    'freedom',
    `${freedom} degrees of freedom are not a Student distribution; a finite number above 0 is`,
  );
}
