import { describe, expect, test } from 'vitest';
import type { ColumnKind } from '../../../src/core/column.ts';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import { defaultRecipe } from '../../../src/flow/prepare/default-recipe.ts';
import { matrixRoom } from '../../../src/flow/prepare/matrix-room.ts';

const profile = (name: string, kind: ColumnKind, rows: number, distinct: number): ColumnProfile => ({
  name,
  kind,
  rows,
  missing: 0,
  distinct,
  minimum: 0,
  maximum: 1,
  labels: [],
  mean: 0,
  deviation: 1,
  median: 0,
  histogram: null,
  top: [],
  warnings: [],
});
const numbers = (count: number, rows: number) =>
  Array.from({ length: count }, (_, index) => profile(`x${index}`, 'number', rows, rows));
const categories = (count: number, rows: number) =>
  Array.from({ length: count }, (_, index) => profile(`c${index}`, 'category', rows, 100));

describe('room for a matrix', () => {
  test('is as usual for a small table', () => {
    const adult = [...numbers(6, 48_842), ...categories(8, 48_842)];
    expect(matrixRoom(adult, true)).toEqual({ bins: 16, labels: 100, notes: [] });
    expect(matrixRoom(numbers(20, 150_000), true).bins).toBe(16);
    expect(matrixRoom([], true).notes).toEqual([]);
  });

  test('is less for a large one: fewer ranges, then none, then fewer labels, each with a sentence', () => {
    expect(matrixRoom(numbers(20, 400_000), true)).toEqual({
      bins: 7,
      labels: 100,
      notes: [
        'Numbers are cut into 7 ranges each and not into 16, so that the features of 400,000 rows fit into memory.',
      ],
    });
    expect(matrixRoom(numbers(20, 1_000_000), true)).toMatchObject({
      bins: 0,
      notes: [expect.stringMatching(/^Numbers are not cut into ranges.*1,000,000 rows/)],
    });
    expect(matrixRoom(numbers(20, 1_000_000), false)).toEqual({ bins: 0, labels: 100, notes: [] });
    const wide = matrixRoom(categories(3, 1_000_000), true);
    expect(wide).toMatchObject({
      labels: 21,
      notes: [expect.stringMatching(/^Of each category the 21 most frequent labels/)],
    });
    expect(matrixRoom(categories(300, 1_000_000), true).labels).toBe(10);
  });

  test('holds the matrix of the default recipe under 256 MB', () => {
    const target = { column: 'y', task: 'binary', classes: ['a', 'b'] } as const;
    const columns = [...numbers(10, 300_000), ...categories(1, 300_000)];
    const { recipe, notes } = defaultRecipe(columns, target, { excluded: [], included: [] });
    const options = Object.fromEntries(recipe.steps.map((step) => [step.kind, step.options]));
    expect(options).toMatchObject({
      'quantile-bins': { bins: 11, rowsPerBin: 100 },
      'one-hot': { maximumLabels: 100, minimumCount: 5 },
    });
    expect(notes).toHaveLength(1);
    const features = 10 * (1 + 11) + 101;
    expect(features * 300_000 * 4).toBeLessThanOrEqual(256 * 1024 * 1024);
    const large = defaultRecipe(numbers(20, 1_000_000), target, { excluded: [], included: [] }).recipe;
    expect(large.steps.map(({ kind }) => kind)).toEqual(['impute', 'scale']);
  });
});
