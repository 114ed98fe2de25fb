import type { Evaluation } from '../../core/evaluation.ts';
import type { Prediction } from '../../core/matrix.ts';
import { bootstrapIntervals } from '../../math/bootstrap.ts';
import { meanInterval } from '../../math/mean-interval.ts';
import { explained, meanAbsoluteError, r2, rootMeanSquaredError } from '../../math/metrics/regression.ts';
import { momentsOf } from '../../math/moments.ts';
import { rowLosses } from './row-losses.ts';

const MAXIMUM_RESIDUALS = 1000;

/** A regression's evaluation; `mean` is the baseline's. */
export function evaluateValues(input: {
  readonly prediction: Prediction;
  readonly y: Float32Array;
  readonly mean: number;
  readonly seed: number;
}): Evaluation {
  const { prediction, y, mean, seed } = input;
  const predicted = prediction.values;
  const constant = new Float64Array(y.length).fill(mean);
  const errors = rowLosses('regression', prediction, y);
  const mae = meanAbsoluteError(y, predicted);
  const estimates = [rootMeanSquaredError(y, predicted), r2(y, predicted)] as const;
  const [rmseInterval, r2Interval] = bootstrapIntervals({
    strata: [Uint32Array.from(y, (_, row) => row)],
    statistics: (rows) => resampled(rows, errors, y),
    estimates,
    seed,
  });
  const maeInterval = meanInterval(momentsOf(errors));
  return {
    task: 'regression',
    rows: y.length,
    baseline: 'mean',
    scores: [
      {
        metric: 'mae',
        value: mae,
        low: Math.max(0, maeInterval[0]),
        high: maeInterval[1],
        baseline: meanAbsoluteError(y, constant),
      },
      {
        metric: 'rmse',
        value: estimates[0],
        low: Math.max(0, rmseInterval![0]),
        high: rmseInterval![1],
        baseline: rootMeanSquaredError(y, constant),
      },
      {
        metric: 'r2',
        value: estimates[1],
        low: r2Interval![0],
        high: Math.min(1, r2Interval![1]),
        baseline: r2(y, constant),
      },
    ],
    classes: [],
    confusion: [],
    roc: [],
    residuals: evenlySpaced(y, predicted),
  };
}

/** RMSE and R2 of the rows drawn; the values are moved by the first one, so that their squares don't cancel. */
function resampled(rows: Uint32Array, errors: Float64Array, y: Float32Array): [number, number] {
  const origin = y[0]!;
  let [squaredError, sum, squares] = [0, 0, 0];
  for (const row of rows) {
    const value = y[row]! - origin;
    squaredError += errors[row]! ** 2;
    sum += value;
    squares += value * value;
  }
  const total = Math.max(0, squares - (sum * sum) / rows.length);
  return [Math.sqrt(squaredError / rows.length), explained(squaredError, total)];
}

function evenlySpaced(y: Float32Array, predicted: Float32Array): { actual: number; predicted: number }[] {
  const count = Math.min(y.length, MAXIMUM_RESIDUALS);
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor((i * y.length) / count);
    return { actual: y[row]!, predicted: predicted[row]! };
  });
}
