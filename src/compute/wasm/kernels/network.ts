import { hyperbolicTangent } from './exponential';
import { ROW, padded } from './lanes';
import { lossGradient } from './losses';
import { MASKED, PLAIN, RELU, multiply, multiplyTransposed, transpose } from './multiply';
import { adam } from './optimizer';

const LINE: usize = 64;

/** One layer: where its numbers lie. Sizes are padded to eight. */
class Layer {
  fanIn: i32 = 0;
  fanOut: i32 = 0;
  rows8: i32 = 0;
  columns8: i32 = 0;
  /** Offset of the weights in the padded parameters, in numbers; their biases follow. */
  weights: i32 = 0;
  biases: i32 = 0;
  /** Rows of a batch by columns, in panels. */
  output: usize = 0;
  delta: usize = 0;
}

let inputs: i32 = 0;
let depth: i32 = 0;
let layers: Layer[] = [];
let loss: i32 = 0;
let activation: i32 = 0;
let count: i32 = 0;
let flatCount: i32 = 0;

let x: usize = 0;
let y: usize = 0;
let weights: usize = 0;
let parameters: usize = 0;
let gradient: usize = 0;
let first: usize = 0;
let second: usize = 0;
/** Where states come and go in the flat layout that every engine shares. */
let flat: usize = 0;
let transposed: usize = 0;

let capacity: i32 = 0;
let batchStride: usize = 0;
let batchX: usize = 0;
let batchY: usize = 0;
let batchWeights: usize = 0;
let order: usize = 0;
let orderCapacity: i32 = 0;

/** Bytes from a whole line of the processor's cache on, zero at first. */
function take(bytes: usize): usize {
  const at = (heap.alloc(bytes + LINE) + LINE - 1) & ~(LINE - 1);
  memory.fill(at, 0, bytes);
  return at;
}

function layerAt(index: i32): Layer {
  return unchecked(layers[index]);
}

/** Begins a network; `addLayer` for each layer follows, then `place`. */
export function begin(inputsOf: i32, activationOf: i32, lossOf: i32): void {
  inputs = inputsOf;
  activation = activationOf;
  loss = lossOf;
}

export function addLayer(fanIn: i32, fanOut: i32): void {
  const layer = new Layer();
  layer.fanIn = fanIn;
  layer.fanOut = fanOut;
  layer.rows8 = padded(fanIn);
  layer.columns8 = padded(fanOut);
  layer.weights = count;
  layer.biases = count + layer.rows8 * layer.columns8;
  layers.push(layer);
  depth += 1;
  count = layer.biases + layer.columns8;
  flatCount += (fanIn + 1) * fanOut;
}

/** Makes room for the rows and the state. */
export function place(rows: i32, isWeighted: bool): void {
  const bytes = <usize>count * 4;
  parameters = take(bytes);
  gradient = take(bytes);
  first = take(bytes);
  second = take(bytes);
  flat = take(<usize>flatCount * 4);
  let widest = 0;
  for (let i = 1; i < depth; i++) widest = max(widest, layerAt(i).rows8 * layerAt(i).columns8);
  transposed = take(<usize>widest * 4);
  x = take(<usize>rows * <usize>inputs * 4);
  y = take(<usize>rows * 4);
  weights = isWeighted ? take(<usize>rows * 4) : 0;
}

export function xAt(): usize {
  return x;
}
export function yAt(): usize {
  return y;
}
export function weightsAt(): usize {
  return weights;
}
export function flatAt(): usize {
  return flat;
}

/** Room for batches of up to `rows` rows and for an order of `length` rows; where that order is written to. */
export function reserve(rows: i32, length: i32): usize {
  if (rows > capacity) reserveBatch(rows);
  if (length > orderCapacity) {
    orderCapacity = max(length, orderCapacity * 2);
    order = take((<usize>orderCapacity) << 2);
  }
  return order;
}

function reserveBatch(rows: i32): void {
  capacity = (rows + 3) & ~3;
  // Panels begin two lines of the cache off a power of two, so that they do not push one another out of it.
  batchStride = (<usize>capacity + 4) * ROW;
  batchX = takeBatch(inputs);
  batchY = take((<usize>capacity) << 2);
  batchWeights = take((<usize>capacity) << 2);
  for (let i = 0; i < depth; i++) {
    const layer = layerAt(i);
    layer.output = takeBatch(layer.fanOut);
    layer.delta = takeBatch(layer.fanOut);
  }
}

function takeBatch(columns: i32): usize {
  return take(<usize>(padded(columns) >> 3) * batchStride);
}

/** 0: parameters, 1: first moment, 2: second moment, 3: gradient. */
function kindAt(kind: i32): usize {
  return kind == 0 ? parameters : kind == 1 ? first : kind == 2 ? second : gradient;
}

/** Takes numbers from the flat layout over into panels. */
export function takeFlat(kind: i32): void {
  const to = kindAt(kind);
  memory.fill(to, 0, <usize>count * 4);
  move(to, true);
}

/** Leaves numbers in the flat layout. */
export function giveFlat(kind: i32): void {
  move(kindAt(kind), false);
}

function move(panels: usize, isIn: bool): void {
  let from = flat;
  for (let i = 0; i < depth; i++) {
    const layer = layerAt(i);
    for (let k = 0; k < layer.fanIn; k++)
      for (let j = 0; j < layer.fanOut; j++) {
        const cell = layer.weights + ((j >> 3) * layer.rows8 + k) * 8 + (j & 7);
        moveOne(from, panels + ((<usize>cell) << 2), isIn);
        from += 4;
      }
    for (let j = 0; j < layer.fanOut; j++) {
      moveOne(from, panels + ((<usize>(layer.biases + j)) << 2), isIn);
      from += 4;
    }
  }
}

