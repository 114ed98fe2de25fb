import type { Evaluation } from '../../core/evaluation.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { JobContext } from '../../core/progress.ts';
import { explained, meanAbsoluteError, r2, rootMeanSquaredError } from '../../math/metrics/regression.ts';
import { resampled } from './resampled.ts';
import { rowLosses } from './row-losses.ts';

const MAXIMUM_RESIDUALS = 1000;

/** A regression's evaluation; `mean` is the baseline's. */
export async function evaluateValues(input: {
  readonly prediction: Prediction;
  readonly y: Float32Array;
  readonly mean: number;
  readonly seed: number;
  readonly inOrder: boolean;
  readonly context: JobContext;
}): Promise<Evaluation> {
  const { prediction, y, mean, seed, inOrder, context } = input;
  const predicted = prediction.values;
  const errors = rowLosses('regression', prediction, y);
  const squares = errors.map((error) => error ** 2);
  const { values, intervals, resampling } = await resampled({
    rows: y.length,
    statistics: scoresFrom(errors, squares, y),
    losses: [errors, squares],
    strata: null,
    inOrder,
    visits: y.length,
    seed,
    context,
  });
  const constant = new Float64Array(y.length).fill(mean);
  const baselines = [meanAbsoluteError(y, constant), rootMeanSquaredError(y, constant), r2(y, constant)];
  return {
    task: 'regression',
    rows: y.length,
    baseline: 'mean',
    scores: (['mae', 'rmse', 'r2'] as const).map((metric, i) => ({
      metric,
      value: values[i]!,
      low: intervals[i]![0],
      high: intervals[i]![1],
      baseline: baselines[i]!,
    })),
    classes: [],
    confusion: [],
    roc: [],
    residuals: evenlySpaced(y, predicted),
    intervals: resampling,
  };
}

/** MAE, RMSE and R2 of the rows drawn; the values are moved by their mean, so that their squares don't cancel. */
function scoresFrom(
  errors: Float64Array,
  squares: Float64Array,
  y: Float32Array,
): (counts: Uint16Array) => [number, number, number] {
  const first = y[0]!;
  const moved = Float64Array.from(y);
  // From the first value on, so that equal values differ from their mean by nothing at all.
  let origin = first;
  for (const value of y) origin += (value - first) / y.length;
  for (let row = 0; row < moved.length; row++) moved[row]! -= origin;
  return (counts) => {
    let [error, squaredError, sum, squared] = [0, 0, 0, 0];
    for (let row = 0; row < counts.length; row++) {
      const count = counts[row]!;
      const value = count * moved[row]!;
      error += count * errors[row]!;
      squaredError += count * squares[row]!;
      sum += value;
      squared += value * moved[row]!;
    }
    const rows = counts.length;
    const total = Math.max(0, squared - (sum * sum) / rows);
    return [error / rows, Math.sqrt(squaredError / rows), explained(squaredError, total)];
  };
}

function evenlySpaced(y: Float32Array, predicted: Float32Array): { actual: number; predicted: number }[] {
  const count = Math.min(y.length, MAXIMUM_RESIDUALS);
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor((i * y.length) / count);
    return { actual: y[row]!, predicted: predicted[row]! };
  });
}
