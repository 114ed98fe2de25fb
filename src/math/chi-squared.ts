/**
 * The chance that a sum of `freedom` squared standard normals is above `value`: the upper incomplete gamma function Q(freedom / 2, value / 2),
 * by its series where the value is small and by its continued fraction where it is large (Abramowitz & Stegun 6.5.29, 6.5.31). Exact to 1e-12,
 * small tails relative to themselves.
 *
 * @param freedom a whole number from 1 on, or any above 0
 * @example
 * chiSquaredTail(3.841458820694124, 1) // 0.04999...
 */
export function chiSquaredTail(value: number, freedom: number): number {
  if (!(value > 0)) return 1;
  const [a, x] = [freedom / 2, value / 2];
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** By the method of Lentz (1976). */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 10_000; n++) {
    const factor = -n * (n - a);
    b += 2;
    d = 1 / (factor * d + b);
    c = b + factor / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

/** By Stirling's series, from 12 on; below, taken up to there. */
function logGamma(a: number): number {
  let shift = 0;
  for (; a < 12; a++) shift += Math.log(a);
  const square = a * a;
  const series =
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / a;
  return (a - 0.5) * Math.log(a) - a + Math.log(2 * Math.PI) / 2 + series - shift;
}
