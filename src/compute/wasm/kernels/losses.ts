import { exponential, exponentialOf, logarithm } from './exponential';
import { ROW } from './lanes';

/** Numbers of the losses; 1 is the sigmoid's. */
const SOFTMAX: i32 = 0;
const SQUARED: i32 = 2;
const HUBER: i32 = 3;

/**
 * The loss's gradient by the raw outputs, and the sum of weight * loss.
 *
 * @param output (rows, outputs) in panels
 * @param delta (rows, outputs) in panels, whose spare columns and rows are made zero
 * @param y (rows); `weights` (rows), 0 for none
 */
export function lossGradient(
  kind: i32,
  output: usize,
  delta: usize,
  stride: usize,
  y: usize,
  weights: usize,
  rows: i32,
  paddedRows: i32,
  outputs: i32,
): f64 {
  let total: f64 = 0;
  const share: f32 = <f32>1 / <f32>rows;
  for (let row = 0; row < rows; row++) {
    const weight: f32 = weights ? load<f32>(weights + ((<usize>row) << 2)) : 1;
    const truth = load<f32>(y + ((<usize>row) << 2));
    const at = <usize>row * ROW;
    if (kind == SOFTMAX)
      total +=
        <f64>weight * <f64>softmaxRow(output + at, delta + at, stride, outputs, <i32>truth, weight * share);
    else total += <f64>weight * <f64>singleRow(kind, output + at, delta + at, truth, weight * share);
  }
  clearRows(delta, stride, rows, paddedRows, outputs);
  return total / <f64>rows;
}

/** Rows that only fill a tile have no gradient. */
export function clearRows(delta: usize, stride: usize, rows: i32, paddedRows: i32, outputs: i32): void {
  const bytes = <usize>(paddedRows - rows) * ROW;
  for (let j = 0; j < outputs; j += 8) {
    memory.fill(delta + <usize>rows * ROW, 0, bytes);
    delta += stride;
  }
}

function softmaxRow(output: usize, delta: usize, stride: usize, outputs: i32, truth: i32, scale: f32): f32 {
  let highest = f32x4.splat(-Infinity);
  let at = output;
  const lanes = i32x4(0, 1, 2, 3);
  for (let j = 0; j < outputs; j += 8) {
    highest = f32x4.max(highest, inColumns(v128.load(at), lanes, outputs - j, -Infinity));
    highest = f32x4.max(highest, inColumns(v128.load(at, 16), lanes, outputs - j - 4, -Infinity));
    at += stride;
  }
  highest = f32x4.max(highest, v128.shuffle<f32>(highest, highest, 2, 3, 0, 1));
  highest = f32x4.max(highest, v128.shuffle<f32>(highest, highest, 1, 0, 3, 2));
  let sums = f32x4.splat(0);
  at = output;
  let to = delta;
  for (let j = 0; j < outputs; j += 8) {
    const e0 = inColumns(exponential(f32x4.sub(v128.load(at), highest)), lanes, outputs - j, 0);
    const e1 = inColumns(exponential(f32x4.sub(v128.load(at, 16), highest)), lanes, outputs - j - 4, 0);
    v128.store(to, e0);
    v128.store(to, e1, 16);
    sums = f32x4.add(sums, f32x4.add(e0, e1));
    at += stride;
    to += stride;
  }
  sums = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
  sums = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 1, 0, 3, 2));
  const sum = f32x4.extract_lane(sums, 0);
  const shares = f32x4.splat(scale / sum);
  to = delta;
  for (let j = 0; j < outputs; j += 8) {
    v128.store(to, f32x4.mul(v128.load(to), shares));
    v128.store(to, f32x4.mul(v128.load(to, 16), shares), 16);
    to += stride;
  }
  const cell = <usize>(truth >> 3) * stride + ((<usize>(truth & 7)) << 2);
  store<f32>(delta + cell, load<f32>(delta + cell) - scale);
  return f32x4.extract_lane(highest, 0) + logarithm(sum) - load<f32>(output + cell);
}

/** The first `count` lanes of four as they are, the others `rest`. */
function inColumns(values: v128, lanes: v128, count: i32, rest: f32): v128 {
  return v128.bitselect(values, f32x4.splat(rest), i32x4.lt_s(lanes, i32x4.splat(count)));
}

function singleRow(kind: i32, output: usize, delta: usize, truth: f32, scale: f32): f32 {
  const z = load<f32>(output);
  memory.fill(delta, 0, ROW);
  const distance = z - truth;
  if (kind == SQUARED || (kind == HUBER && abs(distance) <= 1)) {
    store<f32>(delta, distance * scale);
    return distance * distance * <f32>0.5;
  }
  if (kind == HUBER) {
    // Not a number stays one: it is neither near nor far.
    store<f32>(delta, (distance > 0 ? <f32>1 : distance < 0 ? <f32>-1 : distance) * scale);
    return abs(distance) - <f32>0.5;
  }
  const e = exponentialOf(-abs(z));
  const probability = z >= 0 ? <f32>1 / (1 + e) : e / (1 + e);
  store<f32>(delta, (probability - truth) * scale);
  return max(z, <f32>0) - truth * z + logarithm(1 + e);
}
