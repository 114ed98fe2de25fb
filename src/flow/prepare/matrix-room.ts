import type { ColumnProfile } from '../../core/profile.ts';
import { oneHot } from './steps/one-hot.ts';
import { quantileBins } from './steps/quantile-bins.ts';

/** What the matrix of a table may take: a browser's tab has a few gigabytes in all, and the learner needs its share. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_FEATURES_OF_A_TIME = 8;
/** Fewer ranges than these hardly bend a straight line. */
const FEWEST_BINS = 4;
const FEWEST_LABELS = 10;

export interface MatrixRoom {
  /** Ranges for each number; 0: none. */
  readonly bins: number;
  /** Labels of a category that have a feature of their own. */
  readonly labels: number;
  /** What of it is less than usual, and why: sentences for the person. */
  readonly notes: readonly string[];
}

/**
 * How many features can be made of the columns so that the matrix of all rows stays within 256 MB: fewer ranges for numbers first, then
 * none, then fewer labels.
 *
 * Ranges go first, since a million rows teach a network by themselves what ranges are there to show to few. What
 * columns give in any case, one feature a number, is never cut.
 *
 * @param hasBins whether numbers are to be cut into ranges at all
 */
export function matrixRoom(columns: readonly ColumnProfile[], hasBins: boolean): MatrixRoom {
  const rows = columns[0]?.rows ?? 0;
  const { bins: usualBins } = quantileBins.defaults;
  const { maximumLabels: usualLabels } = oneHot.defaults;
  const room = MOST_BYTES / Math.max(1, rows * Float32Array.BYTES_PER_ELEMENT); // features
  const numbers = columns.filter(({ kind }) => kind === 'number').length;
  const featuresOf = (labels: number) =>
    columns.reduce((sum, column) => sum + mostFeatures(column, labels), 0);

  let bins = 0;
  if (hasBins && numbers > 0) {
    bins = Math.min(usualBins, Math.floor((room - featuresOf(usualLabels)) / numbers));
    if (bins < FEWEST_BINS) bins = 0;
  }
  let labels = usualLabels;
  while (labels > FEWEST_LABELS && featuresOf(labels) > room) labels--;

  const notes: string[] = [];
  const why = `so that the features of ${rows.toLocaleString('en-US')} rows fit into memory`;
  if (hasBins && numbers > 0 && bins < usualBins)
    notes.push(
      bins === 0
        ? `Numbers are not cut into ranges, ${why}.`
        : `Numbers are cut into ${bins} ranges each and not into ${usualBins}, ${why}.`,
    );
  if (labels < usualLabels)
    notes.push(
      `Of each category the ${labels} most frequent labels have a feature of their own and not ${usualLabels}, ${why}.`,
    );
  return { bins, labels, notes };
}

/** Whether labels get an index and not a feature each. */
export function areManyLabels({ distinct }: ColumnProfile): boolean {
  return distinct > oneHot.defaults.maximumLabels;
}

/** What the default recipe makes of a column at most, ranges aside. */
function mostFeatures(column: ColumnProfile, labels: number): number {
  const { kind, missing, distinct } = column;
  const indicator = missing > 0 ? 1 : 0;
  if (kind === 'number' || kind === 'boolean') return 1 + indicator;
  if (kind === 'time') return MOST_FEATURES_OF_A_TIME;
  if (areManyLabels(column)) return 1;
  return Math.min(distinct, labels) + 1 + indicator;
}
