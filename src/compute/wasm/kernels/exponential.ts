import { multiplyAdd } from './lanes';

/** e^x in four lanes, to about 2 ulp: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2] (Cephes, Moshier 1989). Beyond +-87.3: held. */
export function exponential(x: v128): v128 {
  const held = f32x4.min(f32x4.max(x, f32x4.splat(-87.33654)), f32x4.splat(88.37626));
  const n = f32x4.nearest(f32x4.mul(held, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(held, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let y = f32x4.splat(1.98756915e-4);
  y = multiplyAdd(y, r, f32x4.splat(1.3981999507e-3));
  y = multiplyAdd(y, r, f32x4.splat(8.3334519073e-3));
  y = multiplyAdd(y, r, f32x4.splat(4.1665795894e-2));
  y = multiplyAdd(y, r, f32x4.splat(1.6666665459e-1));
  y = multiplyAdd(y, r, f32x4.splat(5.0000001201e-1));
  y = f32x4.add(multiplyAdd(y, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(y, power);
}

export function exponentialOf(x: f32): f32 {
  return f32x4.extract_lane(exponential(f32x4.splat(x)), 0);
}

/** The natural logarithm of one number above zero, to about 2 ulp (Cephes, Moshier 1989). */
export function logarithm(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let e: f32 = <f32>(((bits >> 23) & 255) - 126);
  let m = reinterpret<f32>((bits & 0x7fffff) | 0x3f000000);
  if (m < <f32>0.707106781186547524) {
    e -= 1;
    m = m + m - 1;
  } else m -= 1;
  const z = m * m;
  let y: f32 = 7.0376836292e-2;
  y = y * m - <f32>1.151461031e-1;
  y = y * m + <f32>1.167699874e-1;
  y = y * m - <f32>1.2420140846e-1;
  y = y * m + <f32>1.4249322787e-1;
  y = y * m - <f32>1.6668057665e-1;
  y = y * m + <f32>2.0000714765e-1;
  y = y * m - <f32>2.4999993993e-1;
  y = y * m + <f32>3.3333331174e-1;
  y = y * m * z;
  y += e * <f32>-2.1219444e-4;
  y -= <f32>0.5 * z;
  return m + y + e * <f32>0.693359375;
}

/** tanh in four lanes, from e^-2|x|; near zero, where that loses digits, its series to x^9 (|x| < 0.625, Cephes). */
export function hyperbolicTangent(x: v128): v128 {
  const size = f32x4.abs(x);
  const e = exponential(f32x4.mul(size, f32x4.splat(-2)));
  const one = f32x4.splat(1);
  const large = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  const z = f32x4.mul(size, size);
  let y = f32x4.splat(-5.70498872745e-3);
  y = multiplyAdd(y, z, f32x4.splat(2.06390887954e-2));
  y = multiplyAdd(y, z, f32x4.splat(-5.37397155531e-2));
  y = multiplyAdd(y, z, f32x4.splat(1.33314422036e-1));
  y = multiplyAdd(y, z, f32x4.splat(-3.33332819422e-1));
  const small = multiplyAdd(f32x4.mul(y, z), size, size);
  const value = v128.bitselect(small, large, f32x4.lt(size, f32x4.splat(0.625)));
  return v128.or(value, v128.and(x, i32x4.splat(0x80000000)));
}
