import type { DenseData, DenseKeeping, DenseShape, DenseState, DenseTraining } from '../../src/core/dense.ts';
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

const embeddings = [
  { input: 1, categories: 4, width: 3 },
  { input: 4, categories: 2, width: 1 },
];

/** What not every engine knows. */
export const furtherCases: readonly DenseCase[] = [
  denseCase('normalised relu softmax', {
    ...{ inputs: 6, hidden: [9], outputs: 4, activation: 'relu', loss: 'softmax' },
    layerNorm: true,
  }),
  denseCase('deep normalised gelu, weighted', {
    ...{ inputs: 3, hidden: [17, 5], outputs: 1, activation: 'gelu', loss: 'squared' },
    layerNorm: true,
  }),
  denseCase('linear over embeddings, weighted', {
    ...{ inputs: 5, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' },
    embeddings,
  }),
  denseCase('normalised tanh over embeddings', {
    ...{ inputs: 5, hidden: [7, 6], outputs: 3, activation: 'tanh', loss: 'softmax' },
    ...{ layerNorm: true, embeddings },
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
  const x = normal(rows * shape.inputs, 1);
  for (const { input, categories } of shape.embeddings ?? [])
    for (let at = input; at < x.length; at += shape.inputs) x[at] = random.below(categories);
  return {
    name,
    shape,
    data: {
      x,
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
  { inputs, hidden, outputs, activation, loss, layerNorm, embeddings = [] }: DenseShape,
  parameters: Float64Array,
  data: DenseData,
  rows: Uint32Array,
  factor: Factor = () => 1,
  keeping: DenseKeeping | null = null,
): number {
  const tables = embeddings.reduce((sum, { categories, width }) => sum + categories * width, 0);
  let total = 0;
  for (const [place, row] of rows.entries()) {
    let table = 0;
    let values = Array.from(data.x.subarray(row * inputs, (row + 1) * inputs)).flatMap((value, input) => {
      const embedding = embeddings.find((each) => each.input === input);
      if (!embedding) return value;
      const own = table + value * embedding.width;
      table += embedding.categories * embedding.width;
      return Array.from(parameters.subarray(own, own + embedding.width));
    });
    const sizes = [values.length, ...hidden, outputs];
    let at = tables;
    for (let layer = 1; layer < sizes.length; layer++) {
      const [from, to] = [sizes[layer - 1]!, sizes[layer]!];
      let sums = Array.from({ length: to }, (_, j) => {
        let sum = parameters[at + from * to + j]!;
        for (let k = 0; k < from; k++) sum += values[k]! * parameters[at + k * to + j]!;
        return sum;
      });
      const isLast = layer === sizes.length - 1;
      const gains = at + (from + 1) * to;
      if (layerNorm && !isLast)
        sums = plainNorm(sums).map(
          (value, j) => value * parameters[gains + j]! + parameters[gains + to + j]!,
        );
      values = sums.map((sum, j) => {
        if (isLast) return sum;
        const kept = factor(layer - 1, place, j);
        if (activation === 'gelu')
          return kept * 0.5 * sum * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (sum + 0.044715 * sum ** 3)));
        return kept * (activation === 'relu' ? Math.max(0, sum) : Math.tanh(sum));
      });
      at = layerNorm ? gains + 2 * to : gains;
    }
    const seen = values.map((value, j) => (data.classes?.[row * outputs + j] === 0 ? -Infinity : value));
    total += (data.weights ? data.weights[row]! : 1) * plainRowLoss(loss, seen, data.y[row]!);
    if (keeping && data.kept) {
      const aims = Array.from(data.kept.outputs.subarray(row * outputs, (row + 1) * outputs));
      total += data.kept.weights[row]! * plainDistance(loss, keeping, values, aims);
    }
  }
  return total / rows.length;
}

function plainDistance(
  loss: DenseShape['loss'],
  keeping: DenseKeeping,
  values: readonly number[],
  aims: readonly number[],
): number {
  if (keeping.kind === 'squared')
    return values.reduce((sum, value, j) => sum + (value - aims[j]!) ** 2 / 2, 0);
  // A sigmoid is a softmax over its output and a second one that is always 0.
  const [soft, target] = [values, aims].map((each) => {
    const raw = (loss === 'sigmoid' ? [...each, 0] : each).map((value) =>
      Math.exp(value / keeping.temperature),
    );
    return raw.map((value) => value / raw.reduce((sum, each) => sum + each, 0));
  });
  return target!.reduce((sum, chance, j) => sum - chance * Math.log(soft![j]!), 0);
}

function plainNorm(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
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
  keeping?: DenseKeeping,
): Float64Array<ArrayBuffer> {
  const parameters = Float64Array.from(state.parameters);
  const distance = 1e-6;
  return parameters.map((value, index) => {
    const beside = (by: number): number => {
      parameters[index] = value + by;
      return plainLoss(shape, parameters, data, rows, factor, keeping);
    };
    const slope = (beside(distance) - beside(-distance)) / (2 * distance);
    parameters[index] = value;
    return slope;
  });
}
