import type { ColumnDriftTest, DriftTestRun } from '../../../core/drift-test.ts';
import { Random } from '../../../core/random.ts';
import { momentsOf } from '../../../math/moments.ts';
import { wassersteinDistance } from '../../../math/wasserstein.ts';
import { findingOf } from './finding-of.ts';
import { presentNumbers } from './present-numbers.ts';
import { refuseColumns } from './refuse-samples.ts';

/** So many values of a sample are mixed anew at most; what comes out is brought to the sizes that there are. */
const MOST_MIXED = 250;
/** With so many mixtures as far apart the p-value is known well enough. */
const ENOUGH = 20;

/**
 * The Wasserstein distance, for numbers and times: how far values must be carried, in the mean, to become the others.
 *
 * The statistic is in the column's own unit; the effect size is it in standard deviations of the reference, worth acting on from .1
 * on, the threshold that Evidently takes for large samples. The p-value is the share of mixtures of both samples that are as far apart,
 * of 999 by default; it ends once 20 are (Besag & Clifford 1991). Of larger samples 250 values each, evenly spaced in their order, are
 * mixed: by chance the distance falls with the root of the rows, whatever the distribution (del Barrio, Giné & Matrán 1999).
 *
 * Source: Ramdas, García Trillos & Cuturi, "On Wasserstein two-sample testing and related families of nonparametric tests", Entropy 19(2), 2017.
 *
 * @example
 * const column = (...values: number[]) => ({ kind: 'number' as const, name: 'a', values: Float64Array.of(...values) });
 * wasserstein.test(column(1, 2, 3, 4), column(5, 6, 7, 8), plainRun).statistic // 4
 */
export const wasserstein: ColumnDriftTest = {
  takes: 'column',
  kind: 'wasserstein',
  title: 'Wasserstein distance',
  summary: 'How far the values must be carried to become the others, in standard deviations.',
  source:
    'Ramdas, García Trillos & Cuturi, "On Wasserstein two-sample testing and related families of nonparametric tests", Entropy 19(2), 2017',
  columns: ['number', 'time'],
  leastEffect: 0.1,
  test(reference, window, run) {
    refuseColumns(this, reference, window);
    const [one, other] = [presentNumbers(reference), presentNumbers(window)];
    const statistic = wassersteinDistance(one, other);
    const unit =
      spreadOf(one) || spreadOf(Float64Array.of(...[one, other].map((values) => momentsOf(values).mean)));
    const effectSize = statistic === 0 ? 0 : statistic / unit;
    return findingOf(
      { statistic, pValue: pValueOf(one, other, statistic, run), effectSize },
      this.leastEffect,
      run,
    );
  },
};

/** 0 for a single value, or where all are the same. */
function spreadOf(values: Float64Array): number {
  const { count, variance } = momentsOf(values);
  return count < 2 ? 0 : Math.sqrt(variance);
}

function pValueOf(
  one: Float64Array,
  other: Float64Array,
  statistic: number,
  { permutations, seed }: DriftTestRun,
): number {
  if (statistic === 0) return 1;
  const [a, b] = [thinned(one), thinned(other)];
  const byChance = Math.sqrt((1 / one.length + 1 / other.length) / (1 / a.length + 1 / b.length));
  const both = Float64Array.of(...a, ...b).sort();
  const isFirst = new Uint8Array(both.length);
  const random = new Random(seed);
  let asFar = 0;
  for (let round = 1; round <= permutations; round++) {
    draw(isFirst, a.length, random);
    // Mixtures of the same parts differ by rounding alone.
    if (areaOf(both, isFirst, a.length) * byChance >= statistic * (1 - 1e-12)) asFar++;
    if (asFar === ENOUGH) return ENOUGH / round;
  }
  return (asFar + 1) / (permutations + 1);
}

function thinned(values: Float64Array): Float64Array {
  if (values.length <= MOST_MIXED) return values;
  return Float64Array.from(
    { length: MOST_MIXED },
    (_, i) => values[Math.floor(((i + 0.5) * values.length) / MOST_MIXED)]!,
  );
}

/** Marks so many of the places (Knuth's selection sampling, algorithm S). */
function draw(isFirst: Uint8Array, count: number, random: Random): void {
  let left = count;
  for (let place = 0; place < isFirst.length; place++) {
    const isDrawn = random.below(isFirst.length - place) < left;
    isFirst[place] = isDrawn ? 1 : 0;
    if (isDrawn) left--;
  }
}

/** The distance of the values marked from those that are not; all are in ascending order. */
function areaOf(values: Float64Array, isFirst: Uint8Array, first: number): number {
  const second = values.length - first;
  let [gap, area] = [0, 0];
  for (let place = 0; place < values.length - 1; place++) {
    gap += isFirst[place] === 1 ? 1 / first : -1 / second;
    area += Math.abs(gap) * (values[place + 1]! - values[place]!);
  }
  return area;
}
