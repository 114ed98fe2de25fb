import { describe, expect, test } from 'vitest';
import { kolmogorovSmirnov, kolmogorovTail } from '../../src/math/kolmogorov.ts';
import reference from '../reference/drift-tests.json' with { type: 'json' };

function close(found: number, expected: number, tolerance: number): void {
  expect(Math.abs(found / expected - 1)).toBeLessThanOrEqual(tolerance);
}

describe(`scipy ${reference.scipy}`, () => {
  test.each([...reference.kolmogorovSmirnov.entries()])(
    'exact, pair %i',
    (_, { one, other, statistic, pValue }) => {
      const found = kolmogorovSmirnov(one, other);
      expect(found.statistic).toBeCloseTo(statistic, 14);
      expect(found.isExact).toBe(true);
      close(found.pValue, pValue, 1e-11);
      expect(kolmogorovSmirnov(other, one).pValue).toBeCloseTo(found.pValue, 13);
    },
  );

  // scipy takes the distribution for one sample of the rounded size instead of a correction of the limit.
  test.each([...reference.kolmogorovSmirnovLarge.entries()])(
    'of large samples, pair %i',
    (_, { one, other, statistic, pValue }) => {
      const found = kolmogorovSmirnov(one, other);
      expect(found.statistic).toBeCloseTo(statistic, 14);
      expect(found.isExact).toBe(false);
      close(found.pValue, pValue, 0.03);
    },
  );

  test.each(reference.kolmogorovTail)('the limit beyond $x', ({ x, tail }) => {
    close(kolmogorovTail(x), tail, 1e-12);
  });
});
