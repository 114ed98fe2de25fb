import { drop, dropoutKey } from './dropout';
import { GELU, TANH, activate, throughActivation } from './activations';
import { embed, embeddingGradient } from './embedding';
import { ROW, padded } from './lanes';
import { backThroughNorm, normalise } from './layer-norm';
import {
  activation,
  anchor,
  batchStride,
  batchWeights,
  batchX,
  batchXDelta,
  batchY,
  count,
  depth,
  embedded,
  first,
  gradient,
  inputs,
  layerAt,
  loss,
  order,
  parameters,
  second,
  strengths,
  transposed,
  weights,
  x,
  y,
} from './layout';
import { lossGradient } from './losses';
import { MASKED, PLAIN, RELU, transpose } from './multiply';
import { adam, momentumStep, pull, shorten } from './optimizer';
import { multiplyShared, multiplyTransposedShared } from './shared';
import { isKeeping, keptGradient, limitedGradient, limits } from './terms';
import {
  MOMENTUM,
  beta1,
  beta2,
  clip,
  dropScale,
  dropped,
  epsilon,
  l2,
  optimizer,
  seed,
  weightDecay,
} from './training';

/** Predicts for the first `rows` of the rows placed, at most as many as are reserved; where their raw outputs lie, row after row. */
export function predict(rows: i32): usize {
  const rowsPadded = (rows + 3) & ~3;
  for (let i = 0; i < rows; i++) store<u32>(order + ((<usize>i) << 2), i);
  gather(0, rows, rowsPadded);
  forward(rowsPadded, false, 0);
  const last = layerAt(depth - 1);
  const outputs = last.fanOut;
  let to = order + ((<usize>rows) << 2);
  const begin = to;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < outputs; j++) {
      const from = last.output + <usize>(j >> 3) * batchStride + <usize>i * ROW + ((<usize>(j & 7)) << 2);
      store<f32>(to, load<f32>(from));
      to += 4;
    }
  return begin;
}

/**
 * Optimizer steps over the rows named in the order, `batchSize` at a time.
 *
 * @param step the number of steps taken so far
 * @param power1 beta1 to that number; power2 likewise
 * @returns the sum of the batches' mean losses, each times its rows
 */
export function train(
  length: i32,
  batchSize: i32,
  learningRate: f64,
  step: u32,
  power1: f64,
  power2: f64,
): f64 {
  let total: f64 = 0;
  for (let start = 0; start < length; start += batchSize) {
    const rows = min(batchSize, length - start);
    total += batchGradient(start, rows, dropped > 0, step) * <f64>rows;
    step += 1;
    power1 *= beta1;
    power2 *= beta2;
    if (clip > 0) shorten(gradient, count, clip);
    const rate = <f32>(learningRate / (1 - power1));
    const scale = <f32>(1 / Math.sqrt(1 - power2));
    const kept = <f32>(1 - learningRate * weightDecay);
    const moved = optimizer == MOMENTUM ? <f32>learningRate : rate;
    if (embedded) moveWeights(0, padded(embedded), moved, scale, kept);
    for (let i = 0; i < depth; i++) {
      const layer = layerAt(i);
      moveWeights(layer.weights, layer.biases - layer.weights, moved, scale, kept);
      const others = (<usize>layer.biases) << 2;
      if (strengths) pull(gradient + others, parameters + others, others, layer.end - layer.biases, 0);
      update(layer.biases, layer.end - layer.biases, moved, scale, 1);
    }
  }
  return total;
}

function moveWeights(at: i32, numbers: i32, rate: f32, scale: f32, kept: f32): void {
  const by = (<usize>at) << 2;
  if (l2 > 0 || anchor) pull(gradient + by, parameters + by, by, numbers, l2);
  update(at, numbers, rate, scale, kept);
}

function update(at: i32, numbers: i32, rate: f32, scale: f32, kept: f32): void {
  const by = (<usize>at) << 2;
  if (optimizer == MOMENTUM)
    momentumStep(parameters + by, gradient + by, first + by, numbers, <f32>beta1, rate, kept);
  else
    adam(
      parameters + by,
      gradient + by,
      first + by,
      second + by,
      numbers,
      beta1,
      beta2,
      epsilon,
      rate,
      scale,
      kept,
    );
}

/** Loss and gradient of `rows` of the order, from `start` on; the mean loss a row. */
export function gradientOf(start: i32, rows: i32): f64 {
  return batchGradient(start, rows, false, 0);
}

function batchGradient(start: i32, rows: i32, isDropping: bool, step: u32): f64 {
  const rowsPadded = (rows + 3) & ~3;
  gather(start, rows, rowsPadded);
  forward(rowsPadded, isDropping, step);
  const last = layerAt(depth - 1);
  let mean = limits
    ? limitedGradient(start, rows, rowsPadded)
    : lossGradient(
        loss,
        last.output,
        last.delta,
        batchStride,
        batchY,
        weights ? batchWeights : 0,
        rows,
        rowsPadded,
        last.fanOut,
      );
  if (isKeeping()) mean += keptGradient(loss, start, rows);
  backward(rows, rowsPadded, isDropping, step);
  if (embedded) embeddingGradient(start, rows);
  return mean;
}

