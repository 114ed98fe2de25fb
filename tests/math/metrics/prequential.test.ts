import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agreement } from '../../../src/math/metrics/kappa.ts';
import { FadingMean, WindowedMean } from '../../../src/math/metrics/prequential.ts';
import streams from '../../reference/streams.json' with { type: 'json' };

const { truth, said, kappa, windowedAccuracy } = streams.metrics;

test("Cohen's kappa and the windowed accuracy are River's after every row", () => {
  const agreement = new Agreement(3);
  const accuracy = new WindowedMean(50);
  for (const [row, label] of truth.entries()) {
    agreement.add(label, said[row]!);
    accuracy.add(Number(label === said[row]));
    expect(agreement.kappa).toBeCloseTo(kappa[row]!, 10);
    expect(accuracy.mean).toBeCloseTo(windowedAccuracy[row]!, 10);
  }
});

test('kappa-temporal compares with no change: 0 for it, 1 for the truth, less than 0 for worse', () => {
  const of = (answers: readonly number[]) => {
    const agreement = new Agreement(3);
    for (const [row, label] of truth.entries()) agreement.add(label, answers[row]!);
    return agreement.kappaTemporal;
  };
  const noChange = truth.map((label, row) => (row ? truth[row - 1]! : (label + 1) % 3));
  expect(of(truth)).toBe(1);
  expect(of(noChange)).toBeCloseTo(0, 12);
  expect(of(truth.map((label) => (label + 1) % 3))).toBeLessThan(0);
  const repeats = truth.filter((label, row) => row > 0 && label === truth[row - 1]).length / truth.length;
  const right = truth.filter((label, row) => label === said[row]).length / truth.length;
  expect(of(said)).toBeCloseTo((right - repeats) / (1 - repeats), 12);
});

test('a fading mean weighs the value of k rows ago by factor ** k', () => {
  const values = truth.map((label, row) => label + row / 100);
  const fading = new FadingMean(0.9);
  for (const value of values) fading.add(value);
  const weights = values.map((_, row) => 0.9 ** (values.length - 1 - row));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const expected = values.reduce((sum, value, row) => sum + value * weights[row]!, 0) / total;
  expect(fading.mean).toBeCloseTo(expected, 10);
  const plain = new FadingMean(1);
  for (const value of values) plain.add(value);
  expect(plain.mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 10);
});

test('before the first value there is no mean; one class alone is no better than chance', () => {
  expect([new WindowedMean(3).mean, new FadingMean(0.9).mean, new Agreement(2).accuracy]).toEqual([
    NaN,
    NaN,
    NaN,
  ]);
  const alone = new Agreement(2);
  alone.add(1, 1);
  expect(alone.kappa).toBe(0);
});

test('the window’s mean is that of the newest values', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1), { minLength: 1 }), fc.integer({ min: 1, max: 20 }), (values, length) => {
      const window = new WindowedMean(length);
      for (const [index, value] of values.entries()) {
        const newest = values.slice(Math.max(0, index + 1 - length), index + 1);
        window.add(value);
        expect(window.mean).toBe(newest.reduce((sum, each) => sum + each, 0) / newest.length);
      }
    }),
  );
});
