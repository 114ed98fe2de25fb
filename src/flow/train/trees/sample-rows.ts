import { orderOf } from '../../../math/sort.ts';
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
 * Gradient-based one-side sampling: the rows of the largest gradients, and some of the others, whose gradients and hessians are multiplied so that
 * they stand for all of them.
 *
 * @param pairs (rows, 2) gradients and hessians; those of the others drawn are changed
 */
export function sampleByGradient(
  pairs: Float64Array,
  topShare: number,
  otherShare: number,
  random: Random,
): Uint32Array<ArrayBuffer> {
  const rows = pairs.length / 2;
  const top = Math.max(1, Math.round(topShare * rows));
  const others = Math.min(rows - top, Math.max(1, Math.round(otherShare * rows)));
  const bySize = orderOf(Float64Array.from({ length: rows }, (_, row) => -Math.abs(pairs[2 * row]!)));
  const rest = bySize.subarray(top);
  const drawn = sampleRows(rest.length, others, random).map((place) => rest[place]!);
  const factor = rest.length / others;
  for (const row of drawn) {
    pairs[2 * row]! *= factor;
    pairs[2 * row + 1]! *= factor;
  }
  const all = new Uint32Array(top + others);
  all.set(bySize.subarray(0, top));
  all.set(drawn, top);
  return all.sort();
}
