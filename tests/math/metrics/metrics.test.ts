import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accuracy,
  balancedAccuracy,
  classQualities,
  confusionCells,
  confusionMatrix,
  confusionOf,
  macroF1,
} from '../../../src/math/metrics/confusion.ts';
import { logLoss, logLossOf } from '../../../src/math/metrics/log-loss.ts';
import { meanAbsoluteError, r2, rootMeanSquaredError } from '../../../src/math/metrics/regression.ts';
import { aucOf, macroAucOf, rank, rankClasses, rocAuc, rocCurve } from '../../../src/math/metrics/roc.ts';
import reference from '../../reference/metrics.json' with { type: 'json' };

function close(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

function likeliest(probabilities: number[], classes: number): number[] {
  return Array.from({ length: probabilities.length / classes }, (_, row) => {
    const own = probabilities.slice(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
}

describe(`scikit-learn ${reference.sklearn}`, () => {
  test.each(reference.classification)('$name', (expected) => {
    const { actual, probabilities, classes } = expected;
    const confusion = confusionMatrix(actual, likeliest(probabilities, classes), classes);
    expect(confusion).toEqual(expected.confusion);
    close(accuracy(confusion), expected.accuracy);
    close(balancedAccuracy(confusion), expected.balancedAccuracy);
    close(macroF1(confusion), expected.macroF1);
    close(logLoss(probabilities, actual, classes), expected.logLoss);
    const auc = macroAucOf(rankClasses(probabilities, actual, classes), once(actual.length));
    if (expected.auc === null) expect(auc).toBeNaN();
    else close(auc, expected.auc);
    for (const [i, quality] of classQualities(confusion).entries()) {
      close(quality.precision, expected.precision[i]!);
      close(quality.recall, expected.recall[i]!);
      close(quality.f1, expected.f1[i]!);
    }
  });

  test.each(reference.regression)('$name', ({ actual, predicted, mae, rmse, r2: explained }) => {
    close(meanAbsoluteError(actual, predicted), mae);
    close(rootMeanSquaredError(actual, predicted), rmse);
    close(r2(actual, predicted), explained);
  });
});

test('a sure and wrong row costs what the precision of its numbers allows', () => {
  expect(logLoss([1, 0], [1], 2)).toBeCloseTo(52 * Math.LN2, 9);
  expect(logLoss(new Float32Array([1, 0]), [1], 2)).toBeCloseTo(23 * Math.LN2, 9);
  expect(logLossOf(0)).toBeCloseTo(23 * Math.LN2, 9);
});

test('R2 of a single row is unknown', () => {
  expect(r2([1], [1])).toBeNaN();
});

/** Every row counts once. */
function once(rows: number): Uint16Array {
  return new Uint16Array(rows).fill(1);
}

const scored = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 9 }), positive: fc.integer({ min: 0, max: 1 }) }),
  {
    minLength: 2,
    maxLength: 60,
  },
);

test('the area is the share of pairs in order', () => {
  fc.assert(
    fc.property(scored, (rows) => {
      const above = rows.filter(({ positive }) => positive === 1);
      const below = rows.filter(({ positive }) => positive === 0);
      let sum = 0;
      for (const a of above)
        for (const b of below) sum += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
      const auc = rocAuc(
        rows.map(({ score }) => score),
        rows.map(({ positive }) => positive),
      );
      if (above.length && below.length) close(auc, sum / (above.length * below.length));
      else expect(auc).toBeNaN();
    }),
  );
});

test('the curve runs from corner to corner and encloses the area', () => {
  fc.assert(
    fc.property(scored, (rows) => {
      const scores = rows.map(({ score }) => score);
      const positive = rows.map((row) => row.positive);
      const points = rocCurve(rank(scores, (row) => positive[row] === 1));
      if (new Set(positive).size < 2) {
        expect(points).toEqual([]);
        return;
      }
      expect(points[0]).toEqual({ falsePositiveRate: 0, truePositiveRate: 0 });
      expect(points.at(-1)).toEqual({ falsePositiveRate: 1, truePositiveRate: 1 });
      let area = 0;
      for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1]!, points[i]!];
        area += ((b.falsePositiveRate - a.falsePositiveRate) * (a.truePositiveRate + b.truePositiveRate)) / 2;
      }
      close(area, rocAuc(scores, positive));
    }),
  );
});

test('a long curve is thinned to 200 points', () => {
  const scores = Array.from({ length: 2000 }, (_, row) => row);
  const points = rocCurve(rank(scores, (row) => row % 2 === 1));
  expect(points).toHaveLength(200);
  expect(points.at(-1)).toEqual({ falsePositiveRate: 1, truePositiveRate: 1 });
});

test('a confusion matrix counts every row once', () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      const actual = pairs.map(([label]) => label);
      const confusion = confusionMatrix(
        actual,
        pairs.map(([, answer]) => answer),
        4,
      );
      expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
      for (const [i, counts] of confusion.entries())
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
          actual.filter((label) => label === i).length,
        );
      close(accuracy(confusion), pairs.filter(([a, b]) => a === b).length / pairs.length);
    }),
  );
});

test('a row that counts twice is like two rows', () => {
  const rows = fc.array(
    fc.record({
      score: fc.float({ noNaN: true }),
      label: fc.integer({ min: 0, max: 1 }),
      answer: fc.integer({ min: 0, max: 1 }),
      count: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(rows, (drawn) => {
      const counts = Uint16Array.from(drawn, ({ count }) => count);
      const repeated = drawn.flatMap((row) => Array.from({ length: row.count }, () => row));
      const labels = (of: typeof drawn) => of.map(({ label }) => label);
      const answers = (of: typeof drawn) => of.map(({ answer }) => answer);
      expect(confusionOf(confusionCells(labels(drawn), answers(drawn), 2), 2, counts)).toEqual(
        confusionMatrix(labels(repeated), answers(repeated), 2),
      );
      const ranking = rank(
        drawn.map(({ score }) => score),
        (row) => drawn[row]!.label === 1,
      );
      const expected = rocAuc(
        repeated.map(({ score }) => score),
        labels(repeated),
      );
      if (Number.isNaN(expected)) expect(aucOf(ranking, counts)).toBeNaN();
      else close(aucOf(ranking, counts), expected);
    }),
  );
});

test('scores of any sign and size are sorted, zeros of both signs being one', () => {
  const scores = [0, -Infinity, 1e-45, -0, -1e-45, 3, -2, Infinity, 3];
  const { order, rises } = rank(scores, () => true);
  expect([...order]).toEqual([1, 6, 4, 0, 3, 2, 5, 8, 7]);
  expect([...rises]).toEqual([0, 1, 1, 1, 0, 1, 1, 0, 1]);
});
