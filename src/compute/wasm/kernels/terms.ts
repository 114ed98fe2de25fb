import { exponentialOf, logarithm } from './exponential';
import { ROW } from './lanes';
import { batchStride, batchWeights, batchY, layerAt, depth, order, take, weights } from './layout';
import { clearRows } from './losses';

/** What rows add to a step besides their loss, and what they leave out of it: `kept` and `classes` of DenseData. */

const SQUARED: i32 = 0;
const SIGMOID: i32 = 1;

/** 0: nothing is kept. Row after row of as many raw outputs as there are. */
let kept: usize = 0;
let keptWeights: usize = 0;
/** 0: every row sees every class. A byte for each row and class. */
export let limits: usize = 0;
let keeping: i32 = 0;
let cooling: f32 = 1;

/** Makes room for what rows keep and see, once the layers are there. */
export function placeTerms(rows: i32, isKeeping: bool, isLimiting: bool): void {
  const cells = <usize>rows * <usize>layerAt(depth - 1).fanOut;
  kept = isKeeping ? take(cells * 4) : 0;
  keptWeights = isKeeping ? take(<usize>rows * 4) : 0;
  limits = isLimiting ? take(cells) : 0;
}

/** @param keepingOf 0: by squares; 1: softened by this temperature. */
export function setKeeping(keepingOf: i32, temperature: f64): void {
  keeping = keepingOf;
  cooling = <f32>(1 / temperature);
}

export function keptAt(): usize {
  return kept;
}
export function keptWeightsAt(): usize {
  return keptWeights;
}
export function limitsAt(): usize {
  return limits;
}

export function isKeeping(): bool {
  return kept != 0;
}

/** The softmax's loss and gradient by the raw outputs where rows do not see every class; the mean loss a row. */
export function limitedGradient(start: i32, rows: i32, rowsPadded: i32): f64 {
  const last = layerAt(depth - 1);
  const outputs = last.fanOut;
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const place = (<usize>i) << 2;
    const row = load<u32>(order + (((<usize>start) << 2) + place));
    const weight: f32 = weights ? load<f32>(batchWeights + place) : 1;
    const seen = limits + <usize>row * <usize>outputs;
    const truth = <i32>load<f32>(batchY + place);
    const output = last.output + <usize>i * ROW;
    const delta = last.delta + <usize>i * ROW;
    let highest: f32 = -Infinity;
    for (let j = 0; j < outputs; j++)
      if (load<u8>(seen + j)) highest = max(highest, load<f32>(output + cellOf(j)));
    let sum: f32 = 0;
    for (let j = 0; j < outputs; j++)
      if (load<u8>(seen + j)) sum += exponentialOf(load<f32>(output + cellOf(j)) - highest);
    const scale = weight / <f32>rows;
    for (let j = 0; j < ((outputs + 7) & ~7); j++) {
      let slope: f32 = 0;
      if (j < outputs && load<u8>(seen + j))
        slope = (exponentialOf(load<f32>(output + cellOf(j)) - highest) / sum - (j == truth ? 1 : 0)) * scale;
      store<f32>(delta + cellOf(j), slope);
    }
    total += <f64>weight * <f64>(highest + logarithm(sum) - load<f32>(output + cellOf(truth)));
  }
  clearRows(last.delta, batchStride, rows, rowsPadded, outputs);
  return total / <f64>rows;
}

/** Adds the gradient of what rows keep to that by the raw outputs; what it adds to the mean loss a row. */
export function keptGradient(loss: i32, start: i32, rows: i32): f64 {
  const last = layerAt(depth - 1);
  const outputs = last.fanOut;
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const row = load<u32>(order + ((<usize>(start + i)) << 2));
    const weight = load<f32>(keptWeights + ((<usize>row) << 2));
    if (weight == 0) continue;
    const aims = kept + <usize>row * <usize>outputs * 4;
    const output = last.output + <usize>i * ROW;
    const delta = last.delta + <usize>i * ROW;
    const scale = weight / <f32>rows;
    const distance =
      keeping == SQUARED
        ? squaredRow(output, delta, aims, outputs, scale)
        : loss == SIGMOID
          ? sigmoidRow(output, delta, load<f32>(aims), scale)
          : softenedRow(output, delta, aims, outputs, scale);
    total += <f64>weight * <f64>distance;
  }
  return total / <f64>rows;
}

function squaredRow(output: usize, delta: usize, aims: usize, outputs: i32, scale: f32): f32 {
  let sum: f32 = 0;
  for (let j = 0; j < outputs; j++) {
    const distance = load<f32>(output + cellOf(j)) - load<f32>(aims + ((<usize>j) << 2));
    sum += distance * distance * <f32>0.5;
    add(delta + cellOf(j), distance * scale);
  }
  return sum;
}

function sigmoidRow(output: usize, delta: usize, aim: f32, scale: f32): f32 {
  const z = load<f32>(output) * cooling;
  const target = logistic(aim * cooling);
  add(delta, (logistic(z) - target) * scale * cooling);
  return max(z, <f32>0) - target * z + logarithm(1 + exponentialOf(-abs(z)));
}

function softenedRow(output: usize, delta: usize, aims: usize, outputs: i32, scale: f32): f32 {
  let highest: f32 = -Infinity;
  let highestAim: f32 = -Infinity;
  for (let j = 0; j < outputs; j++) {
    highest = max(highest, load<f32>(output + cellOf(j)) * cooling);
    highestAim = max(highestAim, load<f32>(aims + ((<usize>j) << 2)) * cooling);
  }
  let sum: f32 = 0;
  let sumAims: f32 = 0;
  for (let j = 0; j < outputs; j++) {
    sum += exponentialOf(load<f32>(output + cellOf(j)) * cooling - highest);
    sumAims += exponentialOf(load<f32>(aims + ((<usize>j) << 2)) * cooling - highestAim);
  }
  const whole = highest + logarithm(sum);
  let distance: f32 = 0;
  for (let j = 0; j < outputs; j++) {
    const z = load<f32>(output + cellOf(j)) * cooling;
    const target = exponentialOf(load<f32>(aims + ((<usize>j) << 2)) * cooling - highestAim) / sumAims;
    distance += target * (whole - z);
    add(delta + cellOf(j), (exponentialOf(z - highest) / sum - target) * scale * cooling);
  }
  return distance;
}

function logistic(z: f32): f32 {
  const e = exponentialOf(-abs(z));
  return z >= 0 ? <f32>1 / (1 + e) : e / (1 + e);
}

function add(cell: usize, value: f32): void {
  store<f32>(cell, load<f32>(cell) + value);
}

/** Where output j lies, from the row's first number on. */
function cellOf(j: i32): usize {
  return <usize>(j >> 3) * batchStride + ((<usize>(j & 7)) << 2);
}
