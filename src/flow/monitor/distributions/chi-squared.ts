import type { ColumnDriftTest } from '../../../core/drift-test.ts';
import { homogeneity } from '../../../math/contingency.ts';
import { findingOf } from './finding-of.ts';
import { pairedCounts } from './paired-counts.ts';
import { refuseColumns } from './refuse-samples.ts';

/**
 * Pearson's chi-squared test of homogeneity, for categories and booleans: how far the counts are from those of one
 * distribution. The effect size is Cramér's V (0..1).
 *
 * Labels that are expected fewer than 5 times in the smaller sample are counted together, as the approximation asks for. With
 * thousands of rows it calls changes a drift that are too small to matter: there `jensenShannon` is the better choice.
 *
 * Source: Pearson, "On the criterion that a given system of deviations ...", Philosophical Magazine 50, 1900.
 *
 * @example
 * const column = (...values: number[]) => ({ kind: 'boolean' as const, name: 'a', values: Uint8Array.from(values) });
 * const [before, after] = [column(...new Array<number>(20).fill(0), ...new Array<number>(20).fill(1)), column(...new Array<number>(40).fill(1))];
 * chiSquared.test(before, after, plainRun).statistic // 26.6666...
 * chiSquared.test(before, after, plainRun).effectSize // 0.5773...
 */
export const chiSquared: ColumnDriftTest = {
  takes: 'column',
  kind: 'chi-squared',
  title: 'Chi-squared',
  summary: 'How far the counts of the labels are from those of one distribution.',
  source:
    'Pearson, "On the criterion that a given system of deviations ...", Philosophical Magazine 50, 1900',
  columns: ['category', 'boolean'],
  leastEffect: 0,
  test(reference, window, run) {
    refuseColumns(this, reference, window);
    const { statistic, pValue, cramer } = homogeneity(pairedCounts(reference, window));
    return findingOf({ statistic, pValue, effectSize: cramer }, this.leastEffect, run);
  },
};
