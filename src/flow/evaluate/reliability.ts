import type { Reliability } from '../../core/evaluation.ts';
import type { Prediction } from '../../core/matrix.ts';
import type { Interval } from '../../math/bootstrap.ts';
import { rank, type Ranking } from '../../math/metrics/roc.ts';
import { binByMass, calibrationError, type Binning } from '../../math/metrics/reliability.ts';

const MOST_BINS = 10;

/** In fewer rows an observed share says next to nothing. */
const FEWEST_ROWS_A_BIN = 10;

/**
 * The probability of the second of two classes, or of the class that is named (Guo et al. 2017), in bins.
 *
 * @param ranking of the rows by the second class, where two classes have one.
 */
export function binProbabilities(
  { outputs, values }: Prediction,
  y: Float32Array,
  named: Uint32Array,
  ranking: Ranking | undefined,
): Binning {
  const isBinary = outputs === 2;
  const told = new Float32Array(y.length);
  for (let row = 0; row < told.length; row++)
    told[row] = values[row * outputs + (isBinary ? 1 : named[row]!)]!;
  const isTrue = (row: number): boolean => y[row] === (isBinary ? 1 : named[row]);
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(y.length / FEWEST_ROWS_A_BIN)));
  return binByMass(told, isBinary && ranking ? ranking : rank(told, isTrue), bins);
}

/** The share of each bin that came true, each row counting as often as it was drawn; NaN for a bin not drawn. */
export function observedShares({ bins, cells }: Binning, counts: Uint16Array): number[] {
  const drawn = new Float64Array(2 * bins.length);
  for (let row = 0; row < cells.length; row++) drawn[cells[row]!]! += counts[row]!;
  return bins.map((_, i) => drawn[2 * i + 1]! / (drawn[2 * i]! + drawn[2 * i + 1]!));
}

export function reliabilityOf(
  { bins }: Binning,
  of: Reliability['of'],
  intervals: readonly Interval[],
): Reliability {
  return {
    of,
    bins: bins.map((bin, i) => ({ ...bin, low: intervals[i]![0], high: intervals[i]![1] })),
    calibrationError: calibrationError(bins),
  };
}
