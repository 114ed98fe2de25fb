import type { MatrixDriftTest, MovedFeature } from '../../../core/drift-test.ts';
import { Random } from '../../../core/random.ts';
import { correctPValues } from '../../../math/correct-p-values.ts';
import { studentCdf } from '../../../math/distributions.ts';
import { normalCdf } from '../../../math/error-function.ts';
import { logisticRegression, logOddsOf } from '../../../math/logistic-regression.ts';
import { rocAuc } from '../../../math/metrics/roc.ts';
import { Moments } from '../../../math/moments.ts';
import { findingOf } from './finding-of.ts';
import { refuseMatrices } from './refuse-samples.ts';
import { type BothSamples, standardised } from './standardised.ts';

const TITLE = 'Classifier two-sample test';
const FEWEST_ROWS = 20;
const MOST_ROWS = 2000;
/** Mixtures of one feature: enough to know how the area varies. */
const MIXTURES = 30;

/**
 * The classifier two-sample test: can a classifier tell the samples apart on rows that it has not learnt?
 *
 * A logistic regression on the features and their squares, so that it sees shifted means and grown spreads, learns half of
 * either sample (of 2,000 rows a side at most) and ranks the other half. The statistic is the area under its ROC curve, .5 where the samples are alike; the
 * p-value is that of the rank sum test, which the area is (Mann & Whitney 1947); the effect size is twice the area less 1 (0..1). It bears many features better than
 * a distance does, and does not see a change of how features belong together.
 *
 * A feature has moved where the area falls when its values are mixed among the rows ranked (permutation importance: Breiman 2001): its effect size is
 * that fall. Of two features that tell the same, either may be named.
 *
 * Source: Lopez-Paz & Oquab, "Revisiting classifier two-sample tests", ICLR 2017.
 *
 * @example
 * const rows = (shift: number) => ({ rows: 80, features: ['a', 'b'], data: Float32Array.from({ length: 160 }, (_, i) => random.normal() + (i % 2) * shift) });
 * const found = classifierTwoSample.test(rows(0), rows(2), plainRun);
 * found.hasDrifted // true
 * found.features[1]?.hasMoved // true
 */
export const classifierTwoSample: MatrixDriftTest = {
  takes: 'matrix',
  kind: 'classifier-two-sample',
  title: TITLE,
  summary: 'Whether a classifier can tell the rows before from the rows after.',
  source: 'Lopez-Paz & Oquab, "Revisiting classifier two-sample tests", ICLR 2017',
  leastEffect: 0,
  test(reference, window, run) {
    refuseMatrices(TITLE, reference, window, FEWEST_ROWS);
    const both = standardised(reference, window, MOST_ROWS, run.seed);
    const random = new Random(run.seed);
    const { taught, ranked } = halved(both, random);
    const inputs = squaredToo(both);
    const isWindow = (rows: Uint32Array) => Float64Array.from(rows, (row) => (row < both.reference ? 0 : 1));
    const y = isWindow(taught);
    const ones = y.reduce((sum, each) => sum + each, 0);
    // Either sample counts as much, whatever its rows.
    const weights = y.map((each) => y.length / (2 * (each === 1 ? ones : y.length - ones)));
    const model = logisticRegression(rowsOf(inputs, taught, both), y, weights, 1);
    const held = rowsOf(inputs, ranked, both);
    const isNew = isWindow(ranked);
    const area = areaOf(model, held, isNew);
    const finding = findingOf(
      {
        statistic: area,
        pValue: rankSumPValue(area, isNew),
        effectSize: Math.max(0, 2 * area - 1),
      },
      this.leastEffect,
      run,
    );
    const features = finding.hasDrifted
      ? importances(model, held, isNew, area, random)
      : both.features.map(() => still);
    const corrected = correctPValues(
      features.map(({ pValue }) => pValue),
      'holm',
    );
    return {
      ...finding,
      features: both.features.map((name, i): MovedFeature => ({
        name,
        effectSize: features[i]!.fall,
        pValue: corrected[i]!,
        hasMoved: finding.hasDrifted && corrected[i]! <= run.alpha,
      })),
    };
  },
};

const still = { fall: 0, pValue: 1 };

/** Half of either sample, drawn at random. */
function halved(
  { reference, window }: BothSamples,
  random: Random,
): { taught: Uint32Array; ranked: Uint32Array } {
  const parts = [
    Uint32Array.from({ length: reference }, (_, row) => row),
    Uint32Array.from({ length: window }, (_, row) => reference + row),
  ].map((rows) => random.shuffle(rows));
  const cut = (from: (rows: Uint32Array) => Uint32Array) =>
    Uint32Array.from(parts.flatMap((rows) => [...from(rows)]));
  return {
    taught: cut((rows) => rows.subarray(0, rows.length >> 1)),
    ranked: cut((rows) => rows.subarray(rows.length >> 1)),
  };
}

/** Each feature, and its square less 1 // (rows, 2 features) */
function squaredToo({ data }: BothSamples): Float64Array {
  const inputs = new Float64Array(2 * data.length);
  for (let i = 0; i < data.length; i++) {
    inputs[2 * i] = data[i]!;
    // A single far value is not to outweigh all others.
    inputs[2 * i + 1] = Math.min(9, data[i]! ** 2) - 1;
  }
  return inputs;
}

function rowsOf(inputs: Float64Array, rows: Uint32Array, { features }: BothSamples): Float64Array {
  const width = 2 * features.length;
  const taken = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries())
    taken.set(inputs.subarray(row * width, (row + 1) * width), i * width);
  return taken;
}

function areaOf(model: Float64Array, inputs: Float64Array, isNew: Float64Array): number {
  return rocAuc(
    isNew.map((_, row) => logOddsOf(model, inputs, row)),
    isNew,
  );
}

/** One-sided: a classifier that is worse than chance has found nothing. */
function rankSumPValue(area: number, isNew: Float64Array): number {
  const news = isNew.reduce((sum, each) => sum + each, 0);
  const olds = isNew.length - news;
  return normalCdf((0.5 - area) / Math.sqrt((news + olds + 1) / (12 * news * olds)));
}

/**
 * By how much the area falls where a feature's values are mixed among the rows, and the chance that it is one more mixture: Student's prediction of one
 * more value (Student 1908).
 */
function importances(
  model: Float64Array,
  held: Float64Array,
  isNew: Float64Array,
  area: number,
  random: Random,
): { readonly fall: number; readonly pValue: number }[] {
  const width = model.length - 1;
  const odds = isNew.map((_, row) => logOddsOf(model, held, row));
  return Array.from({ length: width / 2 }, (_, feature) => {
    const at = 2 * feature;
    const share = isNew.map(
      (_row, row) => model[at]! * held[row * width + at]! + model[at + 1]! * held[row * width + at + 1]!,
    );
    const mixed = share.slice();
    const without = new Moments();
    for (let round = 0; round < MIXTURES; round++) {
      random.shuffle(mixed);
      without.add(
        rocAuc(
          odds.map((each, row) => each - share[row]! + mixed[row]!),
          isNew,
        ),
      );
    }
    const fall = area - without.mean;
    if (!(fall > 0)) return still;
    const errors = fall / Math.sqrt(without.variance * (1 + 1 / MIXTURES));
    return { fall, pValue: studentCdf(-errors, MIXTURES - 1) };
  });
}
