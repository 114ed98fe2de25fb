import { multiplyAdd } from './lanes';
import { anchor, strengths } from './layout';
import { anchorStrength } from './training';

/**
 * One step of Adam with decoupled decay over a range of numbers, in place (Kingma & Ba 2015; Loshchilov & Hutter 2019).
 *
 * @param rate the learning rate over the first moment's bias correction.
 * @param scale one over the root of the second moment's bias correction.
 * @param kept what is left of a weight after its decay.
 */
export function adam(
  parameters: usize,
  gradient: usize,
  first: usize,
  second: usize,
  count: i32,
  beta1: f64,
  beta2: f64,
  epsilon: f32,
  rate: f32,
  scale: f32,
  kept: f32,
): void {
  const b1 = f32x4.splat(<f32>beta1);
  const b2 = f32x4.splat(<f32>beta2);
  // Subtracted in double precision: in single, a hundred-thousandth of 1 - 0.999 would be lost.
  const rest1 = f32x4.splat(<f32>(1 - beta1));
  const rest2 = f32x4.splat(<f32>(1 - beta2));
  const small = f32x4.splat(epsilon);
  const roots = f32x4.splat(scale);
  const rates = f32x4.splat(-rate);
  const keep = f32x4.splat(kept);
  const end = parameters + <usize>count * 4;
  while (parameters < end) {
    const g = v128.load(gradient);
    const m = multiplyAdd(rest1, g, f32x4.mul(b1, v128.load(first)));
    const v = multiplyAdd(rest2, f32x4.mul(g, g), f32x4.mul(b2, v128.load(second)));
    v128.store(first, m);
    v128.store(second, v);
    const size = multiplyAdd(f32x4.sqrt(v), roots, small);
    v128.store(parameters, multiplyAdd(rates, f32x4.div(m, size), f32x4.mul(keep, v128.load(parameters))));
    parameters += 16;
    gradient += 16;
    first += 16;
    second += 16;
  }
}

/** One step of gradient descent with momentum over a range of numbers, in place (Polyak 1964). */
export function momentumStep(
  parameters: usize,
  gradient: usize,
  velocity: usize,
  count: i32,
  momentum: f32,
  rate: f32,
  kept: f32,
): void {
  const rest = f32x4.splat(momentum);
  const rates = f32x4.splat(-rate);
  const keep = f32x4.splat(kept);
  const bytes = <usize>count * 4;
  for (let at: usize = 0; at < bytes; at += 16) {
    const v = multiplyAdd(rest, v128.load(velocity + at), v128.load(gradient + at));
    v128.store(velocity + at, v);
    const value = f32x4.mul(keep, v128.load(parameters + at));
    v128.store(parameters + at, multiplyAdd(rates, v, value));
  }
}

/**
 * Adds l2 * weight + strength * (weight - anchor) to the gradient, where there is an anchor.
 *
 * @param by where these numbers begin, in bytes, among all.
 */
export function pull(gradient: usize, parameters: usize, by: usize, count: i32, l2: f32): void {
  const toZero = f32x4.splat(l2);
  let toAnchor = f32x4.splat(anchorStrength);
  const bytes = <usize>count * 4;
  for (let at: usize = 0; at < bytes; at += 16) {
    const w = v128.load(parameters + at);
    let g = multiplyAdd(toZero, w, v128.load(gradient + at));
    if (strengths) toAnchor = v128.load(strengths + by + at);
    if (anchor) g = multiplyAdd(toAnchor, f32x4.sub(w, v128.load(anchor + by + at)), g);
    v128.store(gradient + at, g);
  }
}

/** Shortens the gradient to this Euclidean length where it is longer. */
export function shorten(gradient: usize, count: i32, longest: f64): void {
  let squares: f64 = 0;
  const bytes = <usize>count * 4;
  for (let at: usize = 0; at < bytes; at += 4) {
    const g = <f64>load<f32>(gradient + at);
    squares += g * g;
  }
  const length = Math.sqrt(squares);
  if (!(length > longest)) return;
  const share = f32x4.splat(<f32>(longest / length));
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(gradient + at, f32x4.mul(v128.load(gradient + at), share));
}
