import type { DenseActivation, DenseShape, DenseState, DenseTraining } from '../core/dense.ts';
import type { Random } from '../core/random.ts';
import { multiply, type Multiply, pack, packedLength } from './dense-multiply.ts';
import { embed, embeddedInputs, embeddingCount } from './embedding.ts';
import { normalise } from './layer-norm.ts';

/** Where one layer's weights (from, to), biases, gains and offsets (to) lie in the flat parameters. */
export interface DenseLayer {
  readonly from: number;
  readonly to: number;
  readonly weights: number;
  readonly biases: number;
  /** Where the gains begin, behind which the offsets lie; null where the layer is not normalised. */
  readonly gains: number | null;
  /** Behind its last number. */
  readonly end: number;
  readonly isOutput: boolean;
}

/** Adam with the constants of Kingma & Ba (2015), and nothing else. */
export const plainAdam: DenseTraining = {
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  weightDecay: 0,
  l2: 0,
  anchor: null,
  clip: null,
  dropout: null,
};

/** Rows that `forward` takes through all layers at once, so that they stay in the processor's cache. */
const forwardRows = 64;

/** The layers in order, with their offsets in the flat layout of `DenseState`. */
export function denseLayers(shape: DenseShape): readonly DenseLayer[] {
  const sizes = [embeddedInputs(shape), ...shape.hidden, shape.outputs];
  const layers: DenseLayer[] = [];
  let weights = embeddingCount(shape);
  for (let i = 0; i + 1 < sizes.length; i++) {
    const from = sizes[i]!;
    const to = sizes[i + 1]!;
    const isOutput = i + 2 === sizes.length;
    const biases = weights + from * to;
    const gains = shape.layerNorm && !isOutput ? biases + to : null;
    const end = biases + (gains === null ? to : 3 * to);
    layers.push({ from, to, weights, biases, gains, end, isOutput });
    weights = end;
  }
  return layers;
}

/** Part of the flat parameters: weights and embeddings, or what decay and pulls leave alone. */
export interface DenseRange {
  readonly begin: number;
  readonly end: number;
  readonly areWeights: boolean;
}

/**
 * The flat parameters, from the first to the last.
 *
 * @example
 * denseRanges({ inputs: 4, hidden: [], outputs: 3, activation: 'relu', loss: 'softmax' })
 * // [{ begin: 0, end: 12, areWeights: true }, { begin: 12, end: 15, areWeights: false }]
 */
export function denseRanges(shape: DenseShape): readonly DenseRange[] {
  const embeddings = { begin: 0, end: embeddingCount(shape), areWeights: true };
  const layers = denseLayers(shape).flatMap(({ weights, biases, end }) => [
    { begin: weights, end: biases, areWeights: true },
    { begin: biases, end, areWeights: false },
  ]);
  return embeddings.end > 0 ? [embeddings, ...layers] : layers;
}

/**
 * How many numbers a network learns.
 *
 * @example
 * parameterCount({ inputs: 4, hidden: [8], outputs: 3, activation: 'relu', loss: 'softmax' }) // 67
 * parameterCount({ inputs: 4, hidden: [8], outputs: 3, activation: 'relu', loss: 'softmax', layerNorm: true }) // 83
 */
export function parameterCount(shape: DenseShape): number {
  return denseLayers(shape).at(-1)!.end;
}

/** The largest number of an embedding at first: so little that a category seen in few rows says little. */
const embeddingLimit = 0.05;

/**
 * A network before its first step: biases, offsets and moments 0, gains 1; embeddings uniform and small; weights uniform with the variance that keeps signals at
 * one size through the layers, 2 / from before a relu (He et al. 2015), 2 / (from + to) before a tanh and the
 * outputs (Glorot & Bengio 2010). The weights of a linear model begin at 0: without embeddings its loss is convex, so every start
 * leads to the same model and 0 needs no seed.
 */
export function initialState(shape: DenseShape, random: Random): DenseState {
  const count = parameterCount(shape);
  const parameters = new Float32Array(count);
  const embeddings = embeddingCount(shape);
  for (let i = 0; i < embeddings; i++) parameters[i] = (2 * random.uniform() - 1) * embeddingLimit;
  for (const layer of shape.hidden.length ? denseLayers(shape) : []) {
    if (layer.gains !== null) parameters.fill(1, layer.gains, layer.gains + layer.to);
    const isHe = !layer.isOutput && shape.activation === 'relu';
    const variance = 2 / (isHe ? layer.from : layer.from + layer.to);
    const limit = Math.sqrt(3 * variance);
    for (let i = layer.weights; i < layer.biases; i++) parameters[i] = (2 * random.uniform() - 1) * limit;
  }
  return { parameters, firstMoment: new Float32Array(count), secondMoment: new Float32Array(count), step: 0 };
}

/** Adds the biases, in place. */
export function addBiases(
  values: Float64Array, // (rows, to)
  rows: number,
  { to, biases }: DenseLayer,
  parameters: Float32Array,
): void {
  for (let row = 0, at = 0; row < rows; row++)
    for (let j = 0; j < to; j++, at++) values[at]! += parameters[biases + j]!;
}

/** Applies the activation, in place; the outputs have none. */
export function activate(
  values: Float64Array, // (rows, to)
  rows: number,
  { to, isOutput }: DenseLayer,
  activation: DenseActivation,
): void {
  if (isOutput) return;
  for (let at = 0; at < rows * to; at++) values[at] = activated(activation, values[at]!);
}

