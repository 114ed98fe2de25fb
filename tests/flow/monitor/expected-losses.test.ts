import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentsOf } from '../../../src/math/moments.ts';
import { expectedLosses } from '../../../src/flow/monitor/expected-losses.ts';

const score = (metric: 'accuracy' | 'mae' | 'rmse', value: number) => ({
  metric,
  value,
  low: value,
  high: value,
  baseline: 0,
});
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('of a classification they are the wrong and the right rows', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 2 }), (errors) => {
      const scores = [score('accuracy', 1 - mean(errors))];
      const summary = { task: 'multiclass', rows: errors.length, baseline: 'majority', scores } as const;
      expect(expectedLosses(summary)).toEqual(Float64Array.from(errors.toSorted().toReversed()));
    }),
  );
});

test('of a regression they have the mean and the spread of its absolute errors', () => {
  const losses = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 2 });
  fc.assert(
    fc.property(losses, (errors) => {
      const rmse = Math.sqrt(mean(errors.map((error) => error ** 2)));
      const scores = [score('mae', mean(errors)), score('rmse', rmse)];
      const summary = { task: 'regression', rows: errors.length, baseline: 'mean', scores } as const;
      const found = momentsOf(expectedLosses(summary)!);
      const moments = momentsOf(errors);
      expect(found.count).toBe(errors.length);
      expect(found.mean).toBeCloseTo(moments.mean, 6);
      expect(found.variance).toBeCloseTo(moments.variance, 3);
    }),
  );
});

test('nothing is expected of a model that was never evaluated', () => {
  expect(expectedLosses(null)).toBeNull();
  expect(expectedLosses({ task: 'binary', rows: 1, baseline: 'majority', scores: [] })).toBeNull();
  expect(expectedLosses({ task: 'binary', rows: 9, baseline: 'majority', scores: [] })).toBeNull();
});
