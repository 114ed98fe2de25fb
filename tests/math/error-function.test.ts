import { expect, test } from 'vitest';
import { errorFunction, normalCdf } from '../../src/math/error-function.ts';

test('the error function is exact from the middle to the tails', () => {
  // Python's math.erf.
  const known = [
    [0, 0],
    [1e-10, 1.1283791670955126e-10],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [4, 0.9999999845827421],
    [7, 1],
  ] as const;
  for (const [x, value] of known) {
    expect(Math.abs(errorFunction(x) - value)).toBeLessThan(2e-16);
    expect(errorFunction(-x)).toBe(-errorFunction(x));
  }
});

test('the normal distribution is symmetric', () => {
  expect(normalCdf(1.5) + normalCdf(-1.5)).toBe(1);
  expect(normalCdf(1)).toBeCloseTo(0.8413447460685429, 15);
});
