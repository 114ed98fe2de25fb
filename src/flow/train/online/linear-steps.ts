import type { LinearRows } from './linear-rows.ts';

/** What a step of a linear model is handed besides the row: its weights, and what its optimizer remembers. */
export interface LinearState {
  /** Of each output, its bias last. */
  weights: Float64Array<ArrayBuffer>; // (outputs, columns + 1)
  /** Adam's moments; empty for other optimizers. */
  first: Float64Array<ArrayBuffer>; // (outputs, columns + 1)
  second: Float64Array<ArrayBuffer>; // (outputs, columns + 1)
  /** How many steps each output took. */
  steps: Float64Array<ArrayBuffer>; // (outputs)
}

/**
 * One step of stochastic gradient descent: weights -= rate * (gradient * row + l2 * weights), the bias without l2.
 *
 * @param gradient of the loss by this output, times the row's weight.
 */
export function stepSgd(
  rows: LinearRows,
  { weights }: LinearState,
  output: number,
  gradient: number,
  { learningRate, l2 }: { readonly learningRate: number; readonly l2: number },
): void {
  const { columns } = rows.layout;
  const first = output * (columns + 1);
  if (l2 > 0) {
    const keep = 1 - learningRate * l2;
    for (let column = 0; column < rows.z.length; column++) weights[first + column]! *= keep;
    for (const column of rows.active) if (column >= 0) weights[first + column]! *= keep;
  }
  rows.add(weights, first, -learningRate * gradient);
}

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** One step of Adam (Kingma & Ba 2015), of the weights that the row uses. */
export function stepAdam(
  rows: LinearRows,
  { weights, first: means, second: squares, steps }: LinearState,
  output: number,
  gradient: number,
  { learningRate, l2 }: { readonly learningRate: number; readonly l2: number },
): void {
  const { z, active, layout } = rows;
  const start = output * (layout.columns + 1);
  const step = ++steps[output]!;
  const rate = (learningRate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step);
  const move = (at: number, slope: number) => {
    const mean = (means[at] = BETA1 * means[at]! + (1 - BETA1) * slope);
    const square = (squares[at] = BETA2 * squares[at]! + (1 - BETA2) * slope * slope);
    weights[at]! -= (rate * mean) / (Math.sqrt(square) + EPSILON);
  };
  for (let column = 0; column < z.length; column++)
    move(start + column, gradient * z[column]! + l2 * weights[start + column]!);
  for (const column of active)
    if (column >= 0) move(start + column, gradient + l2 * weights[start + column]!);
  move(start + layout.columns, gradient);
}

const ALPHA = 0.9;

/**
 * ALMA: a step where the margin is not reached, which shrinks with the steps taken, and weights kept within the unit ball (Gentile, "A
 * new approximate maximal margin classification algorithm", 2001, with p = 2, alpha = 0.9, B = 1 / alpha, C = sqrt(2)).
 *
 * @param sign 1 where the row is of the output's class, else -1.
 */
export function stepAlma(
  rows: LinearRows,
  { weights, steps }: LinearState,
  output: number,
  sign: number,
  weight: number,
): void {
  const width = rows.layout.columns + 1;
  const first = output * width;
  const root = Math.sqrt(steps[output]! + 1);
  if (sign * rows.dot(weights, first) >= (1 - ALPHA) / ALPHA / root) return;
  rows.add(weights, first, ((sign * Math.SQRT2) / root) * weight);
  let squares = 0;
  for (let at = first; at < first + width; at++) squares += weights[at]! ** 2;
  if (squares > 1) for (let at = first; at < first + width; at++) weights[at]! /= Math.sqrt(squares);
  steps[output]!++;
}

/**
 * How far a passive-aggressive step goes (Crammer et al., "Online passive-aggressive algorithms", 2006): just so far that the row's loss is
 * 0, PA-I at most by `aggressiveness`, PA-II softened by it.
 *
 * @param squares of all that the step moves along.
 */
export function reachOf(loss: number, squares: number, aggressiveness: number, isSoft: boolean): number {
  if (loss <= 0) return 0;
  return isSoft ? loss / (squares + 1 / (2 * aggressiveness)) : Math.min(aggressiveness, loss / squares);
}
