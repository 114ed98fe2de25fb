import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile, studentCdf, studentQuantile } from '../../src/math/distributions.ts';
import { Moments, momentsOf } from '../../src/math/moments.ts';
import { meanShareInterval, wilsonInterval } from '../../src/math/proportion-interval.ts';
import { aucInterval } from '../../src/math/roc-interval.ts';
import { riseOfMean } from '../../src/math/two-sample.ts';
import reference from '../reference/inference.json' with { type: 'json' };

function close(found: number, expected: number, tolerance: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

describe('scipy', () => {
  test.each(reference.normal)('normal at $p', ({ p, x }) => {
    close(normalQuantile(p), x, 1e-14);
  });

  test.each(reference.student)('Student at $p, $freedom degrees', ({ p, freedom, x, cdf }) => {
    close(studentQuantile(p, freedom), x, 1e-11);
    close(studentCdf(4 * p - 2, freedom), cdf, 1e-10);
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

test("Student's quantile undoes its CDF, in the tails and for any freedom", () => {
  const exponent = fc.double({ min: -14, max: -0.302, noNaN: true });
  const freedom = fc.double({ min: -0.5, max: 3.9, noNaN: true }).map((power) => 10 ** power);
  fc.assert(
    fc.property(exponent, freedom, (power, v) => {
      const p = 10 ** power;
      const x = studentQuantile(p, v);
      expect(Math.abs(studentCdf(x, v) / p - 1)).toBeLessThan(1e-10);
      expect(studentQuantile(1 - 2 ** -20, v)).toBe(-studentQuantile(2 ** -20, v));
    }),
  );
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

test('the interval of a perfect order has a width, less of it with more rows', () => {
  const [few] = aucInterval(1, 5, 5);
  const [many, high] = aucInterval(1, 500, 500);
  expect(high).toBe(1);
  expect(few).toBeLessThan(0.8);
  expect(many).toBeGreaterThan(0.99);
  expect(many).toBeLessThan(1);
  const [low, half] = aucInterval(0.5, 40, 40);
  close(low, 1 - half, 1e-9);
});

test('the mean of one share has its Wilson interval', () => {
  const [low, high] = meanShareInterval([
    { successes: 7, trials: 9 },
    { successes: 0, trials: 0 },
  ]);
  expect(low).toBeCloseTo(wilsonInterval(7, 9)[0], 12);
  expect(high).toBeCloseTo(wilsonInterval(7, 9)[1], 12);
});
