import { solveLinear } from './solve-linear.ts';

/** Newton's steps converge within a handful; where classes are apart, the penalty ends them. */
const MOST_STEPS = 25;

/**
 * The weights of a logistic regression with an L2 penalty on all but the bias, by Newton's method (iteratively reweighted least
 * squares: Green 1984), halving steps that do not lower the loss.
 *
 * @param x row-major // (rows, features)
 * @param y 0 to 1: a probability counts as so much of either class // (rows)
 * @param weights how much each row counts // (rows)
 * @param penalty half of it times the sum of squared weights is added to the loss; above 0 where classes may be apart.
 * @returns a weight for each feature, then the bias // (features + 1)
 * @example
 * logisticRegression([0, 1, 2, 3], [0, 1, 0, 1], [1, 1, 1, 1], 1) // Float64Array [0.4528..., -0.6793...]
 */
export function logisticRegression(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  penalty: number,
): Float64Array<ArrayBuffer> {
  const features = x.length / y.length;
  let found = new Float64Array(features + 1);
  let loss = lossOf(found, x, y, weights, penalty);
  for (let step = 0; step < MOST_STEPS; step++) {
    const change = newtonStep(found, x, y, weights, penalty);
    if (!change) break;
    let [scale, tried, lower] = [1, found, Infinity];
    for (; scale > 1e-4; scale /= 2) {
      tried = found.map((value, i) => value - scale * change[i]!);
      lower = lossOf(tried, x, y, weights, penalty);
      if (lower <= loss) break;
    }
    if (!(lower <= loss)) break;
    const isDone = loss - lower <= 1e-14 * Math.abs(loss);
    [found, loss] = [tried, lower];
    if (isDone) break;
  }
  return found;
}

/** The weighted sum of a row's features, and the bias: the logarithm of the odds. */
export function logOddsOf(parameters: Float64Array, x: ArrayLike<number>, row: number): number {
  const features = parameters.length - 1;
  let sum = parameters[features]!;
  for (let i = 0; i < features; i++) sum += parameters[i]! * x[row * features + i]!;
  return sum;
}

function lossOf(
  parameters: Float64Array,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  penalty: number,
): number {
  let loss = 0;
  for (let row = 0; row < y.length; row++) {
    const odds = logOddsOf(parameters, x, row);
    // ln(1 + e^odds), without overflow
    loss += weights[row]! * (Math.max(0, odds) + Math.log1p(Math.exp(-Math.abs(odds))) - y[row]! * odds);
  }
  for (let i = 0; i < parameters.length - 1; i++) loss += (penalty / 2) * parameters[i]! ** 2;
  return loss;
}

function newtonStep(
  parameters: Float64Array,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
  penalty: number,
): Float64Array | null {
  const size = parameters.length;
  const curvature = new Float64Array(size * size);
  const slope = new Float64Array(size);
  const input = new Float64Array(size).fill(1);
  for (let row = 0; row < y.length; row++) {
    for (let i = 0; i < size - 1; i++) input[i] = x[row * (size - 1) + i]!;
    const chance = 1 / (1 + Math.exp(-logOddsOf(parameters, x, row)));
    const [miss, spread] = [weights[row]! * (chance - y[row]!), weights[row]! * chance * (1 - chance)];
    for (let i = 0; i < size; i++) {
      slope[i]! += miss * input[i]!;
      const scaled = spread * input[i]!;
      for (let j = 0; j <= i; j++) curvature[i * size + j]! += scaled * input[j]!;
    }
  }
  for (let i = 0; i < size - 1; i++) {
    slope[i]! += penalty * parameters[i]!;
    curvature[i * size + i]! += penalty;
  }
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) curvature[j * size + i] = curvature[i * size + j]!;
  return solveLinear(curvature, slope);
}
