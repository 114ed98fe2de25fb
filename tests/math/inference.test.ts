import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { bootstrapIntervals } from '../../src/math/bootstrap.ts';
import { normalCdf, normalQuantile, studentCdf, studentQuantile } from '../../src/math/distributions.ts';
import { rankClasses } from '../../src/math/metrics/roc.ts';
import { Moments, momentsOf } from '../../src/math/moments.ts';
import { meanShareInterval, wilsonInterval } from '../../src/math/proportion-interval.ts';
import { delongVariance, rocInterval } from '../../src/math/roc-interval.ts';
import { riseOfMean } from '../../src/math/two-sample.ts';
import reference from '../reference/inference.json' with { type: 'json' };

function close(found: number, expected: number, tolerance: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

describe('scipy', () => {
  test.each(reference.normal)('normal at $p', ({ p, x, cdf }) => {
    close(normalQuantile(p), x, 1e-9);
    close(normalCdf(3 * p - 2), cdf, 1e-14);
  });

  test.each(reference.student)('Student at $p, $freedom degrees', ({ p, freedom, x, cdf }) => {
    close(studentQuantile(p, freedom), x, 1e-7);
    close(studentCdf(4 * p - 2, freedom), cdf, 1e-7);
  });

  test.each(reference.wilson)('Wilson at $successes of $trials', ({ successes, trials, interval }) => {
    const [low, high] = wilsonInterval(successes, trials);
    close(low, interval[0]!, 1e-9);
    close(high, interval[1]!, 1e-9);
  });

  test.each(reference.welch)('Welch at $confidence', ({ before, after, confidence, lowerBound }) => {
    const rise = riseOfMean(before, after, confidence);
    expect(rise.difference).toBe(after.mean - before.mean);
    close(rise.lowerBound, lowerBound, 1e-6);
  });
});

test.each([0, 1, -1, NaN])('no quantile at %d', (probability) => {
  expect(() => normalQuantile(probability)).toThrow(/is not a probability/);
});

test('a single value says nothing of the spread, equal values all of it', () => {
  const alone = momentsOf([3]);
  expect(riseOfMean(alone, momentsOf([5, 6]), 0.9).lowerBound).toBe(-Infinity);
  expect(riseOfMean(momentsOf([1, 1]), momentsOf([2, 2]), 0.9)).toEqual({ difference: 1, lowerBound: 1 });
});

test('moments of parts merge into the moments of the whole', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, values, (left, right) => {
      const whole = momentsOf([...left, ...right]);
      const merged = momentsOf(left).merge(momentsOf(right));
      expect(merged.count).toBe(whole.count);
      expect(Math.abs(merged.mean - whole.mean)).toBeLessThan(1e-6);
      expect(Math.abs(merged.variance - whole.variance)).toBeLessThanOrEqual(1e-9 * (whole.variance + 1e6));
    }),
  );
});

test('moments keep a small spread around a large mean', () => {
  expect(momentsOf([1e9 + 1, 1e9 + 2, 1e9 + 3]).variance).toBe(1);
  expect(new Moments().mean).toBeNaN();
  expect(momentsOf([1]).variance).toBeNaN();
});

describe('ROC interval', () => {
  const { scores, positive, auc, variance } = reference.delong;
  const probabilities = scores.flatMap((score) => [-score, score]);

  test('is DeLong’s for two classes', () => {
    const rankings = rankClasses(probabilities, positive, 2);
    close(rankings[1]!.auc, auc, 1e-12);
    close(delongVariance(rankings, positive), variance, 1e-12);
    const [low, high] = rocInterval(rankings, positive);
    expect(Math.log(high / (1 - high)) - Math.log(low / (1 - low))).toBeCloseTo(
      (2 * 1.959964 * Math.sqrt(variance)) / (auc * (1 - auc)),
      5,
    );
  });

  test('has a width for a perfect order, less of it with more rows', () => {
    const width = (rows: number): number => {
      const actual = Array.from({ length: rows }, (_, row) => row % 2);
      const [low, high] = rocInterval(
        rankClasses(
          actual.flatMap((label) => [1 - label, label]),
          actual,
          2,
        ),
        actual,
      );
      expect(high).toBe(1);
      return 1 - low;
    };
    expect(width(10)).toBeGreaterThan(0.2);
    expect(width(1000)).toBeLessThan(0.01);
    expect(width(1000)).toBeGreaterThan(0);
  });

  test('holds the true area of three classes in about 95 of 100 samples', () => {
    const random = new Random(5);
    const draw = (rows: number): [number[], number[]] => {
      const actual = Array.from({ length: rows }, (_, row) => row % 3);
      return [
        actual.flatMap((label) => [0, 1, 2].map((kind) => random.normal() + (kind === label ? 1 : 0))),
        actual,
      ];
    };
    const truth = 0.7602499; // P(N(1, 2) > 0) = Phi(1 / sqrt 2)
    let held = 0;
    for (let i = 0; i < 300; i++) {
      const [values, actual] = draw(90);
      const [low, high] = rocInterval(rankClasses(values, actual, 3), actual);
      if (low <= truth && truth <= high) held++;
    }
    expect(held / 300).toBeGreaterThan(0.91);
    expect(held / 300).toBeLessThan(0.99);
  });
});

test('the mean of one share has its Wilson interval', () => {
  const [low, high] = meanShareInterval([
    { successes: 7, trials: 9 },
    { successes: 0, trials: 0 },
  ]);
  expect(low).toBeCloseTo(wilsonInterval(7, 9)[0], 12);
  expect(high).toBeCloseTo(wilsonInterval(7, 9)[1], 12);
});

describe('bootstrap', () => {
  const meanIntervals = (
    values: Float64Array,
    maximumRows: number,
    seed: number,
  ): readonly [number, number] => {
    const [interval] = bootstrapIntervals({
      strata: [Uint32Array.from(values, (_, row) => row)],
      statistics: (rows) => [rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length],
      estimates: [momentsOf(values).mean],
      seed,
      maximumRows,
    });
    return interval!;
  };
  const random = new Random(1);
  const values = Float64Array.from({ length: 4000 }, () => random.normal());
  const width = 2 * 1.96 * Math.sqrt(momentsOf(values).variance / values.length);

  test.each([4000, 500])('has the width of the formula, with resamples of at most %d rows', (maximumRows) => {
    const [low, high] = meanIntervals(values, maximumRows, 2);
    expect((high - low) / width).toBeGreaterThan(0.8);
    expect((high - low) / width).toBeLessThan(1.2);
  });

  test('is the same for the same seed alone', () => {
    expect(meanIntervals(values, 500, 3)).toEqual(meanIntervals(values, 500, 3));
    expect(meanIntervals(values, 500, 3)).not.toEqual(meanIntervals(values, 500, 4));
  });

  test('draws each stratum as often as it has rows', () => {
    bootstrapIntervals({
      strata: [Uint32Array.of(0), Uint32Array.of(1, 2, 3)],
      statistics: (rows) => {
        expect(rows.filter((row) => row === 0)).toHaveLength(1);
        expect(rows).toHaveLength(4);
        return [0];
      },
      estimates: [0],
      seed: 1,
    });
  });
});
