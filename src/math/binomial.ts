const HALF_LOG_TWO_PI = 0.9189385332046727;

/**
 * log of C(n, k) / 2^n, the chance of k heads in n tosses of a fair coin: exact to about 1e-15 relative at any n,
 * where a difference of log-gammas loses a digit with every factor of ten (the saddle-point form of Loader 2000).
 *
 * @example
 * Math.exp(logHalfBinomial(1, 2)) // 0.5
 */
export function logHalfBinomial(k: number, n: number): number {
  if (k === 0 || k === n) return -n * Math.LN2;
  const half = n / 2;
  return (
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, half) -
    deviance(n - k, half) -
    HALF_LOG_TWO_PI +
    0.5 * Math.log(n / k / (n - k))
  );
}

/** log(n!) less Stirling's log(sqrt(2 pi n) (n/e)^n). */
function stirlingError(n: number): number {
  if (n <= 15) {
    let factorial = 1;
    for (let i = 2; i <= n; i++) factorial *= i;
    return Math.log(factorial) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
  }
  const nn = n * n;
  return (
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / nn) / nn) / nn) / nn) / nn) / n
  );
}

/** x log(x / m) + m - x, by its series where x is close to m and the plain form would cancel. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  const vv = v * v;
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    power *= vv;
    const next = sum + power / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
  return sum;
}
