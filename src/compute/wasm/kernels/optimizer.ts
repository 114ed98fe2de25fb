import { multiplyAdd } from './lanes';

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
