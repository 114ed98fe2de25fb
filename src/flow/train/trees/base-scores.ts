import type { Problem } from '../../../core/learner.ts';
import type { Batch } from '../../../core/matrix.ts';
import type { ObjectiveOptions } from './objectives.ts';
import { weightedQuantile } from './weighted-quantile.ts';

type Rows = Pick<Batch, 'y' | 'weights'>;

/** So that the score of a class that no row, or every row, has is finite. */
const LEAST_SHARE = 1e-6;

/**
 * Where boosting begins: of the scores that are the same for all rows those with the least loss.
 *
 * @example
 * const halves = { y: Float32Array.of(0, 1, 0, 1), weights: null };
 * const problem: Problem = { task: 'binary', features: [], classes: ['no', 'yes'] };
 * baseScores(problem, { regressionLoss: 'squared', quantile: 0.5 }, halves) // Float64Array [0]
 */
export function baseScores(
  { task, classes }: Problem,
  { regressionLoss, quantile }: ObjectiveOptions,
  rows: Rows,
): Float64Array<ArrayBuffer> {
  if (task === 'multiclass') return logShares(classes.length, rows);
  if (task === 'binary') {
    const share = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, meanOf(rows)));
    return Float64Array.of(Math.log(share / (1 - share)));
  }
  switch (regressionLoss) {
    case 'squared':
    case 'huber':
      return Float64Array.of(meanOf(rows));
    case 'absolute':
      return Float64Array.of(weightedQuantile(Float64Array.from(rows.y), rows.weights, 0.5));
    case 'quantile':
      return Float64Array.of(weightedQuantile(Float64Array.from(rows.y), rows.weights, quantile));
    case 'poisson':
      return Float64Array.of(Math.log(Math.max(LEAST_SHARE, meanOf(rows))));
  }
}

function logShares(classes: number, { y, weights }: Rows): Float64Array<ArrayBuffer> {
  const shares = new Float64Array(classes);
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    shares[y[row]!]! += weights ? weights[row]! : 1;
    total += weights ? weights[row]! : 1;
  }
  return shares.map((share) => Math.log(Math.max(LEAST_SHARE, share / total)));
}

function meanOf({ y, weights }: Rows): number {
  const total = weights ? weights.reduce((so, weight) => so + weight, 0) : y.length;
  let sum = 0;
  for (let row = 0; row < y.length; row++) sum += (weights ? weights[row]! : 1) * y[row]!;
  return sum / total;
}
