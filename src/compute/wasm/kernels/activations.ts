import { hyperbolicTangent } from './exponential';
import { ROW, multiplyAdd } from './lanes';

/** Numbers of the activations; 0 is the relu's, which the products take care of. */
export const TANH: i32 = 1;
export const GELU: i32 = 2;

/** sqrt(2 / pi) (x + 0.044715 x^3), of which the gelu takes the tangent. */
function geluInner(x: v128): v128 {
  const cubic = multiplyAdd(f32x4.mul(x, x), f32x4.splat(0.044715), f32x4.splat(1));
  return f32x4.mul(f32x4.mul(x, f32x4.splat(0.7978845608028654)), cubic);
}

function gelu(x: v128): v128 {
  const t = hyperbolicTangent(geluInner(x));
  return f32x4.mul(f32x4.mul(x, f32x4.splat(0.5)), f32x4.add(t, f32x4.splat(1)));
}

function geluSlope(x: v128): v128 {
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const t = hyperbolicTangent(geluInner(x));
  const inner = f32x4.mul(
    f32x4.splat(0.7978845608028654),
    multiplyAdd(f32x4.mul(x, x), f32x4.splat(0.134145), one),
  );
  const bend = f32x4.mul(f32x4.mul(x, inner), f32x4.sub(one, f32x4.mul(t, t)));
  return f32x4.mul(half, f32x4.add(f32x4.add(one, t), bend));
}

/** Applies the activation to columns in panels; `to` may be where they come from. */
export function activate(kind: i32, values: usize, to: usize, stride: usize, rows: i32, columns: i32): void {
  const bytes = <usize>rows * ROW;
  for (let j = 0; j < columns; j += 8) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const x = v128.load(values + at);
      v128.store(to + at, kind == TANH ? hyperbolicTangent(x) : gelu(x));
    }
    values += stride;
    to += stride;
  }
}

/**
 * Multiplies the gradient by the activation's derivative, from what came out of a tanh, and grew since by `grown`, or what went
 * into a gelu.
 */
export function throughActivation(
  kind: i32,
  delta: usize,
  values: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  grown: f32,
): void {
  const by = f32x4.splat(1 / grown);
  const one = f32x4.splat(1);
  const bytes = <usize>rows * ROW;
  for (let j = 0; j < columns; j += 8) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = f32x4.mul(v128.load(values + at), by);
      const slope = kind == TANH ? f32x4.sub(one, f32x4.mul(value, value)) : geluSlope(value);
      v128.store(delta + at, f32x4.mul(v128.load(delta + at), slope));
    }
    delta += stride;
    values += stride;
  }
}
