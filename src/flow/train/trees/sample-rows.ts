import type { Random } from '../../../core/random.ts';

/**
 * So many of the rows, in ascending order, every choice equally likely (selection sampling: Fan, Muller & Rezucha 1962).
 *
 * @example
 * sampleRows(5, 5, random) // Uint32Array [0, 1, 2, 3, 4]
 */
export function sampleRows(rows: number, count: number, random: Random): Uint32Array<ArrayBuffer> {
  const drawn = new Uint32Array(count);
  let taken = 0;
  for (let row = 0; taken < count; row++)
    if (random.uniform() * (rows - row) < count - taken) drawn[taken++] = row;
  return drawn;
}

/**
 * Gradient-based one-side sampling: the rows of the largest gradients, the first of equals, and some of the others, whose gradients and hessians
 * are multiplied so that they stand for all of them.
 *
 * @param pairs (rows, 2) gradients and hessians; those of the others drawn are changed
 */
export function sampleByGradient(
  pairs: Float32Array,
  topShare: number,
  otherShare: number,
  random: Random,
): Uint32Array<ArrayBuffer> {
  const rows = pairs.length / 2;
  const top = Math.max(1, Math.round(topShare * rows));
  const rest = rows - top;
  const others = Math.min(rest, Math.max(1, Math.round(otherShare * rows)));
  const { least, equals } = leastOfTop(pairs, top);
  const factor = rest / others;
  const sample = new Uint32Array(top + others);
  let [taken, left, wanted, equalsLeft] = [0, rest, others, equals];
  for (let row = 0; taken < sample.length; row++) {
    const size = Math.abs(pairs[2 * row]!);
    if (size > least || (size === least && equalsLeft-- > 0)) sample[taken++] = row;
    else if (random.uniform() * left-- < wanted) {
      wanted--;
      pairs[2 * row]! *= factor;
      pairs[2 * row + 1]! *= factor;
      sample[taken++] = row;
    }
  }
  return sample;
}

const DIGITS = 1 << 16;

/**
 * The smallest of the `top` largest gradients, and how many as small are among them: by the upper and then the lower half of their bits,
 * which grow as positive numbers do.
 */
function leastOfTop(pairs: Float32Array, top: number): { readonly least: number; readonly equals: number } {
  const number = new Float32Array(1);
  const bits = new Uint32Array(number.buffer);
  let above = top;
  let found = 0;
  for (const shift of [16, 0]) {
    const counts = new Uint32Array(DIGITS);
    for (let at = 0; at < pairs.length; at += 2) {
      number[0] = Math.abs(pairs[at]!);
      if (shift === 16) counts[bits[0]! >>> 16]!++;
      else if (bits[0]! >>> 16 === found) counts[bits[0]! & (DIGITS - 1)]!++;
    }
    let digit = DIGITS - 1;
    while (counts[digit]! < above) above -= counts[digit--]!;
    found = found * DIGITS + digit;
  }
  bits[0] = found;
  return { least: number[0]!, equals: above };
}
