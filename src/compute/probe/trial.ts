import type { DenseData, DenseEngine, DenseSession, DenseShape, DenseTraining } from '../../core/dense.ts';
import { Random } from '../../core/random.ts';
import { initialState, plainAdam } from '../../math/dense.ts';

export const trialAdam: DenseTraining = { ...plainAdam, weightDecay: 0.01 };

/** Rows that nobody has seen, of a seed, with categories where they are embedded, and classes or values as the loss wants them. */
export function trialData(shape: DenseShape, rows: number, isWeighted = false): DenseData {
  const random = new Random(rows);
  const isValue = shape.loss === 'squared' || shape.loss === 'huber';
  const x = Float32Array.from({ length: rows * shape.inputs }, () => 2 * random.uniform() - 1);
  for (const { input, categories } of shape.embeddings ?? [])
    for (let at = input; at < x.length; at += shape.inputs) x[at] = random.below(categories);
  return {
    x,
    y: Float32Array.from({ length: rows }, () =>
      isValue ? 4 * random.uniform() - 2 : random.below(Math.max(2, shape.outputs)),
    ),
    weights: isWeighted ? Float32Array.from({ length: rows }, () => 0.2 + 2 * random.uniform()) : null,
  };
}

/** A session over these rows, from the start that the shape has. */
export function openTrial(
  engine: DenseEngine,
  shape: DenseShape,
  data: DenseData,
  training = trialAdam,
): Promise<DenseSession> {
  return engine.open(shape, training, data, initialState(shape, new Random(1)));
}
