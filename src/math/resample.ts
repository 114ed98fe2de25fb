import type { Random } from '../core/random.ts';

/** Draws as many rows as there are, with repetition, and writes how often each was drawn. */
export type Draw = (random: Random, counts: Uint16Array) => void; // counts: (rows)

/**
 * Rows are drawn one by one, each stratum as often as it has rows: with one stratum the plain bootstrap (Efron 1979),
 * with one for each class the stratified one, in which every resample has the classes' shares (Davison & Hinkley
 * 1997, 3.2). Right for rows that are independent of each other.
 *
 * @param sizes how many rows each stratum has; they lie one after the other // (strata)
 * @example
 * const counts = new Uint16Array(3);
 * drawWithin([2, 1])(new Random(1), counts);
 * counts[0]! + counts[1]! // 2
 * counts[2] // 1
 */
export function drawWithin(sizes: readonly number[]): Draw {
  const words = new Uint32Array(Math.max(0, ...sizes));
  return (random, counts) => {
    counts.fill(0);
    let start = 0;
    for (const size of sizes) {
      random.fill(size === words.length ? words : words.subarray(0, size));
      const scale = size / 2 ** 32;
      for (let i = 0; i < size; i++) counts[start + ((words[i]! * scale) >>> 0)]!++;
      start += size;
    }
  };
}

/**
 * Rows are drawn in blocks of neighbours, so that what makes neighbours alike stays in the resample (moving blocks:
 * Künsch 1989); the last row is followed by the first, so that no row is drawn more seldom than others, and the
 * resamples' mean is that of the rows (circular blocks: Politis & Romano 1992). The last block is cut where there are
 * as many rows as before.
 *
 * @param length rows a block, as by `blockLengthOf`.
 * @example
 * const counts = new Uint16Array(6);
 * drawBlocks(3)(new Random(1), counts);
 * counts.reduce((sum, count) => sum + count) // 6
 */
export function drawBlocks(length: number): Draw {
  return (random, counts) => {
    counts.fill(0);
    const rows = counts.length;
    for (let left = rows; left > 0; left -= length) {
      const start = random.below(rows);
      const end = start + Math.min(length, left);
      for (let row = start; row < Math.min(end, rows); row++) counts[row]!++;
      for (let row = 0; row < end - rows; row++) counts[row]!++;
    }
  };
}
