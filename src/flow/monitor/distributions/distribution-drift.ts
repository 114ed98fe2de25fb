import { isMissing, type Column, type ColumnKind } from '../../../core/column.ts';
import type { ColumnDriftTest, DriftFinding, DriftTestRun } from '../../../core/drift-test.ts';
import type { Sliced } from '../../../core/sliced.ts';
import { findColumn, type Table } from '../../../core/table.ts';
import { homogeneity } from '../../../math/contingency.ts';
import { type Correction, correctPValues } from '../../../math/correct-p-values.ts';
import { chiSquared } from './chi-squared.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { hasCells } from './refuse-samples.ts';
import { wasserstein } from './wasserstein.ts';

/** Up to so many rows in the smaller sample a test decides, beyond a distance: then the smallest change is no chance. */
const MOST_TESTED_ROWS = 1000;
/** From this difference of the shares of missing cells on, where there are more rows than that. */
const LEAST_MISSING = 0.05;
const MOST_PERMUTATIONS = 9999;

export interface DistributionDriftOptions {
  /** The level for all columns together: .05 by default. */
  readonly alpha: number;
  /** Holm by default, since an alarm is acted on. */
  readonly correction: Correction;
  /** Which test compares columns of a kind; where none is given, the smaller sample's rows decide. */
  readonly tests: Partial<Record<ColumnKind, ColumnDriftTest>>;
  readonly seed: number;
}

export interface DriftReport {
  /** In the order of the reference's columns. */
  readonly columns: readonly ColumnDrift[];
  /** Columns of the reference that could not be compared, and why. */
  readonly left: readonly { readonly column: string; readonly reason: string }[];
  readonly alpha: number;
  readonly correction: Correction;
}

export interface ColumnDrift {
  readonly column: string;
  readonly columnKind: ColumnKind;
  /** Of the cells that are there; null for texts and identifiers, whose values do not repeat, and where a sample has no cells. */
  readonly values: TestedDrift | null;
  /** Of how many are missing. */
  readonly missing: TestedDrift & { readonly reference: number; readonly window: number };
  readonly hasMoved: boolean;
}

export interface TestedDrift extends DriftFinding {
  /** The kind and the title of the test. */
  readonly test: string;
  readonly title: string;
  /** For all columns together; against it `hasDrifted` is held. */
  readonly correctedPValue: number;
  readonly leastEffect: number;
}

/**
 * Which columns of newer rows are distributed otherwise than they were: each by a test, corrected for their number, with how large the change is.
 *
 * By default, where the smaller sample has up to 1,000 rows, numbers and times are compared by Kolmogorov-Smirnov, categories and booleans by chi-squared, and any
 * change that is no chance counts. Beyond, by the distances of Wasserstein and of Jensen and Shannon, and a change must reach .1 too: of large samples every
 * difference is significant, also one that matters to nobody. (As Evidently chooses; there the reference's rows decide, but chance goes by
 * the smaller sample.)
 *
 * Missing cells are left out of that, and compared on their own: their shares by chi-squared, where any are missing. Only differences of 5
 * points or more count beyond 1,000 rows. Columns that the window lacks, or has as another kind, are told with their reason.
 *
 * @param reference rows that the model has learnt from, or any that are known to be as expected
 * @param window newer rows; columns that the reference lacks do not count
 * @example
 * const numbers = (name: string, from: number) => ({ kind: 'number' as const, name, values: Float64Array.from({ length: 40 }, (_, row) => from + (row * 7) % 40) });
 * const reference = { rows: 40, columns: [numbers('a', 0), numbers('b', 0)] };
 * const window = { rows: 40, columns: [numbers('a', 0), numbers('b', 15)] };
 * const { columns } = inOneGo(distributionDrift(reference, window));
 * columns.map(({ hasMoved }) => hasMoved) // [false, true]
 * columns[1]?.values?.effectSize // 0.375
 */
