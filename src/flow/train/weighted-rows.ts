import { takeBatchRows, type Batch } from '../../core/matrix.ts';

/**
 * The same rows without those that weigh nothing, and with weights of mean 1: a row of weight 0 is a row that is not
 * there, and the unit of the weights does not matter. Weights that are all equal become null.
 */
export function normaliseWeights(batch: Batch): Batch {
  if (!batch.weights) return batch;
  const counting = Uint32Array.from(batch.weights.keys()).filter((row) => batch.weights![row]! > 0);
  const kept = counting.length < batch.x.rows ? takeBatchRows(batch, counting) : batch;
  const weights = kept.weights!;
  if (weights.every((weight) => weight === weights[0])) return { ...kept, weights: null };
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return { ...kept, weights: weights.map((weight) => weight / mean) };
}
