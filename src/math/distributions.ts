import { PerennialError } from '../core/errors.ts';

/**
 * The value that a standard normal stays below with this probability, by rational approximations for its middle and its
 * tails (Wichura 1988, algorithm AS 241): exact to 1e-15 relative, in any tail that a number can name.
 *
 * @example
 * normalQuantile(0.975) // 1.95996...
 * @throws `probability` outside of 0 to 1, both excluded.
 */
export function normalQuantile(probability: number): number {
  const centred = checkProbability(probability) - 0.5;
  if (Math.abs(centred) <= 0.425) return centred * ratio(MIDDLE, 0.180625 - centred * centred);
  const depth = Math.sqrt(-Math.log(Math.min(probability, 1 - probability)));
  const distance = depth <= 5 ? ratio(TAIL, depth - 1.6) : ratio(FAR_TAIL, depth - 5);
  return centred < 0 ? -distance : distance;
}

/** Coefficients of numerator and denominator, of the highest power first. */
type Ratio = readonly [readonly number[], readonly number[]];

const MIDDLE: Ratio = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
];

const TAIL: Ratio = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
];

const FAR_TAIL: Ratio = [
  [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ],
];

function ratio([above, below]: Ratio, x: number): number {
  const at = (coefficients: readonly number[]) => coefficients.reduce((sum, each) => sum * x + each);
  return at(above) / at(below);
}

/** From here on the expansion around the normal is as exact as the fraction, and takes no steps. */
const EXPANDED_FROM = 10_000;

/**
 * The value that Student's t with `freedom` degrees of freedom (any number above 0) stays below with this probability:
 * exact to 1e-11 relative.
 *
 * Newton's steps on the logarithm of the tail as a function of the logarithm of the value. That function falls more and
 * more steeply, so the first step from a value that is too small goes too far, and those after it come back to the root
 * without crossing it; the normal quantile and the tangent at the centre are both too small. From 10,000 degrees of
 * freedom on, the expansion of t around the normal (Fisher & Cornish 1960).
 *
 * @example
 * studentQuantile(0.975, 10) // 2.22813...
 * @throws `probability` outside of 0 to 1, both excluded; `freedom` unless above 0.
 */
export function studentQuantile(probability: number, freedom: number): number {
  checkFreedom(freedom);
  if (probability > 0.5) return -studentQuantile(1 - probability, freedom);
  const z = -normalQuantile(probability);
  if (probability === 0.5) return 0;
  if (freedom >= EXPANDED_FROM)
    return -(z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2));
  let value = Math.max(z, (0.5 - probability) / studentDensity(0, freedom));
  for (let step = 0; step < 100; step++) {
    const tail = studentTail(value, freedom);
    const change = (Math.log(tail / probability) * tail) / (value * studentDensity(value, freedom));
    value *= Math.exp(change);
    if (!(Math.abs(change) > 1e-14)) break;
  }
  return -value;
}

/**
 * The probability that Student's t with `freedom` degrees of freedom is at most `value`: exact to 1e-10, small tails
 * relative to themselves.
 *
 * @throws `freedom` unless above 0.
 */
export function studentCdf(value: number, freedom: number): number {
  const tail = studentTail(Math.abs(value), checkFreedom(freedom));
  return value < 0 ? tail : 1 - tail;
}

function studentDensity(value: number, freedom: number): number {
  const height = gammaRatio(freedom / 2) / Math.sqrt(freedom * Math.PI);
  return height * Math.exp(-((freedom + 1) / 2) * Math.log1p((value * value) / freedom));
}

/** Beyond it t is the normal, to more digits than are promised; the fraction takes the more steps the more freedom. */
const MOST_FREEDOM = 1e9;

/** The probability of more than `value`, which is not negative: half of the incomplete beta I_x(freedom / 2, 1 / 2). */
function studentTail(value: number, freedom: number): number {
  const a = Math.min(freedom, MOST_FREEDOM) / 2;
  const squared = (value * value) / (2 * a);
  const x = 1 / (1 + squared);
  // Half of x^a (1 - x)^(1/2) / B(a, 1/2)
  const half = (Math.exp(-a * Math.log1p(squared)) * Math.sqrt((squared * x) / Math.PI) * gammaRatio(a)) / 2;
  return x < (a + 1) / (a + 2.5)
    ? (half / a) * betaFraction(a, 0.5, x)
    : 0.5 - 2 * half * betaFraction(0.5, a, squared * x);
}

/**
 * The continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8), forwards by the method of Lentz
 * (1976); quick where x < (a + 1) / (a + b + 2).
 */
function betaFraction(a: number, b: number, x: number): number {
  const apartFromZero = (number: number) => (Math.abs(number) < 1e-300 ? 1e-300 : number);
  let c = 1;
  let d = 1 / apartFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; ; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / apartFromZero(1 + term * d);
      c = apartFromZero(1 + term / c);
      change = c * d;
      value *= change;
    }
    if (!(Math.abs(change - 1) > 1e-15) || m > 100_000) return value;
  }
}

/** gamma(a + 1/2) / gamma(a): its expansion where a is large (Tricomi & Erdélyi 1951), taken down to smaller a. */
function gammaRatio(a: number): number {
  let factor = 1;
  for (; a < 64; a++) factor *= a / (a + 0.5);
  const series = 1 + (-1 + (1 + (5 - (21 + 399 / (8 * a)) / (32 * a)) / (8 * a)) / (16 * a)) / (8 * a);
  return factor * Math.sqrt(a) * series;
}

function checkProbability(probability: number): number {
  if (probability > 0 && probability < 1) return probability;
  throw new PerennialError(
    'probability',
    `${probability} is not a probability to take a quantile at; choose one above 0 and below 1`,
  );
}

function checkFreedom(freedom: number): number {
  if (freedom > 0 && freedom < Infinity) return freedom;
  throw new PerennialError(
    'freedom',
    `${freedom} degrees of freedom are not a Student distribution; a finite number above 0 is`,
  );
}
