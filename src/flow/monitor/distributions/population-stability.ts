import type { ColumnDriftTest } from '../../../core/drift-test.ts';
import { divergencePValue, stabilityIndex } from '../../../math/divergence.ts';
import { findingOf } from './finding-of.ts';
import { pairedCounts } from './paired-counts.ts';
import { refuseColumns } from './refuse-samples.ts';

/**
 * The population stability index, as banks watch their scorecards with it: below .1 nothing to speak of, from .25 on a
 * change that asks for a new model. For columns of any kind that repeats; numbers and times are put into 10 bins of equal mass of both
 * samples together.
 *
 * The index is its effect size. Its p-value comes from the distribution that it has where nothing has changed, nearly chi-squared
 * (Yurdakul & Naranjo 2020): without one, small samples pass .1 by chance.
 *
 * Source: Siddiqi, "Credit risk scorecards", 2006.
 *
 * @example
 * const column = (...values: number[]) => ({ kind: 'boolean' as const, name: 'a', values: Uint8Array.from(values) });
 * const [before, after] = [column(...new Array<number>(20).fill(0), ...new Array<number>(20).fill(1)), column(...new Array<number>(10).fill(0), ...new Array<number>(30).fill(1))];
 * populationStability.test(before, after, plainRun).effectSize // 0.2746...
 */
export const populationStability: ColumnDriftTest = {
  takes: 'column',
  kind: 'population-stability',
  title: 'Population stability index',
  summary: 'The index of banks: under .1 nothing to speak of, from .25 on a large change.',
  source: 'Siddiqi, "Credit risk scorecards", 2006',
  columns: ['number', 'time', 'category', 'boolean'],
  leastEffect: 0.1,
  test(reference, window, run) {
    refuseColumns(this, reference, window);
    const counts = pairedCounts(reference, window);
    const index = stabilityIndex(counts);
    return findingOf(
      { statistic: index, pValue: divergencePValue(index, counts), effectSize: index },
      this.leastEffect,
      run,
    );
  },
};
