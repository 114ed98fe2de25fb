const FLOAT32_EPSILON = 2 ** -23;

/**
 * Of each row, minus the logarithm of the probability given to its class, in nats.
 *
 * Probabilities are clipped to [epsilon, 1 - epsilon], so that one sure and wrong row costs much, not everything. As in
 * scikit-learn 1.9 the epsilon is the precision of the numbers given: 2^-23 for float32, which models give (a row costs
 * at most 15.9), else 2^-52 (36.0).
 *
 * @param probabilities // (rows, classes)
 * @param actual class indexes // (rows)
 */
export function logLosses(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
  epsilon = probabilities instanceof Float32Array ? FLOAT32_EPSILON : Number.EPSILON,
): Float64Array<ArrayBuffer> {
  const losses = new Float64Array(actual.length);
  for (let row = 0; row < losses.length; row++)
    losses[row] = logLossOf(probabilities[row * classes + actual[row]!]!, epsilon);
  return losses;
}

/** What one row costs whose class was given this probability. */
export function logLossOf(probability: number, epsilon = FLOAT32_EPSILON): number {
  return -Math.log(Math.min(Math.max(probability, epsilon), 1 - epsilon));
}

/**
 * The mean of `logLosses`.
 *
 * @example
 * logLoss([0.8, 0.2, 0.5, 0.5], [0, 1], 2) // 0.4581...
 */
export function logLoss(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
): number {
  return logLosses(probabilities, actual, classes).reduce((sum, loss) => sum + loss, 0) / actual.length;
}
