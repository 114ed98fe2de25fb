import { expect, test } from 'vitest';
import { quantileOf } from '../../../../src/app/stages/evaluate/quantile.ts';

test('a share of the values lies below; the ends are values, too', () => {
  const values = [1, 2, 3, 4];
  expect([0, 0.5, 0.75, 1].map((share) => quantileOf(values, share))).toEqual([1, 3, 4, 4]);
});

test('nothing has no quantile', () => {
  expect(quantileOf([], 0.5)).toBeNaN();
});
