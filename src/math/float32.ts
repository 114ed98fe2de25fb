const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/**
 * The next larger Float32 of one that is finite.
 *
 * @example
 * nextFloat32Up(1) - 1 // 1.1920928955078125e-7
 * nextFloat32Up(0) // 1.401298464324817e-45
 */
export function nextFloat32Up(value: number): number {
  if (value === 0) return 2 ** -149;
  single[0] = value;
  bits[0] = bits[0]! + (value > 0 ? 1 : -1);
  return single[0];
}

/** The next smaller Float32 of one that is finite. */
export function nextFloat32Down(value: number): number {
  return -nextFloat32Up(-value);
}

/**
 * The largest Float32 that is not above a number: every Float32 is up to the one exactly where it is up to the other. -Infinity where there is none.
 *
 * @example
 * floorFloat32(0.1) // 0.09999999403953552
 * floorFloat32(0.5) // 0.5
 */
export function floorFloat32(value: number): number {
  const nearest = Math.fround(value);
  if (nearest <= value) return nearest;
  return nearest === Infinity ? LARGEST_FLOAT32 : nextFloat32Down(nearest);
}

/**
 * The largest number that becomes this Float32 when it is rounded: every number is up to it exactly where its nearest Float32 is up to
 * the Float32.
 *
 * @example
 * largestRoundedTo(1) // 1.0000000596046448
 * Math.fround(largestRoundedTo(1)) // 1
 */
export function largestRoundedTo(value: number): number {
  const next = value === LARGEST_FLOAT32 ? 2 ** 128 : nextFloat32Up(value);
  const middle = (value + next) / 2;
  return Math.fround(middle) <= value ? middle : nextDown(middle);
}

export const LARGEST_FLOAT32 = 3.4028234663852886e38;

const double = new Float64Array(1);
const words = new BigInt64Array(double.buffer);

/** The next smaller number of one that is finite and not 0. */
function nextDown(value: number): number {
  double[0] = value;
  words[0] = words[0]! + (value > 0 ? -1n : 1n);
  return double[0];
}