export function* distributionDrift(
  reference: Table,
  window: Table,
  options: Partial<DistributionDriftOptions> = {},
): Sliced<DriftReport> {
  const { alpha = 0.05, correction = 'holm', tests = {}, seed = 1 } = options;
  const left: { column: string; reason: string }[] = [];
  const pairs: [Column, Column][] = [];
  for (const column of reference.columns) {
    const newer = findColumn(window, column.name);
    if (newer && isComparable(column, newer)) pairs.push([column, newer]);
    else
      left.push({
        column: column.name,
        reason: newer ? `it was ${column.kind} and is ${newer.kind}` : 'it is not there',
      });
  }
  const run: DriftTestRun = {
    alpha,
    // Fine enough for one column to stand out of all.
    permutations: Math.min(MOST_PERMUTATIONS, Math.max(999, Math.ceil((4 * pairs.length) / alpha))),
    seed,
  };
  const isLarge = Math.min(reference.rows, window.rows) > MOST_TESTED_ROWS;
  const found: Found[] = [];
  for (const [before, after] of pairs) {
    found.push(compare(before, after, tests[before.kind] ?? defaultTest(before.kind, isLarge), isLarge, run));
    yield;
  }
  return { columns: corrected(found, alpha, correction), left, alpha, correction };
}

interface Untold extends Omit<TestedDrift, 'correctedPValue'> {
  /** False where there is nothing to be tested, so that it asks for no correction of others. */
  readonly isTested: boolean;
}

interface Found {
  readonly column: Column;
  readonly values: Untold | null;
  readonly missing: Untold & { readonly reference: number; readonly window: number };
}

function isComparable(column: Column, newer: Column): boolean {
  const family = ({ kind }: Column) =>
    kind === 'text' || kind === 'identifier' || kind === 'category' ? 'words' : kind;
  return family(column) === family(newer);
}

function defaultTest(kind: ColumnKind, isLarge: boolean): ColumnDriftTest | null {
  if (kind === 'number' || kind === 'time') return isLarge ? wasserstein : kolmogorovSmirnov;
  if (kind === 'category' || kind === 'boolean') return isLarge ? jensenShannon : chiSquared;
  return null;
}

function compare(
  before: Column,
  after: Column,
  test: ColumnDriftTest | null,
  isLarge: boolean,
  run: DriftTestRun,
): Found {
  const isTestable = hasCells(before) && hasCells(after);
  return {
    column: before,
    values:
      test && isTestable && test.columns.includes(after.kind)
        ? {
            test: test.kind,
            title: test.title,
            leastEffect: test.leastEffect,
            isTested: true,
            ...test.test(before, after, run),
          }
        : null,
    missing: compareMissing(before, after, isLarge, run),
  };
}

function compareMissing(
  before: Column,
  after: Column,
  isLarge: boolean,
  { alpha }: DriftTestRun,
): Found['missing'] {
  const [one, other] = [countMissing(before), countMissing(after)];
  const { statistic, pValue } = homogeneity({
    reference: [one, before.values.length - one],
    window: [other, after.values.length - other],
  });
  const shares = { reference: shareOf(one, before), window: shareOf(other, after) };
  const effectSize = Math.abs(shares.window - shares.reference);
  const leastEffect = isLarge ? LEAST_MISSING : 0;
  return {
    test: 'chi-squared',
    title: 'Chi-squared',
    statistic,
    pValue,
    effectSize,
    hasDrifted: pValue <= alpha && effectSize >= leastEffect,
    leastEffect,
    isTested: one + other > 0,
    ...shares,
  };
}

function countMissing(column: Column): number {
  let count = 0;
  for (let row = 0; row < column.values.length; row++) if (isMissing(column, row)) count++;
  return count;
}

function shareOf(count: number, { values }: Column): number {
  return values.length === 0 ? 0 : count / values.length;
}

function corrected(found: readonly Found[], alpha: number, correction: Correction): ColumnDrift[] {
  const tested = found.flatMap(({ values, missing }) => [values, missing]).filter((each) => each?.isTested);
  const pValues = correctPValues(
    tested.map((each) => each!.pValue),
    correction,
  );
  const tell = <Told extends Untold>({ isTested, ...each }: Told, of: Untold) => {
    const correctedPValue = isTested ? pValues[tested.indexOf(of)]! : 1;
    return {
      ...each,
      correctedPValue,
      hasDrifted: isTested && correctedPValue <= alpha && each.effectSize >= each.leastEffect,
    };
  };
  return found.map(({ column, values, missing }) => {
    const [of, lost] = [values && tell(values, values), tell(missing, missing)];
    return {
      column: column.name,
      columnKind: column.kind,
      values: of,
      missing: lost,
      hasMoved: (of?.hasDrifted ?? false) || lost.hasDrifted,
    };
  });
}
