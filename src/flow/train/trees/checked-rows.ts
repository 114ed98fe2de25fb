import type { Problem } from '../../../core/learner.ts';
import type { ChunkedBatch } from '../../../core/matrix.ts';
import { checkLabels, checkMatrix } from '../check-rows.ts';
import { ofMeanOne } from '../weighted-rows.ts';

/** The same rows with weights of mean 1: labels are checked now, and features, of which NaN is a missing cell, as they come. */
export function checkedRows(rows: ChunkedBatch, problem: Problem): ChunkedBatch {
  checkLabels(rows, problem);
  const chunks = async function* () {
    let from = 0;
    for await (const chunk of rows.x.chunks()) {
      checkMatrix(chunk, problem, true, from);
      from += chunk.rows;
      yield chunk;
    }
  };
  return { ...rows, x: { ...rows.x, chunks }, weights: ofMeanOne(rows.weights) };
}
