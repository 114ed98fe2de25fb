import type { ColumnDriftTest } from '../../../core/drift-test.ts';
import { kolmogorovSmirnov as compare } from '../../../math/kolmogorov.ts';
import { findingOf } from './finding-of.ts';
import { presentNumbers } from './present-numbers.ts';
import { refuseColumns } from './refuse-samples.ts';

/**
 * The two-sample test of Kolmogorov and Smirnov, for numbers and times: the largest distance between the two distribution functions, which is
 * its effect size as well (0..1).
 *
 * It sees any change, that of the middle best. Its p-value is exact up to 4 million pairs of rows; with thousands of rows it
 * calls changes a drift that are too small to matter: there `wasserstein` is the better choice.
 *
 * Source: Smirnov, "Table for estimating the goodness of fit of empirical distributions", Annals of Mathematical Statistics 19(2), 1948.
 *
 * @example
 * const column = (...values: number[]) => ({ kind: 'number' as const, name: 'a', values: Float64Array.of(...values) });
 * kolmogorovSmirnov.test(column(1, 2, 3, 4), column(5, 6, 7, 8), plainRun)
 * // { statistic: 1, pValue: 0.0285..., effectSize: 1, hasDrifted: true }
 */
export const kolmogorovSmirnov: ColumnDriftTest = {
  takes: 'column',
  kind: 'kolmogorov-smirnov',
  title: 'Kolmogorov-Smirnov',
  summary: 'The largest distance between the distribution functions.',
  source:
    'Smirnov, "Table for estimating the goodness of fit of empirical distributions", Annals of Mathematical Statistics 19(2), 1948',
  columns: ['number', 'time'],
  leastEffect: 0,
  test(reference, window, run) {
    refuseColumns(this, reference, window);
    const { statistic, pValue } = compare(presentNumbers(reference), presentNumbers(window));
    return findingOf({ statistic, pValue, effectSize: statistic }, this.leastEffect, run);
  },
};
