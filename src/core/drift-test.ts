import type { Column, ColumnKind } from './column.ts';
import type { Matrix } from './matrix.ts';

/** How a test is run. */
export interface DriftTestRun {
  /** A change is called a drift where its p-value is at most this, and its effect large enough. */
  readonly alpha: number;
  /** How many times the rows are mixed anew, by tests whose p-value is found so; it is never below 1 / (permutations + 1). */
  readonly permutations: number;
  readonly seed: number;
}

export const plainRun: DriftTestRun = { alpha: 0.05, permutations: 999, seed: 1 };

/** What a test makes of two samples. */
export interface DriftFinding {
  /** As the test has it, in its own unit. */
  readonly statistic: number;
  /** The chance of a statistic as large where both samples are of one distribution. */
  readonly pValue: number;
  /** How large the change is, whatever the number of rows; 0 is none. */
  readonly effectSize: number;
  readonly hasDrifted: boolean;
}

/**
 * Compares the distribution of a column in two samples: rows known before, and newer ones. Both need a cell that is there; cells that
 * are missing are left out.
 */
export interface ColumnDriftTest {
  readonly takes: 'column';
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** Author, title, year. */
  readonly source: string;
  /** The kinds of columns that it can compare. */
  readonly columns: readonly ColumnKind[];
  /** The smallest effect that is worth acting on; 0 where any that is no chance is. */
  readonly leastEffect: number;
  /** Throws `drift-test` where a sample has no cells, or the columns are of a kind that it cannot compare. */
  test(reference: Column, window: Column, run: DriftTestRun): DriftFinding;
}

/** What a test of all features together makes of two samples, and which features have moved. */
export interface MatrixDriftFinding extends DriftFinding {
  /** In the order of the features. */
  readonly features: readonly MovedFeature[];
}

export interface MovedFeature {
  readonly name: string;
  /** How much it has moved, as the test has it. */
  readonly effectSize: number;
  /** Corrected for the number of features. */
  readonly pValue: number;
  /** Never where the features together have not drifted. */
  readonly hasMoved: boolean;
}

/** Compares the joint distribution of all features in two samples, so that it sees what no column shows alone. */
export interface MatrixDriftTest extends Omit<ColumnDriftTest, 'takes' | 'columns' | 'test'> {
  readonly takes: 'matrix';
  /** Throws `drift-test` where a sample has too few rows, or the features are not the same. */
  test(reference: Matrix, window: Matrix, run: DriftTestRun): MatrixDriftFinding;
}

export type DriftTest = ColumnDriftTest | MatrixDriftTest;
