import type { DenseData, DenseShape, DenseState, DenseTraining } from '../../src/core/dense.ts';
import { Random } from '../../src/core/random.ts';
import { parameterCount, plainAdam } from '../../src/math/dense.ts';

/** A small problem for an engine: shape, rows and a state from which learning begins. */
export interface DenseCase {
  readonly name: string;
  readonly shape: DenseShape;
  readonly data: DenseData;
  readonly state: DenseState;
}

/** The constants of plainAdam, by which its steps are checked. */
export const constants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export const adam: DenseTraining = { ...plainAdam, weightDecay: 0.01 };

/** Every loss and activation, none to two hidden layers, sizes that fill no tile, with weights and without. */
export const denseCases: readonly DenseCase[] = [
  denseCase('linear softmax', { inputs: 5, hidden: [], outputs: 3, activation: 'relu', loss: 'softmax' }),
  denseCase('linear sigmoid, weighted', {
    inputs: 4,
    hidden: [],
    outputs: 1,
    activation: 'tanh',
    loss: 'sigmoid',
  }),
  denseCase('linear squared', { inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' }),
  denseCase('relu softmax', { inputs: 6, hidden: [9], outputs: 4, activation: 'relu', loss: 'softmax' }),
  denseCase('tanh sigmoid, weighted', {
    inputs: 3,
    hidden: [7],
    outputs: 1,
    activation: 'tanh',
    loss: 'sigmoid',
  }),
  denseCase('deep relu squared, weighted', {
    inputs: 7,
    hidden: [10, 5],
    outputs: 1,
    activation: 'relu',
    loss: 'squared',
  }),
  denseCase('deep gelu huber, weighted', {
    inputs: 5,
    hidden: [9, 6],
    outputs: 1,
    activation: 'gelu',
    loss: 'huber',
  }),
  denseCase('linear huber', { inputs: 3, hidden: [], outputs: 1, activation: 'relu', loss: 'huber' }),
  denseCase('deep tanh softmax, weighted', {
    inputs: 2,
    hidden: [8, 1],
    outputs: 2,
    activation: 'tanh',
    loss: 'softmax',
  }),
];

function denseCase(name: string, shape: DenseShape): DenseCase {
  return randomCase(name, shape, 11);
}

/** Random rows and a random state for a shape; "weighted" in its name gives the rows weights. */
export function randomCase(name: string, shape: DenseShape, rows: number): DenseCase {
  const random = new Random(name.length);
  const normal = (length: number, scale: number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length }, () => random.normal() * scale);
  const count = parameterCount(shape);
  return {
    name,
    shape,
    data: {
      x: normal(rows * shape.inputs, 1),
      y:
        shape.loss === 'squared' || shape.loss === 'huber'
          ? normal(rows, 2)
          : Float32Array.from({ length: rows }, () => random.below(Math.max(2, shape.outputs))),
      weights: name.includes('weighted')
        ? Float32Array.from({ length: rows }, () => 0.2 + 2 * random.uniform())
        : null,
    },
    state: {
      parameters: normal(count, 0.5),
      firstMoment: normal(count, 0.01),
      secondMoment: normal(count, 0.01).map((value) => value * value),
      step: 5,
    },
  };
}

/** By what a hidden unit's output is multiplied: the layer from 0 on, the row's place in its batch, the unit. */
export type Factor = (layer: number, place: number, unit: number) => number;

/**
 * The mean loss of some rows, in double precision and as its definition reads: what finite differences are taken of.
 */
export function plainLoss(
  { inputs, hidden, outputs, activation, loss }: DenseShape,
  parameters: Float64Array,
  data: DenseData,
  rows: Uint32Array,
  factor: Factor = () => 1,
): number {
  const sizes = [inputs, ...hidden, outputs];
  let total = 0;
  for (const [place, row] of rows.entries()) {
    let values = Array.from(data.x.subarray(row * inputs, (row + 1) * inputs));
    let at = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      const [from, to] = [sizes[layer - 1]!, sizes[layer]!];
      values = Array.from({ length: to }, (_, j) => {
        let sum = parameters[at + from * to + j]!;
        for (let k = 0; k < from; k++) sum += values[k]! * parameters[at + k * to + j]!;
        if (layer === sizes.length - 1) return sum;
        const kept = factor(layer - 1, place, j);
        if (activation === 'gelu')
          return kept * 0.5 * sum * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (sum + 0.044715 * sum ** 3)));
        return kept * (activation === 'relu' ? Math.max(0, sum) : Math.tanh(sum));
      });
      at += (from + 1) * to;
    }
    total += (data.weights ? data.weights[row]! : 1) * plainRowLoss(loss, values, data.y[row]!);
  }
  return total / rows.length;
}

function plainRowLoss(loss: DenseShape['loss'], raw: readonly number[], y: number): number {
  if (loss === 'squared') return (raw[0]! - y) ** 2 / 2;
  if (loss === 'huber') {
    const distance = Math.abs(raw[0]! - y);
    return distance < 1 ? distance ** 2 / 2 : distance - 1 / 2;
  }
  if (loss === 'sigmoid') return Math.log(1 + Math.exp(y === 1 ? -raw[0]! : raw[0]!));
  return -Math.log(Math.exp(raw[y]!) / raw.reduce((sum, value) => sum + Math.exp(value), 0));
}

/** Central differences of `plainLoss` by every parameter. */
export function plainGradient(
  { shape, data, state }: DenseCase,
  rows: Uint32Array,
  factor?: Factor,
): Float64Array<ArrayBuffer> {
  const parameters = Float64Array.from(state.parameters);
  const distance = 1e-6;
  return parameters.map((value, index) => {
    const beside = (by: number): number => {
      parameters[index] = value + by;
      return plainLoss(shape, parameters, data, rows, factor);
    };
    const slope = (beside(distance) - beside(-distance)) / (2 * distance);
    parameters[index] = value;
    return slope;
  });
}
