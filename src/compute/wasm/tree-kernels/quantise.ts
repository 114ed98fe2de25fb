/** The largest sizes of gradient and hessian of the rows. */
export function largest(pairs: usize, order: usize, count: i32, out: usize): void {
  let most = f32x4.splat(0);
  for (let i: usize = 0; i < <usize>count; i++) {
    const row = <usize>load<u32>(order + (i << 2));
    most = f32x4.max(most, f32x4.abs(v128.load64_zero(pairs + (row << 3))));
  }
  v128.store(out, f64x2.promote_low_f32x4(most));
}

/** Gradients and hessians, times these powers of two, as whole numbers, halves to the even one. */
export function quantise(pairs: usize, order: usize, count: i32, perGradient: f64, perHessian: f64): void {
  const factors = f64x2.replace_lane(f64x2.splat(perGradient), 1, perHessian);
  for (let i: usize = 0; i < <usize>count; i++) {
    const at = pairs + ((<usize>load<u32>(order + (i << 2))) << 3);
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(at));
    const whole = f64x2.nearest(f64x2.mul(pair, factors));
    v128.store64_lane(at, i32x4.trunc_sat_f64x2_s_zero(whole), 0);
  }
}

/** ALIKE in ../../trees/kernels.ts. */
const ALIKE: f64 = 1.0 / 1048576;

/** Whether all rows at these places ask for the step of their sums: reference/tree-kernels.ts. */
export function areAlike(
  pairs: usize,
  order: usize,
  from: i32,
  to: i32,
  gradient: f64,
  hessian: f64,
  gradientUnit: f64,
  hessianUnit: f64,
): bool {
  for (let place = from; place < to; place++) {
    const at = pairs + ((<usize>load<u32>(order + ((<usize>place) << 2))) << 3);
    const ownGradient = <f64>load<i32>(at) * gradientUnit;
    const ownHessian = <f64>load<i32>(at, 4) * hessianUnit;
    const apart = Math.abs(ownGradient * hessian - gradient * ownHessian);
    if (apart > ALIKE * Math.abs(gradient) * ownHessian) return false;
  }
  return hessian > 0;
}
