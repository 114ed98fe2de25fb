import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { logisticRegression, logOddsOf } from '../../src/math/logistic-regression.ts';
import { solveLinear } from '../../src/math/solve-linear.ts';
import reference from '../reference/drift-tests.json' with { type: 'json' };

test.each(reference.logistic)(
  'scikit-learn at penalty $penalty',
  ({ x, y, weights, penalty, parameters }) => {
    const found = logisticRegression(x.flat(), y, weights, penalty);
    for (const [i, expected] of parameters.entries()) expect(found[i]).toBeCloseTo(expected, 5);
  },
);

test('classes that are apart end in finite weights', () => {
  const found = logisticRegression([1, 2, 3, 4], [0, 0, 1, 1], [1, 1, 1, 1], 1e-3);
  expect(found.every(Number.isFinite)).toBe(true);
  expect([0, 1, 2, 3].map((row) => logOddsOf(found, [1, 2, 3, 4], row) > 0)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('solves what it can, and says where it cannot', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer(), (size, seed) => {
      const random = new Random(seed);
      const matrix = Float64Array.from({ length: size * size }, () => random.normal());
      const expected = Float64Array.from({ length: size }, () => random.normal());
      const right = expected.map((_, row) =>
        expected.reduce((sum, value, column) => sum + matrix[row * size + column]! * value, 0),
      );
      const found = solveLinear(matrix, right)!;
      for (const [row, side] of right.entries()) {
        const reached = found.reduce((sum, value, column) => sum + matrix[row * size + column]! * value, 0);
        expect(Math.abs(reached - side)).toBeLessThan(1e-7 * (1 + Math.abs(side)));
      }
    }),
  );
  expect(solveLinear([1, 2, 3, 2, 4, 6, 1, 0, 1], [1, 2, 3])).toBeNull();
  expect(solveLinear([0, 1, 1, 0], [2, 3])).toEqual(Float64Array.of(3, 2));
});
