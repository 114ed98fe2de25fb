import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binByMass, calibrationError } from '../../../src/math/metrics/reliability.ts';
import { rank } from '../../../src/math/metrics/roc.ts';

const binsOf = (probabilities: readonly number[], isTrue: (row: number) => boolean, bins: number) => {
  const told = Float32Array.from(probabilities);
  return binByMass(told, rank(told, isTrue), bins);
};

test('every row is in one bin, and rows of one probability are together', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean()), {
    minLength: 1,
    maxLength: 100,
  });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 10 }), (told, most) => {
      const { bins, cells } = binsOf(
        told.map(([value]) => value / 12),
        (row) => told[row]![1],
        most,
      );
      expect(bins.length).toBeLessThanOrEqual(most);
      for (const [i, { rows: count, observed, predicted }] of bins.entries()) {
        const own = told.filter((_, row) => cells[row]! >> 1 === i);
        expect(own).toHaveLength(count);
        expect(observed).toBeCloseTo(own.filter(([, isTrue]) => isTrue).length / count, 12);
        expect(predicted).toBeCloseTo(own.reduce((sum, [value]) => sum + value / 12, 0) / count, 6);
        if (i > 0) expect(predicted).toBeGreaterThan(bins[i - 1]!.predicted);
      }
      expect(bins.reduce((sum, { rows: count }) => sum + count, 0)).toBe(told.length);
      for (const value of new Set(told.map(([own]) => own)))
        expect(new Set(told.flatMap(([own], row) => (own === value ? [cells[row]! >> 1] : []))).size).toBe(1);
    }),
  );
});

test('probabilities that come true as often as they say have no error, those that never do have all of it', () => {
  const exact = binsOf(
    Array.from({ length: 40 }, (_, row) => (row < 20 ? 0.25 : 0.75)),
    (row) => (row < 20 ? row % 4 === 0 : row % 4 > 0),
    2,
  );
  expect(calibrationError(exact.bins)).toBe(0);
  expect(calibrationError(binsOf([1, 1, 1], () => false, 3).bins)).toBe(1);
});
