import { exponential } from './exponential';
import { take } from './layout';

// Logistic or linear regression that learns row by row (math/online-linear.ts): weights in double precision, for steps are small beside
// them; the rows as they came.

let inputs: i32 = 0;
let isLogistic: bool = false;
let parameters: usize = 0; // f64 (inputs + 1)
let x: usize = 0; // f32 (rows, inputs)
let y: usize = 0; // f32 (rows)
let weights: usize = 0; // f32 (rows)
let answers: usize = 0; // f64 (rows)

/** Begins a model, and makes room for so many rows at a time. */
export function beginOnline(inputsOf: i32, isLogisticOf: bool, rows: i32): void {
  inputs = inputsOf;
  isLogistic = isLogisticOf;
  parameters = take((<usize>(inputs + 1)) << 3);
  x = take((<usize>rows * <usize>inputs) << 2);
  y = take((<usize>rows) << 2);
  weights = take((<usize>rows) << 2);
  answers = take((<usize>rows) << 3);
}

export function onlineParametersAt(): usize {
  return parameters;
}
export function onlineXAt(): usize {
  return x;
}
export function onlineYAt(): usize {
  return y;
}
export function onlineWeightsAt(): usize {
  return weights;
}
export function onlineAnswersAt(): usize {
  return answers;
}

function predictRow(row: usize): f64 {
  const whole = inputs & ~3;
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let w = parameters;
  let at = row;
  for (let k = 0; k < whole; k += 4) {
    const four = v128.load(at);
    s0 = f64x2.add(s0, f64x2.mul(v128.load(w), f64x2.promote_low_f32x4(four)));
    const upper = f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(w, 16), upper));
    at += 16;
    w += 32;
  }
  s0 = f64x2.add(s0, s1);
  let raw = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (let k = whole; k < inputs; k++) {
    raw += load<f64>(w) * <f64>load<f32>(at);
    at += 4;
    w += 8;
  }
  raw += load<f64>(w);
  return isLogistic ? logistic(raw) : raw;
}

function logistic(raw: f64): f64 {
  const e = <f64>f32x4.extract_lane(exponential(f32x4.splat(<f32>-abs<f64>(raw))), 0);
  return raw >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** Predicts for rows that stand at x, one after the other. */
export function predictOnline(rows: i32): void {
  const size = (<usize>inputs) << 2;
  for (let row: usize = 0; row < <usize>rows; row++)
    store<f64>(answers + (row << 3), predictRow(x + row * size));
}

/** The same, and a step down the gradient of each row's loss before the next one is looked at. */
export function learnOnline(rows: i32, learningRate: f64): void {
  const size = (<usize>inputs) << 2;
  const whole = inputs & ~3;
  for (let row: usize = 0; row < <usize>rows; row++) {
    let at = x + row * size;
    let w = parameters;
    const answer = predictRow(at);
    store<f64>(answers + (row << 3), answer);
    const share = learningRate * <f64>load<f32>(weights + (row << 2));
    const move = share * (answer - <f64>load<f32>(y + (row << 2)));
    const moves = f64x2.splat(move);
    for (let k = 0; k < whole; k += 4) {
      const four = v128.load(at);
      const upper = f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
      v128.store(w, f64x2.sub(v128.load(w), f64x2.mul(moves, f64x2.promote_low_f32x4(four))));
      v128.store(w, f64x2.sub(v128.load(w, 16), f64x2.mul(moves, upper)), 16);
      at += 16;
      w += 32;
    }
    for (let k = whole; k < inputs; k++) {
      store<f64>(w, load<f64>(w) - move * <f64>load<f32>(at));
      at += 4;
      w += 8;
    }
    store<f64>(w, load<f64>(w) - move);
  }
}
