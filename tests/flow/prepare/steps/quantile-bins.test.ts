import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Table } from '../../../../src/core/table.ts';
import { quantileBins } from '../../../../src/flow/prepare/steps/quantile-bins.ts';

const numbers = (values: readonly number[]): Table => ({
  rows: values.length,
  columns: [{ kind: 'number', name: 'a', values: Float64Array.from(values) }],
});
const learn = (values: readonly number[], bins: number, rowsPerBin: number) =>
  quantileBins.fit(numbers(values), ['a'], { bins, rowsPerBin });
const apply = (values: readonly number[], state: ReturnType<typeof learn>) =>
  quantileBins.apply(numbers(values), ['a'], quantileBins.defaults, state).columns;

describe('quantile bins', () => {
  test('divide the training rows evenly, and an edge belongs to the bin below it', () => {
    const state = learn([40, 10, 30, 20], 2, 2);
    expect(state).toEqual({ a: { edges: [20], names: ['a up to 20', 'a above 20'] } });
    expect(apply([20, 21, -Infinity, NaN], state).map(({ values }) => [...values])).toEqual([
      [20, 21, -Infinity, NaN],
      [1, 0, 1, 0],
      [0, 1, 0, 0],
    ]);
  });

  test('divide the other rows where one value fills more than half', () => {
    const state = learn([0, 0, 0, 0, 0, 10, 20, 30, 40], 2, 2);
    expect(state['a']!.edges).toEqual([20]);
  });

  test('add nothing where there are too few rows for two of them, or one value only', () => {
    for (const values of [[1, 2, 3], [7, 7, 7, 7], []])
      expect(apply(values, learn(values, 16, 2)).map(({ name }) => name)).toEqual(['a']);
  });

  test('put every number into exactly one bin, whose rows differ in count by one at most', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), {
          minLength: 4,
          maxLength: 60,
          comparator: 'IsStrictlyEqual',
        }),
        fc.integer({ min: 2, max: 6 }),
        (values, bins) => {
          const [, ...made] = apply(values, learn(values, bins, 2));
          for (let row = 0; row < values.length; row++)
            expect(made.reduce((sum, { values: cells }) => sum + Number(cells[row]), 0)).toBe(1);
          const sizes = made.map(({ values: cells }) => [...cells].filter((cell) => cell === 1).length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
