import type { Batch, Prediction } from '../../../src/core/matrix.ts';

/** The share of rows whose likeliest class is theirs. */
export function accuracyOf({ values, outputs, rows }: Prediction, { y }: Batch): number {
  let right = 0;
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * outputs, (row + 1) * outputs);
    if (own.indexOf(Math.max(...own)) === y[row]) right++;
  }
  return right / rows;
}
