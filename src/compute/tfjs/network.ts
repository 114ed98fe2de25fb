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
  matMul,
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
  transpose,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { DenseShape } from '../../core/dense.ts';
import { denseLayers } from '../../math/dense.ts';
import type { TfjsBackend } from './live-backend.ts';

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

/** Loss and gradient of the rows named, by parameters that a tensor begins with. To be called in a tidy. */
export function batchGradient(
  backend: TfjsBackend,
  shape: DenseShape,
  data: DeviceData,
  parameters: Tensor1D,
  rows: Tensor1D,
): BatchGradient {
  const layers = denseLayers(shape).map(({ from, to, weights, biases, isOutput }) => ({
    weights: reshape<Rank.R2>(slice(parameters, weights, from * to), [from, to]),
    biases: slice(parameters, biases, to),
    isOutput,
  }));
  const inputs: Tensor2D[] = [gather(data.x, rows)];
  const before: Tensor2D[] = [inputs[0]!];
  for (const layer of layers) {
    const sums = layerSums(shape, inputs.at(-1)!, layer);
    before.push(sums);
    inputs.push(layer.isOutput ? sums : activated(shape, sums));
  }
  const outputs = lossGradient(shape, data, inputs.pop()!, rows);
  let { delta } = outputs;
  const gradients: Tensor[] = [];
  for (let i = layers.length - 1; i >= 0; i--) {
    const input = inputs[i]!;
    gradients.unshift(reshape(productOfTransposed(backend, input, delta), [-1]), sum(delta, 0));
    if (i > 0)
      delta = mul(
        productWithTransposed(backend, delta, layers[i]!.weights),
        derivative(shape, before[i]!, input),
      );
  }
  return { lossSum: outputs.lossSum, gradient: concat(gradients as Tensor1D[]) };
}

/** What goes into the activation; of a relu what comes out, which is one operation with the product. */
function layerSums(
  shape: DenseShape,
  input: Tensor2D,
  { weights, biases, isOutput }: { weights: Tensor2D; biases: Tensor1D; isOutput: boolean },
): Tensor2D {
  const isRelu = !isOutput && shape.activation === 'relu';
  const output = fused.matMul({
    a: input,
    b: weights,
    bias: biases,
    activation: isRelu ? 'relu' : 'linear',
  }) as Tensor2D;
  return output;
}

function activated({ activation }: DenseShape, sums: Tensor2D): Tensor2D {
  switch (activation) {
    case 'relu':
      return sums;
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

/** The wasm backend multiplies a transposed matrix 10 to 18 times slower than it transposes and multiplies it. */
function productOfTransposed(backend: TfjsBackend, a: Tensor2D, b: Tensor2D): Tensor2D {
  return backend === 'wasm' ? matMul(transpose(a), b) : matMul(a, b, true, false);
}

function productWithTransposed(backend: TfjsBackend, a: Tensor2D, b: Tensor2D): Tensor2D {
  return backend === 'wasm' ? matMul(a, transpose(b)) : matMul(a, b, false, true);
}
