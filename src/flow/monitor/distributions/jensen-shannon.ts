import type { ColumnDriftTest } from '../../../core/drift-test.ts';
import { divergencePValue, jensenShannonDistance } from '../../../math/divergence.ts';
import { findingOf } from './finding-of.ts';
import { pairedCounts } from './paired-counts.ts';
import { refuseColumns } from './refuse-samples.ts';

/**
 * The distance of Jensen and Shannon, for columns of any kind that repeats: 0 where the shares are the same, .83 where the samples have nothing in
 * common. Numbers and times are put into 10 bins of equal mass.
 *
 * The distance is its effect size, and worth acting on from .1 on, the threshold that Evidently takes for large samples. The p-value comes from the
 * distribution that eight times its square has where nothing has changed, nearly chi-squared.
 *
 * Source: Lin, "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37(1), 1991.
 *
 * @example
 * const column = (...values: number[]) => ({ kind: 'boolean' as const, name: 'a', values: Uint8Array.from(values) });
 * const [before, after] = [column(...new Array<number>(20).fill(0), ...new Array<number>(20).fill(1)), column(...new Array<number>(40).fill(1))];
 * jensenShannon.test(before, after, plainRun).effectSize // 0.4645...
 */
export const jensenShannon: ColumnDriftTest = {
  takes: 'column',
  kind: 'jensen-shannon',
  title: 'Jensen-Shannon distance',
  summary: 'How much the shares of labels or bins differ, whatever the number of rows.',
  source:
    'Lin, "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37(1), 1991',
  columns: ['number', 'time', 'category', 'boolean'],
  leastEffect: 0.1,
  test(reference, window, run) {
    refuseColumns(this, reference, window);
    const counts = pairedCounts(reference, window);
    const distance = jensenShannonDistance(counts);
    const pValue = divergencePValue(8 * distance ** 2, counts);
    return findingOf({ statistic: distance, pValue, effectSize: distance }, this.leastEffect, run);
  },
};
