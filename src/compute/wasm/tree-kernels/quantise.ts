/** The largest sizes of gradient and hessian of the rows. */
export function largest(pairs: usize, order: usize, count: i32, out: usize): void {
  let most = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>count; i++) {
    const row = <usize>load<u32>(order + (i << 2));
    most = f64x2.max(most, f64x2.abs(v128.load(pairs + (row << 4))));
  }
  v128.store(out, most);
}

/**
 * Gradients and hessians, times these powers of two, as whole numbers, halves to the even one; each gradient with a one from the bit
 * `shift` on, so that sums of gradients count their rows as well.
 */
export function quantise(
  pairs: usize,
  order: usize,
  count: i32,
  perGradient: f64,
  perHessian: f64,
  shift: i32,
): void {
  const one: i64 = (<i64>1) << shift;
  for (let i: usize = 0; i < <usize>count; i++) {
    const at = pairs + ((<usize>load<u32>(order + (i << 2))) << 4);
    store<i64>(at, one + <i64>nearest<f64>(load<f64>(at) * perGradient));
    store<i64>(at, <i64>nearest<f64>(load<f64>(at, 8) * perHessian), 8);
  }
}
