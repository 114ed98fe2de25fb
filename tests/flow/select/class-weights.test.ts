import { describe, expect, test } from 'vitest';
import { balancedWeights } from '../../../src/flow/select/class-weights.ts';
import reference from '../../reference/prepare.json' with { type: 'json' };

describe('balanced weights', () => {
  test.each(reference.weights)('of $y are those of scikit-learn', ({ y, weights }) => {
    const made = balancedWeights(Float32Array.from(y), 3);
    expect(made).toEqual(Float32Array.from(weights));
    expect(made.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(y.length, 5);
  });

  test('leave rows without a class out', () => {
    expect([...balancedWeights(Float32Array.of(0, NaN, 1, 1), 2)]).toEqual([1.5, 0, 0.75, 0.75]);
    expect([...balancedWeights(new Float32Array(0), 2)]).toEqual([]);
  });
});