function moveOne(flatCell: usize, panelCell: usize, isIn: bool): void {
  if (isIn) store<f32>(panelCell, load<f32>(flatCell));
  else store<f32>(flatCell, load<f32>(panelCell));
}

/**
 * Optimizer steps over the rows named in the order, `batchSize` at a time.
 *
 * @param power1 beta1 to the number of steps taken so far; power2 likewise
 * @returns the sum of the batches' mean losses, each times its rows
 */
export function train(
  length: i32,
  batchSize: i32,
  learningRate: f64,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  weightDecay: f64,
  power1: f64,
  power2: f64,
): f64 {
  let total: f64 = 0;
  for (let start = 0; start < length; start += batchSize) {
    const rows = min(batchSize, length - start);
    total += gradientOf(start, rows) * <f64>rows;
    power1 *= beta1;
    power2 *= beta2;
    const rate = <f32>(learningRate / (1 - power1));
    const scale = <f32>(1 / Math.sqrt(1 - power2));
    const kept = <f32>(1 - learningRate * weightDecay);
    for (let i = 0; i < depth; i++) {
      const layer = layerAt(i);
      update(layer.weights, layer.biases - layer.weights, beta1, beta2, <f32>epsilon, rate, scale, kept);
      update(layer.biases, layer.columns8, beta1, beta2, <f32>epsilon, rate, scale, 1);
    }
  }
  return total;
}

function update(
  at: i32,
  numbers: i32,
  beta1: f64,
  beta2: f64,
  epsilon: f32,
  rate: f32,
  scale: f32,
  kept: f32,
): void {
  const by = (<usize>at) << 2;
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
  const rowsPadded = (rows + 3) & ~3;
  gather(start, rows, rowsPadded);
  forward(rowsPadded);
  const last = layerAt(depth - 1);
  const mean = lossGradient(
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
  backward(rows, rowsPadded);
  return mean;
}

function gather(start: i32, rows: i32, rowsPadded: i32): void {
  const whole = inputs & ~7;
  for (let i = 0; i < rows; i++) {
    const row = load<u32>(order + ((<usize>(start + i)) << 2));
    let from = x + <usize>row * <usize>inputs * 4;
    let to = batchX + <usize>i * ROW;
    for (let k = 0; k < whole; k += 8) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += ROW;
      to += batchStride;
    }
    for (let k = whole; k < inputs; k++) {
      store<f32>(to, load<f32>(from));
      from += 4;
      to += 4;
    }
    store<f32>(batchY + ((<usize>i) << 2), load<f32>(y + ((<usize>row) << 2)));
    if (weights) store<f32>(batchWeights + ((<usize>i) << 2), load<f32>(weights + ((<usize>row) << 2)));
  }
  for (let j = 0; j < inputs; j += 8)
    memory.fill(
      batchX + <usize>(j >> 3) * batchStride + <usize>rows * ROW,
      0,
      <usize>(rowsPadded - rows) * ROW,
    );
}

function forward(rowsPadded: i32): void {
  let input = batchX;
  for (let i = 0; i < depth; i++) {
    const layer = layerAt(i);
    const isLast = i == depth - 1;
    multiply(
      input,
      batchStride,
      parameters + ((<usize>layer.weights) << 2),
      <usize>layer.rows8 * ROW,
      parameters + ((<usize>layer.biases) << 2),
      layer.output,
      batchStride,
      0,
      rowsPadded,
      layer.rows8,
      layer.columns8,
      !isLast && activation == 0 ? RELU : PLAIN,
    );
    if (!isLast && activation == 1) tangents(layer.output, rowsPadded, layer.columns8);
    input = layer.output;
  }
}

function tangents(values: usize, rows: i32, columns: i32): void {
  for (let j = 0; j < columns; j += 8) {
    const end = values + <usize>rows * ROW;
    for (let at = values; at < end; at += 16) v128.store(at, hyperbolicTangent(v128.load(at)));
    values += batchStride;
  }
}

function throughTangents(delta: usize, values: usize, rows: i32, columns: i32): void {
  const one = f32x4.splat(1);
  for (let j = 0; j < columns; j += 8) {
    const bytes = <usize>rows * ROW;
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(values + at);
      v128.store(delta + at, f32x4.mul(v128.load(delta + at), f32x4.sub(one, f32x4.mul(value, value))));
    }
    delta += batchStride;
    values += batchStride;
  }
}

function backward(rows: i32, rowsPadded: i32): void {
  for (let i = depth - 1; i >= 0; i--) {
    const layer = layerAt(i);
    multiplyTransposed(
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
    if (i == 0) return;
    const before = layerAt(i - 1);
    transpose(parameters + ((<usize>layer.weights) << 2), layer.rows8, layer.columns8, transposed);
    multiply(
      layer.delta,
      batchStride,
      transposed,
      <usize>layer.columns8 * ROW,
      0,
      before.delta,
      batchStride,
      before.output,
      rowsPadded,
      layer.columns8,
      layer.rows8,
      activation == 0 ? MASKED : PLAIN,
    );
    if (activation == 1) throughTangents(before.delta, before.output, rowsPadded, layer.rows8);
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
