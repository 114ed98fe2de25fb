export const LARGEST_KEY = 0x7fffffff;
/** The key of what is missing: above no bound. */
const MISSING = -0x80000000;

const value = new Float32Array(1);
const word = new Int32Array(value.buffer);

/** A whole number that grows as Float32 values do; -0 is 0. */
export function keyOf(number: number): number {
  value[0] = number + 0;
  return number === 0 ? 0 : word[0]! ^ ((word[0]! >> 31) & LARGEST_KEY);
}

/** Writes the keys of rows: of each row its values', then those of its negated values. */
export function writeKeys(
  x: Float32Array, // (rows, width)
  width: number,
  from: number,
  to: number,
  keys: Int32Array, // (to - from, 2, width)
): void {
  const words = new Int32Array(x.buffer, x.byteOffset, x.length);
  let into = 0;
  for (let row = from; row < to; row++, into += 2 * width)
    for (let feature = 0; feature < width; feature++) {
      const at = row * width + feature;
      const number = x[at]!;
      const bits = words[at]!;
      const key = bits ^ ((bits >> 31) & LARGEST_KEY);
      const isZero = number === 0;
      const isMissing = number !== number;
      keys[into + feature] = isMissing ? MISSING : isZero ? 0 : key;
      keys[into + width + feature] = isMissing ? MISSING : isZero ? 0 : ~key;
    }
}
