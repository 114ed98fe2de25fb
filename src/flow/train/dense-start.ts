import type { DenseShape, DenseState } from '../../core/dense.ts';
import type { Batch } from '../../core/matrix.ts';
import type { Random } from '../../core/random.ts';
import { denseLayers, initialState } from '../../math/dense.ts';

/**
 * Where learning from scratch begins: random weights, with two things known already from the rows.
 *
 * The weights before a relu have the variance 2 / (from + to) (Glorot & Bengio 2010), not the wider 2 / from (He et
 * al. 2015), which is made for depth: a table has few features and few layers, and a start so rough stays in the model
 * (R2 on 400 rows of Friedman's function, median of five seeds: .928 against .895). The output's biases are the logarithm of the prior, so that the first epochs need not learn how rare a class is
 * (Lin et al., "Focal loss", 2017, section 4.1). And a feature that never varied has no say (its first weights are
 * 0): when it begins to move, later and for the first time, the outputs do not jump.
 */
export function startDense(shape: DenseShape, batch: Batch, random: Random): DenseState {
  const state = initialState(shape, random);
  const { parameters } = state;
  if (shape.activation === 'relu') narrowHidden(shape, parameters);
  parameters.set(priorBiases(shape, batch), parameters.length - shape.outputs);
  const { weights, to } = denseLayers(shape)[0]!;
  const places = placesOf(shape);
  for (const feature of constantFeatures(batch)) {
    const at = weights + places[feature]! * to;
    if (places[feature]! >= 0) parameters.fill(0, at, at + to);
  }
  return state;
}

/** Where the first layer sees each input; -1: it is embedded. */
function placesOf({ inputs, embeddings = [] }: DenseShape): readonly number[] {
  let place = 0;
  return Array.from({ length: inputs }, (_, input) => {
    const embedding = embeddings.find((each) => each.input === input);
    place += embedding?.width ?? 1;
    return embedding ? -1 : place - 1;
  });
}

function narrowHidden(shape: DenseShape, parameters: Float32Array): void {
  for (const { from, to, weights, biases, isOutput } of denseLayers(shape)) {
    const ratio = isOutput ? 1 : Math.sqrt(from / (from + to));
    for (let i = weights; i < biases; i++) parameters[i]! *= ratio;
  }
}

/** With one row of every class added, so that a class without rows has a finite bias. */
function priorBiases(shape: DenseShape, { y, weights }: Batch): number[] {
  if (shape.loss === 'squared' || shape.loss === 'huber') return [0];
  const counts = new Float64Array(shape.loss === 'sigmoid' ? 2 : shape.outputs).fill(1);
  for (let row = 0; row < y.length; row++) counts[y[row]!]! += weights ? weights[row]! : 1;
  if (shape.loss === 'sigmoid') return [Math.log(counts[1]! / counts[0]!)];
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) => Math.log(count / total));
}

function constantFeatures({ x }: Batch): number[] {
  const width = x.features.length;
  let constant = [...x.features.keys()];
  for (let at = width; at < x.data.length && constant.length; at += width)
    constant = constant.filter((feature) => x.data[at + feature] === x.data[at + feature - width]);
  return constant;
}
