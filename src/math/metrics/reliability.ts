import type { Ranking } from './roc.ts';

/** Rows that were given about the same probability. */
export interface Bin {
  readonly rows: number;
  /** The mean of their probabilities. */
  readonly predicted: number;
  /** The share of them for which it came true. */
  readonly observed: number;
}

/** How probabilities fall into bins, and in which rows they came true. */
export interface Binning {
  readonly bins: readonly Bin[];
  /** Of each row, twice its bin, plus 1 where it came true. */
  readonly cells: Uint16Array<ArrayBuffer>; // (rows)
}

/**
 * Puts rows into bins of equal mass: the edges are the quantiles of the probabilities, and rows of one probability are
 * in one bin, as in scikit-learn's `calibration_curve(strategy="quantile")`.
 *
 * Of equal mass and not of equal width: probabilities gather near 0 and 1, where bins of equal width hold nearly all
 * rows and the others a few that say nothing (Nixon et al. 2019).
 *
 * @param probabilities // (rows)
 * @param ranking of the rows by them; positive is a row for which it came true.
 * @param bins as many at most; fewer where probabilities repeat.
 */
export function binByMass(
  probabilities: ArrayLike<number>,
  { order, positive }: Ranking,
  bins: number,
): Binning {
  const rows = order.length;
  const cells = new Uint16Array(rows);
  const filled: Bin[] = [];
  let place = 0;
  for (let i = 1; i <= bins && place < rows; i++) {
    const edge = i === bins ? Infinity : quantileOf(probabilities, order, i, bins);
    const start = place;
    let [sum, hits] = [0, 0];
    for (; place < rows && probabilities[order[place]!]! <= edge; place++) {
      sum += probabilities[order[place]!]!;
      hits += positive[place]!;
      cells[order[place]!] = 2 * filled.length + positive[place]!;
    }
    const count = place - start;
    if (count > 0) filled.push({ rows: count, predicted: sum / count, observed: hits / count });
  }
  return { bins: filled, cells };
}

/**
 * The expected calibration error: by how much the mean probability and the share that came true are apart in a bin, on
 * average over the rows (Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017). 0 is perfect; it is never below, so chance
 * alone puts it above.
 *
 * @example
 * calibrationError([{ rows: 30, predicted: 0.25, observed: 0.5 }, { rows: 10, predicted: 1, observed: 1 }]) // 0.1875
 */
export function calibrationError(bins: readonly Bin[]): number {
  let [sum, rows] = [0, 0];
  for (const bin of bins) {
    sum += bin.rows * Math.abs(bin.observed - bin.predicted);
    rows += bin.rows;
  }
  return sum / rows;
}

function quantileOf(values: ArrayLike<number>, order: Uint32Array, part: number, parts: number): number {
  const place = (part * (order.length - 1)) / parts;
  const below = Math.floor(place);
  const low = values[order[below]!]!;
  return low + (place - below) * (values[order[below + 1]!]! - low);
}
