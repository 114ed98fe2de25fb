import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { errorRise } from '../../../src/flow/monitor/error-rise.ts';

/** How often 1,000 seeded pairs of periods raise the alarm. */
function alarms(errorBefore: number, errorAfter: number, rowsBefore: number, rowsAfter: number): number {
  const random = new Random(4);
  const draw = (error: number, rows: number): Float64Array =>
    Float64Array.from({ length: rows }, () => (random.uniform() < error ? 1 : 0));
  let rose = 0;
  for (let i = 0; i < 1000; i++)
    if (errorRise(draw(errorBefore, rowsBefore), draw(errorAfter, rowsAfter)).rose) rose++;
  return rose / 1000;
}

describe('a rise from .2 to .4', () => {
  test('is seen with 200 rows a side', () => {
    expect(alarms(0.2, 0.4, 200, 200)).toBeGreaterThan(0.95);
  });

  test('is seen with 1,000 rows before and 100 after', () => {
    expect(alarms(0.2, 0.4, 1000, 100)).toBeGreaterThan(0.9);
  });
});

describe('equal streams raise at most 1 alarm in 100', () => {
  // 1,000 pairs of periods: three standard errors above .01.
  test.each([
    [0.2, 200, 200],
    [0.05, 200, 200],
    [0.5, 20, 20],
    [0.2, 1000, 100],
    [0.05, 50, 1000],
  ])('error %d, %d rows before, %d after', (error, before, after) => {
    expect(alarms(error, error, before, after)).toBeLessThanOrEqual(0.0194);
  });
});

test('a fall is no rise', () => {
  const before = new Float64Array(100).map((_, row) => row % 2);
  const after = new Float64Array(100).map((_, row) => (row % 10 === 0 ? 1 : 0));
  const found = errorRise(before, after);
  expect(found.rose).toBe(false);
  expect(found.difference).toBeCloseTo(-0.4, 12);
  expect(errorRise(after, before)).toMatchObject({ rose: true });
});

test('too few rows stay silent, whatever they say', () => {
  expect(errorRise(new Float64Array(19), new Float64Array(19).fill(1))).toMatchObject({
    rose: false,
    difference: 1,
  });
  expect(errorRise(new Float64Array(20), new Float64Array(20).fill(1)).rose).toBe(true);
  expect(errorRise(new Float64Array(), new Float64Array()).rose).toBe(false);
});
