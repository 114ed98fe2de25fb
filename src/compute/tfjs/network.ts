import {
  add,
  cast,
  clipByValue,
  concat,
  div,
  equal,
  exp,
  fused,
  gather,
  log,
  log1p,
  max,
  mul,
  neg,
  abs,
  relu,
  reshape,
  scalar,
  sigmoid,
  slice,
  square,
  step,
  sub,
  sum,
  tanh,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { DenseShape } from '../../core/dense.ts';
import { denseLayers } from '../../math/dense.ts';
import { embed, embeddingGradients } from './embeddings.ts';
import { backThroughNorm, normalise, type Gains, type Normalised } from './layer-norm.ts';
import type { TfjsBackend } from './live-backend.ts';
import { productOfTransposed, productWithTransposed } from './products.ts';

/** The rows, on the device for as long as a session lasts. */
export interface DeviceData {
  readonly x: Tensor2D; // (rows, inputs)
  readonly y: Tensor2D; // (rows, 1)
  readonly weights: Tensor2D | null; // (rows, 1)
  /** Softmax only: 0, 1, 2, ..., against which a class index is compared. */
  readonly classes: Tensor2D | null; // (1, outputs)
}

/** What a pass over one batch gives; both still on the device. */
export interface BatchGradient {
  /** Sum of weight * loss over the batch. */
  readonly lossSum: Scalar;
  /** Gradient of the batch's mean loss, flat as the parameters are. */
  readonly gradient: Tensor1D;
}

/** A layer's own among the flat parameters. */
interface LayerTensors {
  readonly weights: Tensor2D; // (from, to)
  readonly biases: Tensor1D; // (to)
  /** Null where the layer is not normalised. */
  readonly norm: Gains | null;
  readonly isOutput: boolean;
}

/** What a layer leaves on the way forward. */
interface Passed {
  readonly input: Tensor2D; // (rows, from)
  readonly normalised: Normalised | null;
  /** What goes into the activation; of a relu what comes out. */
  readonly before: Tensor2D; // (rows, to)
  /** After the activation, before anything is dropped. */
  readonly after: Tensor2D; // (rows, to)
}

/**
 * Loss and gradient of the rows named, by parameters that a tensor begins with. To be called in a tidy.
 *
 * @param masks by what the outputs of each hidden layer are multiplied // (rows, units)
 */
export function batchGradient(
  backend: TfjsBackend,
  shape: DenseShape,
  data: DeviceData,
  parameters: Tensor1D,
  rows: Tensor1D,
  masks: readonly Tensor2D[] | null,
): BatchGradient {
  const layers = layerTensors(shape, parameters);
  const embedded = embed(shape, parameters, gather(data.x, rows));
  const passed: Passed[] = [];
  let output = embedded.seen;
  for (const [index, layer] of layers.entries()) {
    passed.push(passThrough(shape, layer, output));
    output = passed[index]!.after;
    if (masks && !layer.isOutput) output = mul(output, masks[index]!);
  }
  const { delta: last, lossSum } = lossGradient(shape, data, output, rows);
  let delta = last;
  const gradients: Tensor[] = [];
  for (let index = layers.length - 1; index >= 0; index--) {
    const { weights, norm, isOutput } = layers[index]!;
    const { input, normalised, before, after } = passed[index]!;
    if (!isOutput) {
      if (masks) delta = mul(delta, masks[index]!);
      delta = mul(delta, derivative(shape, before, after));
    }
    if (norm) {
      const { delta: below, gains, offsets } = backThroughNorm(delta, norm, normalised!);
      gradients.unshift(gains, offsets);
      delta = below;
    }
    gradients.unshift(reshape(productOfTransposed(backend, input, delta), [-1]), sum(delta, 0));
    if (index > 0 || embedded.categories.length > 0) delta = productWithTransposed(backend, delta, weights);
  }
  gradients.unshift(...embeddingGradients(backend, shape, embedded, delta));
  return { lossSum, gradient: concat(gradients as Tensor1D[]) };
}

function layerTensors(shape: DenseShape, parameters: Tensor1D): readonly LayerTensors[] {
  return denseLayers(shape).map(({ from, to, weights, biases, gains, isOutput }) => ({
    weights: reshape<Rank.R2>(slice(parameters, weights, from * to), [from, to]),
    biases: slice(parameters, biases, to),
    norm:
      gains === null
        ? null
        : { gains: slice(parameters, gains, to), offsets: slice(parameters, gains + to, to) },
    isOutput,
  }));
}

function passThrough(
  shape: DenseShape,
  { weights, biases, norm, isOutput }: LayerTensors,
  input: Tensor2D,
): Passed {
  // A relu is one operation with the product.
  const isFused = !isOutput && !norm && shape.activation === 'relu';
  const sums = fused.matMul({
    a: input,
    b: weights,
    bias: biases,
    activation: isFused ? 'relu' : 'linear',
  }) as Tensor2D;
  const normalised = norm && normalise(sums, norm);
  const before = normalised?.gained ?? sums;
  return { input, normalised, before, after: isOutput || isFused ? before : activated(shape, before) };
}

function activated({ activation }: DenseShape, sums: Tensor2D): Tensor2D {
  switch (activation) {
    case 'relu':
      return relu(sums);
    case 'tanh':
      return tanh(sums);
    case 'gelu':
      return mul(mul(sums, 0.5), add(tanh(geluInner(sums)), 1));
  }
}

function geluInner(x: Tensor2D): Tensor2D {
  return mul(mul(x, Math.sqrt(2 / Math.PI)), add(mul(square(x), 0.044715), 1));
}

function derivative({ activation }: DenseShape, before: Tensor2D, after: Tensor2D): Tensor2D {
  switch (activation) {
    case 'relu':
      return step(after);
    case 'tanh':
      return sub(1, square(after));
    case 'gelu': {
      const t = tanh<Tensor2D>(geluInner(before));
      const slope = mul(add(mul(square(before), 3 * 0.044715), 1), Math.sqrt(2 / Math.PI));
      const bend = mul(mul(before, slope), sub(1, square(t)));
      return mul(add(add(t, 1), bend), 0.5);
    }
  }
}

/** Gradient by the raw outputs: probability (or value) less truth, weighted, over the number of rows. */
function lossGradient(
  shape: DenseShape,
  data: DeviceData,
  raw: Tensor2D,
  rows: Tensor1D,
): { delta: Tensor2D; lossSum: Scalar } {
  const y = gather(data.y, rows);
  const weights = data.weights && gather(data.weights, rows);
  const { difference, losses } = differenceAndLoss(shape, raw, y, data.classes);
  const share = scalar(1 / rows.size);
  return {
    delta: mul(difference, weights ? mul(weights, share) : share),
    lossSum: sum(weights ? mul(losses, weights) : losses),
  };
}

function differenceAndLoss(
  shape: DenseShape,
  raw: Tensor2D,
  y: Tensor2D,
  classes: Tensor2D | null,
): { difference: Tensor2D; losses: Tensor2D } {
  switch (shape.loss) {
    case 'squared': {
      const difference = sub<Tensor2D>(raw, y);
      return { difference, losses: mul(square(difference), 0.5) };
    }
    case 'huber': {
      const difference = sub<Tensor2D>(raw, y);
      const pull = clipByValue<Tensor2D>(difference, -1, 1);
      return { difference: pull, losses: mul(pull, sub(difference, mul(pull, 0.5))) };
    }
    case 'sigmoid': {
      const overflowFree = log1p(exp(neg(abs(raw))));
      return {
        difference: sub(sigmoid(raw), y),
        losses: add(sub(relu(raw), mul(y, raw)), overflowFree),
      };
    }
    case 'softmax': {
      const shifted = sub(raw, max(raw, 1, true));
      const exponentials = exp(shifted);
      const total = sum<Tensor2D>(exponentials, 1, true);
      const truth = cast<Tensor2D>(equal(y, classes!), 'float32');
      return {
        difference: sub(div(exponentials, total), truth),
        losses: sub(log(total), sum(mul(shifted, truth), 1, true)),
      };
    }
  }
}
