import { takeBatchRows, type Batch } from '../../core/matrix.ts';

/** The same rows without those that weigh nothing: a row of weight 0 is a row that is not there. */
export function withoutWeightless(batch: Batch): Batch {
  if (!batch.weights?.some((weight) => !(weight > 0))) return batch;
  const counting = Uint32Array.from(batch.weights.keys()).filter((row) => batch.weights![row]! > 0);
  return counting.length < batch.x.rows ? takeBatchRows(batch, counting) : batch;
}

/**
 * The same rows with weights of mean 1, for a learner that learns nothing else with them: the unit of the weights does not
 * matter. Weights that are all equal become null.
 */
export function normaliseWeights(batch: Batch): Batch {
  const kept = withoutWeightless(batch);
  return { ...kept, weights: ofMeanOne(kept.weights) };
}

/** Weights, none of which is 0, divided by their mean; null where they are all equal. */
export function ofMeanOne(weights: Float32Array<ArrayBuffer> | null): Float32Array<ArrayBuffer> | null {
  if (!weights || weights.every((weight) => weight === weights[0])) return null;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}