function activated(kind: DenseActivation, value: number): number {
  switch (kind) {
    case 'relu':
      // What is not a number stays so.
      return value <= 0 ? 0 : value;
    case 'tanh':
      return Math.tanh(value);
    case 'gelu':
      return 0.5 * value * (1 + Math.tanh(geluInner(value)));
  }
}

function geluInner(value: number): number {
  return Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3);
}

/**
 * The activation's derivative.
 *
 * @param before what went into it
 * @param after what came out of it
 * @example
 * derivativeOf('tanh', 0, 0) // 1
 * derivativeOf('gelu', 0, 0) // 0.5
 */
export function derivativeOf(activation: DenseActivation, before: number, after: number): number {
  switch (activation) {
    case 'relu':
      return after > 0 ? 1 : 0;
    case 'tanh':
      return 1 - after * after;
    case 'gelu': {
      const t = Math.tanh(geluInner(before));
      const slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * before * before);
      return 0.5 * (1 + t) + 0.5 * before * (1 - t * t) * slope;
    }
  }
}

/**
 * The network's raw outputs: logits for softmax and sigmoid, values for squared.
 *
 * @param x (rows, inputs); what is embedded is an index that the shape allows
 * @param product computes the matrix products
 * @returns (rows, outputs); `link` makes probabilities of them.
 */
export function forward(
  shape: DenseShape,
  parameters: Float32Array,
  x: Float32Array,
  rows: number,
  product: Multiply = multiply,
): Float32Array<ArrayBuffer> {
  const layers = denseLayers(shape);
  const packed = layers.map((layer) => {
    const panels = new Float64Array(packedLength(layer.from, layer.to));
    pack(parameters, layer.weights, layer.to, 1, layer.from, layer.to, panels);
    return panels;
  });
  const block = Math.min(rows, forwardRows);
  const widest = Math.max(layers[0]!.from, ...shape.hidden, shape.outputs);
  let input = new Float64Array(block * widest);
  let output = new Float64Array(block * widest);
  const outputs = new Float32Array(rows * shape.outputs);
  for (let start = 0; start < rows; start += block) {
    const count = Math.min(block, rows - start);
    for (let i = 0; i < count; i++)
      embed(shape, parameters, x, (start + i) * shape.inputs, input, i * layers[0]!.from);
    for (const [index, layer] of layers.entries()) {
      product(input, 0, layer.from, 1, packed[index]!, count, layer.from, layer.to, output, 0);
      addBiases(output, count, layer, parameters);
      if (layer.gains !== null) normalise(output, count, layer.to, parameters, layer.gains);
      activate(output, count, layer, shape.activation);
      [input, output] = [output, input];
    }
    const to = start * shape.outputs;
    for (let i = 0; i < count * shape.outputs; i++) outputs[to + i] = input[i]!;
  }
  return outputs;
}

/**
 * Turns raw outputs into probabilities, in place: softmax a row, the logistic function, or nothing at all where the
 * outputs are values already.
 *
 * @returns the array it was given.
 * @example
 * link({ inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' }, new Float32Array([0]))
 * // Float32Array [0.5]
 */
export function link<T extends Float32Array | Float64Array>(shape: DenseShape, outputs: T): T {
  if (shape.loss === 'sigmoid') for (let i = 0; i < outputs.length; i++) outputs[i] = logistic(outputs[i]!);
  if (shape.loss === 'softmax')
    for (let at = 0; at < outputs.length; at += shape.outputs) softmax(outputs, at, shape.outputs);
  return outputs;
}

/** 1 / (1 + e^-z), without overflow. */
export function logistic(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

function softmax(values: Float32Array | Float64Array, at: number, count: number): void {
  let highest = -Infinity;
  for (let j = 0; j < count; j++) highest = Math.max(highest, values[at + j]!);
  let sum = 0;
  for (let j = 0; j < count; j++) sum += values[at + j] = Math.exp(values[at + j]! - highest);
  for (let j = 0; j < count; j++) values[at + j]! /= sum;
}

/**
 * Mean loss a row: the sum of weight * loss divided by the number of rows, in the natural logarithm for softmax and
 * sigmoid, half the square for squared. No rows: 0.
 *
 * @param outputs raw, as `forward` returns them // (rows, outputs)
 * @param y class index, 0 or 1, or value // (rows)
 */
export function lossOf(
  shape: DenseShape,
  outputs: Float32Array | Float64Array,
  y: Float32Array,
  weights: Float32Array | null,
): number {
  let sum = 0;
  for (let row = 0; row < y.length; row++)
    sum += (weights ? weights[row]! : 1) * rowLoss(shape, outputs, row, y[row]!);
  return y.length ? sum / y.length : 0;
}

function rowLoss(shape: DenseShape, outputs: Float32Array | Float64Array, row: number, y: number): number {
  const at = row * shape.outputs;
  switch (shape.loss) {
    case 'squared':
      return (outputs[at]! - y) ** 2 / 2;
    case 'huber': {
      const distance = Math.abs(outputs[at]! - y);
      return distance <= 1 ? distance ** 2 / 2 : distance - 0.5;
    }
    case 'sigmoid': {
      const z = outputs[at]!;
      return Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
    }
    case 'softmax': {
      let highest = -Infinity;
      for (let j = 0; j < shape.outputs; j++) highest = Math.max(highest, outputs[at + j]!);
      let sum = 0;
      for (let j = 0; j < shape.outputs; j++) sum += Math.exp(outputs[at + j]! - highest);
      return highest + Math.log(sum) - outputs[at + y]!;
    }
  }
}