function gather(start: i32, rows: i32, rowsPadded: i32): void {
  const seen = layerAt(0).fanIn;
  const whole = seen & ~7;
  for (let i = 0; i < rows; i++) {
    const row = load<u32>(order + ((<usize>(start + i)) << 2));
    let from = embedded ? embed(row) : x + <usize>row * <usize>inputs * 4;
    let to = batchX + <usize>i * ROW;
    for (let k = 0; k < whole; k += 8) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += ROW;
      to += batchStride;
    }
    for (let k = whole; k < seen; k++) {
      store<f32>(to, load<f32>(from));
      from += 4;
      to += 4;
    }
    store<f32>(batchY + ((<usize>i) << 2), load<f32>(y + ((<usize>row) << 2)));
    if (weights) store<f32>(batchWeights + ((<usize>i) << 2), load<f32>(weights + ((<usize>row) << 2)));
  }
  for (let j = 0; j < seen; j += 8)
    memory.fill(
      batchX + <usize>(j >> 3) * batchStride + <usize>rows * ROW,
      0,
      <usize>(rowsPadded - rows) * ROW,
    );
}

function forward(rowsPadded: i32, isDropping: bool, step: u32): void {
  let input = batchX;
  for (let i = 0; i < depth; i++) {
    const layer = layerAt(i);
    const isLast = i == depth - 1;
    const target = !isLast && activation == GELU ? layer.before : layer.output;
    const isRelu = !isLast && activation == 0;
    multiplyShared(
      input,
      batchStride,
      parameters + ((<usize>layer.weights) << 2),
      <usize>layer.rows8 * ROW,
      parameters + ((<usize>layer.biases) << 2),
      target,
      batchStride,
      0,
      rowsPadded,
      layer.rows8,
      layer.columns8,
      isRelu && !layer.gains ? RELU : PLAIN,
    );
    if (layer.gains) normalise(layer, target, rowsPadded, isRelu);
    if (!isLast && activation == TANH)
      activate(TANH, layer.output, layer.output, batchStride, rowsPadded, layer.columns8);
    if (!isLast && activation == GELU)
      activate(GELU, layer.before, layer.output, batchStride, rowsPadded, layer.columns8);
    if (!isLast && isDropping) dropUnits(layer.output, rowsPadded, layer.fanOut, i, step);
    input = layer.output;
  }
}

function dropUnits(values: usize, rows: i32, units: i32, index: i32, step: u32): void {
  drop(values, batchStride, rows, units, dropoutKey(seed, step, index), dropped, dropScale);
}

function backward(rows: i32, rowsPadded: i32, isDropping: bool, step: u32): void {
  for (let i = depth - 1; i >= 0; i--) {
    const layer = layerAt(i);
    multiplyTransposedShared(
      i > 0 ? layerAt(i - 1).output : batchX,
      batchStride,
      layer.delta,
      batchStride,
      gradient + ((<usize>layer.weights) << 2),
      <usize>layer.rows8 * ROW,
      rows,
      layer.rows8,
      layer.columns8,
    );
    sumRows(layer.delta, rows, layer.columns8, gradient + ((<usize>layer.biases) << 2));
    if (i == 0 && !embedded) return;
    transpose(parameters + ((<usize>layer.weights) << 2), layer.rows8, layer.columns8, transposed);
    multiplyShared(
      layer.delta,
      batchStride,
      transposed,
      <usize>layer.columns8 * ROW,
      0,
      i > 0 ? layerAt(i - 1).delta : batchXDelta,
      batchStride,
      i > 0 ? layerAt(i - 1).output : 0,
      rowsPadded,
      layer.columns8,
      layer.rows8,
      i > 0 && activation == 0 ? MASKED : PLAIN,
    );
    if (i == 0) return;
    const before = layerAt(i - 1);
    if (isDropping) dropUnits(before.delta, rowsPadded, before.fanOut, i - 1, step);
    const grown: f32 = isDropping ? dropScale : 1;
    if (activation == TANH)
      throughActivation(TANH, before.delta, before.output, batchStride, rowsPadded, layer.rows8, grown);
    if (activation == GELU)
      throughActivation(GELU, before.delta, before.before, batchStride, rowsPadded, layer.rows8, 1);
    if (before.gains) backThroughNorm(before, rows);
  }
}

function sumRows(delta: usize, rows: i32, columns: i32, to: usize): void {
  for (let j = 0; j < columns; j += 8) {
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    const end = delta + <usize>rows * ROW;
    for (let at = delta; at < end; at += ROW) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
    delta += batchStride;
    to += ROW;
  }
}
