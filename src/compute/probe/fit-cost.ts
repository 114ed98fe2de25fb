import type { MeasuredStep, StepCost } from '../../core/engine-table.ts';
import { predictedUs, stepParts } from './cost.ts';

const PARTS = [0, 1, 2, 3] as const;
/** So many times its expected time nothing takes by itself. */
const DISTURBED = 2.5;
/** Fewer steps than that are not enough to tell which of them was disturbed. */
const LEAST = 4;
/** Every choice of parts that cost something; the others are free. */
const subsets = Array.from({ length: 15 }, (_, index) => PARTS.filter((part) => (index + 1) & (1 << part)));

/**
 * The costs, none of them negative, that explain what was timed best: the sum of squared relative errors is least. With four
 * parts every subset is solved by itself, so that the best of those without a negative cost is exact (non-negative
 * least squares; Lawson & Hanson 1974, ch. 23). What took several times as long as they say was disturbed, and is left out of a
 * second fit.
 *
 * @example
 * const shape: DenseShape = { inputs: 9, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
 * fitCost([{ shape, batchSize: 100, us: 7 }, { shape, batchSize: 1000, us: 7 }])
 * // { step: 7, million: 0, thousand: 0, values: 0 }
 */
export function fitCost(measured: readonly MeasuredStep[]): StepCost {
  const cost = bestCost(measured);
  const undisturbed = measured.filter(
    ({ shape, batchSize, us }) => us < DISTURBED * predictedUs(cost, shape, batchSize),
  );
  return undisturbed.length < measured.length && undisturbed.length >= LEAST ? bestCost(undisturbed) : cost;
}

function bestCost(measured: readonly MeasuredStep[]): StepCost {
  // Divided by its time, each step should come to 1.
  const rows = measured.map(({ shape, batchSize, us }) =>
    stepParts(shape, batchSize).map((part) => part / us),
  );
  let best = { costs: [0, 0, 0, 0], error: Number.POSITIVE_INFINITY };
  for (const subset of subsets) {
    const solved = leastSquares(rows.map((row) => subset.map((part) => row[part]!)));
    if (!solved || solved.some((cost) => !(cost >= 0))) continue;
    const costs = PARTS.map((part) => solved[subset.indexOf(part)] ?? 0);
    const error = rows.reduce((sum, row) => sum + (dot(row, costs) - 1) ** 2, 0);
    // More parts explain a little more by mere chance.
    if (error < best.error - 1e-12) best = { costs, error };
  }
  const [step, million, thousand, values] = best.costs as [number, number, number, number];
  return { step, million, thousand, values };
}

/** What makes every row come nearest to 1, by the normal equations; null where more than one answer does. */
function leastSquares(rows: readonly (readonly number[])[]): readonly number[] | null {
  const width = rows[0]?.length ?? 0;
  // Columns of one size, so that the pivots tell what is singular.
  const scales = Array.from({ length: width }, (_, i) =>
    Math.sqrt(rows.reduce((sum, row) => sum + row[i]! ** 2, 0)),
  );
  if (width > rows.length || scales.some((scale) => scale === 0)) return null;
  const scaled = rows.map((row) => row.map((value, i) => value / scales[i]!));
  const matrix = scales.map((_, i) => [
    ...scales.map((_, j) => scaled.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    scaled.reduce((sum, row) => sum + row[i]!, 0),
  ]);
  for (let pivot = 0; pivot < width; pivot++) {
    let at = pivot;
    for (let i = pivot + 1; i < width; i++)
      if (Math.abs(matrix[i]![pivot]!) > Math.abs(matrix[at]![pivot]!)) at = i;
    [matrix[pivot], matrix[at]] = [matrix[at]!, matrix[pivot]!];
    const head = matrix[pivot]!;
    if (Math.abs(head[pivot]!) < 1e-10) return null;
    for (let i = 0; i < width; i++) {
      if (i === pivot) continue;
      const row = matrix[i]!;
      const factor = row[pivot]! / head[pivot]!;
      for (let j = pivot; j <= width; j++) row[j] = row[j]! - factor * head[j]!;
    }
  }
  return matrix.map((row, i) => row[width]! / row[i]! / scales[i]!);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
