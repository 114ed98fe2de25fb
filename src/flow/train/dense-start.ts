import type { DenseShape, DenseState } from '../../core/dense.ts';
import type { Batch } from '../../core/matrix.ts';
import type { Random } from '../../core/random.ts';
import { initialState } from '../../math/dense.ts';

/**
 * Where learning from scratch begins: random weights, with two things known already from the rows.
 *
 * The output's biases are the logarithm of the prior, so that the first epochs need not learn how rare a class is
 * (Lin et al., "Focal loss", 2017, section 4.1). And a feature that never varied has no say (its first weights are
 * 0): when it begins to move, later and for the first time, the outputs do not jump.
 */
export function startDense(shape: DenseShape, batch: Batch, random: Random): DenseState {
  const state = initialState(shape, random);
  const { parameters } = state;
  parameters.set(priorBiases(shape, batch), parameters.length - shape.outputs);
  const to = shape.hidden[0] ?? shape.outputs;
  for (const feature of constantFeatures(batch)) parameters.fill(0, feature * to, (feature + 1) * to);
  return state;
}

/** With one row of every class added, so that a class without rows has a finite bias. */
function priorBiases(shape: DenseShape, { y, weights }: Batch): number[] {
  if (shape.loss === 'squared') return [0];
  const counts = new Float64Array(shape.loss === 'sigmoid' ? 2 : shape.outputs).fill(1);
  for (let row = 0; row < y.length; row++) counts[y[row]!]! += weights ? weights[row]! : 1;
  if (shape.loss === 'sigmoid') return [Math.log(counts[1]! / counts[0]!)];
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) => Math.log(count / total));
}

function constantFeatures({ x }: Batch): number[] {
  const width = x.features.length;
  const varies = new Uint8Array(width);
  for (let at = width; at < x.data.length; at++)
    if (x.data[at] !== x.data[at - width]) varies[at % width] = 1;
  return [...varies.keys()].filter((feature) => !varies[feature]);
}
