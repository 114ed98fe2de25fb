import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquaredTail } from '../../src/math/chi-squared.ts';
import { homogeneity } from '../../src/math/contingency.ts';
import { correctPValues } from '../../src/math/correct-p-values.ts';
import { divergencePValue, jensenShannonDistance, stabilityIndex } from '../../src/math/divergence.ts';
import { wassersteinDistance } from '../../src/math/wasserstein.ts';
import reference from '../reference/drift-tests.json' with { type: 'json' };

function close(found: number, expected: number, tolerance = 1e-11): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

describe(`scipy ${reference.scipy}`, () => {
  test.each(reference.chiSquaredTail)('chi-squared above $x, $freedom degrees', ({ x, freedom, tail }) => {
    close(chiSquaredTail(x, freedom), tail);
  });

  test.each(reference.counts)('$counts', (expected) => {
    const counts = { reference: expected.counts[0]!, window: expected.counts[1]! };
    const found = homogeneity(counts);
    close(found.statistic, expected.chiSquared);
    close(found.pValue, expected.pValue);
    close(found.cramer, expected.cramer);
    expect(found.freedom).toBe(expected.freedom);
    close(jensenShannonDistance(counts), expected.jensenShannon);
    close(stabilityIndex(counts), expected.stabilityIndex);
  });

  test.each([...reference.wasserstein.entries()])('Wasserstein, pair %i', (_, { one, other, distance }) => {
    const [a, b] = [Float64Array.from(one).sort(), Float64Array.from(other).sort()];
    expect(wassersteinDistance(a, b)).toBeCloseTo(distance, 13);
    expect(wassersteinDistance(b, a)).toBeCloseTo(distance, 13);
  });

  test('Benjamini and Hochberg', () => {
    const found = correctPValues(reference.corrected.pValues, 'benjamini-hochberg');
    for (const [i, expected] of reference.corrected.benjaminiHochberg.entries()) close(found[i]!, expected);
  });
});

test('the three distances of counts see about the same where the counts are close', () => {
  const counts = { reference: [1000, 2000, 3000], window: [1030, 1990, 2980] };
  const { pValue } = homogeneity(counts);
  close(divergencePValue(stabilityIndex(counts), counts), pValue, 0.01);
  close(divergencePValue(8 * jensenShannonDistance(counts) ** 2, counts), pValue, 0.01);
});

test('things that came in neither sample change nothing', () => {
  const counts = { reference: [10, 20], window: [30, 5] };
  const more = { reference: [10, 0, 20], window: [30, 0, 5] };
  expect(homogeneity(more)).toEqual(homogeneity(counts));
  expect(stabilityIndex(more)).toBe(stabilityIndex(counts));
  expect(divergencePValue(1, more)).toBe(divergencePValue(1, counts));
});

test('an index is finite where a thing came in one sample alone, and one thing alone tells nothing', () => {
  expect(stabilityIndex({ reference: [100, 0], window: [0, 100] })).toBeCloseTo(
    2 * (100 / 101) * Math.log(201),
    10,
  );
  expect(homogeneity({ reference: [7], window: [9] })).toMatchObject({ statistic: 0, pValue: 1 });
});

test('corrected p-values keep their order, and are never smaller than they were', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
      fc.constantFrom('holm' as const, 'benjamini-hochberg' as const),
      (pValues, correction) => {
        const found = correctPValues(pValues, correction);
        for (const [i, a] of pValues.entries()) {
          expect(found[i]).toBeGreaterThanOrEqual(a);
          expect(found[i]).toBeLessThanOrEqual(1);
          for (const [j, b] of pValues.entries()) if (a <= b) expect(found[i]).toBeLessThanOrEqual(found[j]!);
        }
      },
    ),
  );
});
