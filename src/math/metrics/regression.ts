/** The mean distance between prediction and value, in the value's own unit. */
export function meanAbsoluteError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < actual.length; row++) sum += Math.abs(actual[row]! - predicted[row]!);
  return sum / actual.length;
}

/** The root of the mean squared distance, in the value's own unit: large errors weigh more. */
export function rootMeanSquaredError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  return Math.sqrt(squaredErrors(actual, predicted) / actual.length);
}

/**
 * The share of the values' variance that the prediction explains: 1 is perfect, 0 is no better than their mean, and
 * there is no floor below.
 *
 * As in scikit-learn: values that are all the same give 1 when they are met exactly and 0 otherwise; under two rows NaN.
 *
 * @example
 * r2([1, 2, 3], [1, 2, 4]) // 0.5
 */
export function r2(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const rows = actual.length;
  if (rows < 2) return NaN;
  let mean = 0;
  for (let row = 0; row < rows; row++) mean += actual[row]! / rows;
  let total = 0;
  for (let row = 0; row < rows; row++) total += (actual[row]! - mean) ** 2;
  return explained(squaredErrors(actual, predicted), total);
}

/** R2 from the sum of squared errors and the sum of squared distances from the mean. */
export function explained(squaredError: number, total: number): number {
  if (total === 0) return squaredError === 0 ? 1 : 0;
  return 1 - squaredError / total;
}

function squaredErrors(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < actual.length; row++) sum += (actual[row]! - predicted[row]!) ** 2;
  return sum;
}
