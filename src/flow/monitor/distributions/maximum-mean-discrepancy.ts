import type { DriftTestRun, MatrixDriftTest, MovedFeature } from '../../../core/drift-test.ts';
import { Random } from '../../../core/random.ts';
import { correctPValues } from '../../../math/correct-p-values.ts';
import { kolmogorovSmirnov } from '../../../math/kolmogorov.ts';
import { findingOf } from './finding-of.ts';
import { refuseMatrices } from './refuse-samples.ts';
import { type BothSamples, standardised } from './standardised.ts';

const TITLE = 'Maximum mean discrepancy';
const FEWEST_ROWS = 5;
/** The kernel is between every two rows. */
const MOST_ROWS = 300;

/**
 * The maximum mean discrepancy of all features together: how far apart the means of both samples are in the space of a
 * Gaussian kernel, where samples of different distributions have different means.
 *
 * It sees what no column shows alone, two features that part company for instance, and is blind for none; the more features there are that
 * have not moved, the weaker it is. The kernel is as wide as the median distance of two rows. The statistic is the unbiased estimate of the squared
 * distance, the effect size its root (0..1.41), the p-value the share of mixtures of both samples with as large a statistic. It costs the square of
 * the rows: of more than 300 a side that many are drawn.
 *
 * Features have moved where the test of Kolmogorov and Smirnov says so, corrected by Holm: one by one, so that a change of their relation alone names none.
 *
 * Source: Gretton, Borgwardt, Rasch, Schölkopf & Smola, "A kernel two-sample test", JMLR 13, 2012.
 *
 * @example
 * const rows = (shift: number) => ({ rows: 50, features: ['a', 'b'], data: Float32Array.from({ length: 100 }, (_, i) => random.normal() + (i % 2) * shift) });
 * const found = maximumMeanDiscrepancy.test(rows(0), rows(2), plainRun);
 * found.hasDrifted // true
 * found.features[1]?.hasMoved // true
 */
export const maximumMeanDiscrepancy: MatrixDriftTest = {
  takes: 'matrix',
  kind: 'maximum-mean-discrepancy',
  title: TITLE,
  summary: 'How far apart the means of all features are, in the space of a Gaussian kernel.',
  source: 'Gretton, Borgwardt, Rasch, Schölkopf & Smola, "A kernel two-sample test", JMLR 13, 2012',
  leastEffect: 0,
  test(reference, window, run) {
    refuseMatrices(TITLE, reference, window, FEWEST_ROWS);
    const both = standardised(reference, window, MOST_ROWS, run.seed);
    const kernel = kernelOf(both);
    const rows = both.reference + both.window;
    const places = Uint32Array.from({ length: rows }, (_, row) => row);
    const statistic = discrepancy(kernel, places, both.reference);
    const random = new Random(run.seed);
    let asFar = 0;
    for (let round = 0; round < run.permutations; round++)
      if (discrepancy(kernel, random.shuffle(places), both.reference) >= statistic) asFar++;
    const finding = findingOf(
      {
        statistic,
        pValue: (asFar + 1) / (run.permutations + 1),
        effectSize: Math.sqrt(Math.max(0, statistic)),
      },
      this.leastEffect,
      run,
    );
    return { ...finding, features: featuresOf(both, finding.hasDrifted, run) };
  },
};

/** exp(-squared distance / 2 median squared distance) of every two rows // (rows, rows) */
function kernelOf({ data, features, reference, window }: BothSamples): Float64Array {
  const rows = reference + window;
  const width = features.length;
  const squares = new Float64Array(rows * rows);
  const upper = new Float64Array((rows * (rows - 1)) / 2);
  let pair = 0;
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) {
      let sum = 0;
      for (let f = 0; f < width; f++) sum += (data[i * width + f]! - data[j * width + f]!) ** 2;
      squares[i * rows + j] = squares[j * rows + i] = upper[pair++] = sum;
    }
  const median = upper.sort()[upper.length >> 1]! || 1;
  return squares.map((square) => Math.exp(-square / (2 * median)));
}

/** The unbiased estimate, of the first so many places against the rest. */
function discrepancy(kernel: Float64Array, places: Uint32Array, first: number): number {
  const rows = places.length;
  const second = rows - first;
  let [within, others, between] = [0, 0, 0];
  for (let i = 0; i < rows; i++) {
    const row = places[i]! * rows;
    for (let j = i + 1; j < rows; j++) {
      const value = kernel[row + places[j]!]!;
      if (j < first) within += value;
      else if (i >= first) others += value;
      else between += value;
    }
  }
  return (
    (2 * within) / (first * (first - 1)) +
    (2 * others) / (second * (second - 1)) -
    (2 * between) / (first * second)
  );
}

function featuresOf(both: BothSamples, hasDrifted: boolean, { alpha }: DriftTestRun): MovedFeature[] {
  const { data, features } = both;
  const edge = both.reference * features.length;
  const found = features.map((_, feature) => {
    const of = (values: Float64Array) => values.filter((_value, i) => i % features.length === feature);
    return kolmogorovSmirnov(of(data.subarray(0, edge)), of(data.subarray(edge)));
  });
  const corrected = correctPValues(
    found.map(({ pValue }) => pValue),
    'holm',
  );
  return features.map((name, i) => ({
    name,
    effectSize: found[i]!.statistic,
    pValue: corrected[i]!,
    hasMoved: hasDrifted && corrected[i]! <= alpha,
  }));
}
