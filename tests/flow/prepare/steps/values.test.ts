import { describe, expect, test } from 'vitest';
import type { Column } from '../../../../src/core/column.ts';
import type { Table } from '../../../../src/core/table.ts';
import { dateParts } from '../../../../src/flow/prepare/steps/date-parts.ts';
import { impute } from '../../../../src/flow/prepare/steps/impute.ts';
import { categoryIndex } from '../../../../src/flow/prepare/steps/category-index.ts';
import { oneHot } from '../../../../src/flow/prepare/steps/one-hot.ts';
import { scale } from '../../../../src/flow/prepare/steps/scale.ts';
import { columnFrom } from '../read-csv.ts';

const tableOf = (column: Column): Table => ({ rows: column.values.length, columns: [column] });
const numbers = (...values: number[]): Table =>
  tableOf({ kind: 'number', name: 'a', values: Float64Array.from(values) });
const cellsOf = (table: Table) =>
  Object.fromEntries(table.columns.map(({ name, values }) => [name, [...values]]));

test('impute fills with the median, and notes what was missing only if training rows had missing cells', () => {
  const state = impute.fit(numbers(1, NaN, 10, 2), ['a'], {});
  expect(cellsOf(impute.apply(numbers(NaN, 5), ['a'], {}, state))).toEqual({
    a: [2, 5],
    'a is missing': [1, 0],
  });
  const full = impute.fit(numbers(1, 2, 10, 20), ['a'], {});
  expect(cellsOf(impute.apply(numbers(NaN, -Infinity), ['a'], {}, full))).toEqual({ a: [6, 6] });
  const flags: Column = { kind: 'boolean', name: 'a', values: Uint8Array.of(1, 0, 1, 255) };
  const made = impute.apply(tableOf(flags), ['a'], {}, impute.fit(tableOf(flags), ['a'], {}));
  expect(cellsOf(made)).toEqual({ a: [1, 0, 1, 1], 'a is missing': [0, 0, 0, 1] });
});

describe('scale', () => {
  test('divides by the population deviation, and leaves missing cells missing', () => {
    const state = scale.fit(numbers(20, NaN, 40), ['a'], scale.defaults);
    expect(state).toEqual({ a: { mean: 30, spread: 10 } });
    expect(cellsOf(scale.apply(numbers(20, 45, NaN), ['a'], scale.defaults, state))).toEqual({
      a: [-1, 1.5, NaN],
    });
  });

  test('cuts what lies farther out than the limit', () => {
    const state = scale.fit(numbers(20, 40), ['a'], scale.defaults);
    expect(cellsOf(scale.apply(numbers(1e9, -Infinity, 89), ['a'], scale.defaults, state))).toEqual({
      a: [6, -6, 5.9],
    });
  });

  test('divides a column that is constant within rounding by 1', () => {
    const wobbly = Array.from({ length: 1000 }, (_, i) => (i % 2 ? 0.1 + 0.2 : 0.3));
    for (const values of [[0.1, 0.1, 0.1], wobbly, [1e9, 1e9], [0], []])
      expect(scale.fit(numbers(...values), ['a'], scale.defaults).a!.spread).toBe(1);
    expect(scale.fit(numbers(1e-9, 2e-9), ['a'], scale.defaults).a!.spread).toBeCloseTo(5e-10, 18);
  });

  test('holds values whose squares no double can hold', () => {
    const { mean, spread } = scale.fit(numbers(1e308, -1e308, 1.5e308), ['a'], scale.defaults).a!;
    expect(mean / 1e308).toBeCloseTo(0.5, 12);
    expect(spread / 1e308).toBeCloseTo(Math.sqrt((0.25 + 2.25 + 1) / 3), 12);
  });
});

describe('one-hot', () => {
  const cells = [...new Array<string>(5).fill('b'), ...new Array<string>(6).fill('a'), 'rare', '', 'odd'];
  const table = tableOf(columnFrom('c', cells));
  const later = tableOf(columnFrom('c', ['a', 'b', 'rare', 'never', '']));

  test('pools what is rare or unknown, and keeps what is missing apart', () => {
    const state = oneHot.fit(table, ['c'], oneHot.defaults);
    expect(cellsOf(oneHot.apply(later, ['c'], oneHot.defaults, state))).toEqual({
      'c = a': [1, 0, 0, 0, 0],
      'c = b': [0, 1, 0, 0, 0],
      'c = other': [0, 0, 1, 1, 0],
      'c is missing': [0, 0, 0, 0, 1],
    });
  });

  test('keeps the most frequent labels only, and is all 0 for a missing cell where none was missing', () => {
    const options = { minimumCount: 1, maximumLabels: 1 };
    const full = tableOf(
      columnFrom(
        'c',
        cells.filter((cell) => cell !== ''),
      ),
    );
    const state = oneHot.fit(full, ['c'], options);
    expect(cellsOf(oneHot.apply(later, ['c'], options, state))).toEqual({
      'c = a': [1, 0, 0, 0, 0],
      'c = other': [0, 1, 1, 1, 0],
    });
  });

  test('tells a label "other" from what is pooled', () => {
    const options = { minimumCount: 1, maximumLabels: 10 };
    const odd = tableOf(columnFrom('c', ['other', 'x']));
    const made = oneHot.apply(odd, ['c'], options, oneHot.fit(odd, ['c'], options));
    expect(cellsOf(made)).toEqual({ 'c = other': [1, 0], 'c = x': [0, 1], 'c = other (2)': [0, 0] });
  });
});

describe('date parts', () => {
  const times = (...texts: string[]): Table => tableOf(columnFrom('t', texts));
  const partsOf = (training: Table, later = training) =>
    cellsOf(dateParts.apply(later, ['t'], {}, dateParts.fit(training, ['t'], {})));

  test('are points on circles: a quarter of the year is a quarter turn', () => {
    const made = partsOf(times('2024-01-01', '2024-04-01', '2024-07-01'));
    expect(Object.keys(made)).toEqual(['t month sine', 't month cosine']);
    for (const [row, [sine, cosine]] of [
      [0, 1],
      [1, 0],
      [0, -1],
    ].entries()) {
      expect(made['t month sine']![row]).toBeCloseTo(sine!, 12);
      expect(made['t month cosine']![row]).toBeCloseTo(cosine!, 12);
    }
  });

  test('know weekends, also before 1970', () => {
    const made = partsOf(
      times('2024-06-01', '2024-06-02', '2024-06-03', '1969-12-28', '1969-12-27', '1969-12-26'),
    );
    expect(made['t is at a weekend']).toEqual([1, 1, 0, 1, 1, 0]);
  });

  test('go by the hour where minutes do not vary, else by the minute', () => {
    expect(Object.keys(partsOf(times('2024-06-03 10:30', '2024-06-03 11:30')))).toEqual([
      't hour sine',
      't hour cosine',
    ]);
    const made = partsOf(times('2024-06-03 06:00', '2024-06-03 18:01'));
    expect(Object.keys(made)).toEqual(['t minute of day sine', 't minute of day cosine']);
    expect(made['t minute of day sine']![0]).toBeCloseTo(1, 12);
  });

  test('of a missing time are the centre, noted where training rows had one', () => {
    const training = times('2024-01-01', '', '2024-04-01');
    expect(partsOf(training, times('', '2024-01-01'))).toEqual({
      't month sine': [0, 0],
      't month cosine': [0, 1],
      't is missing': [1, 0],
    });
  });

  test('hold no year: a year later is the same', () => {
    const training = times('2024-01-01 10:00', '2024-05-04 11:15');
    const [made, later] = [
      partsOf(training, times('2023-02-06 10:30')),
      partsOf(training, times('2034-02-06 10:30')),
    ];
    expect(later).toEqual(made);
  });
});

test('category-index pools what is rare or unknown in 0, and keeps what is missing apart where training rows had it', () => {
  const cells = [...new Array<string>(5).fill('b'), ...new Array<string>(6).fill('a'), 'rare', ''];
  const later = tableOf(columnFrom('c', ['a', 'b', 'rare', 'never', '']));
  const indexesOf = (training: readonly string[], options = categoryIndex.defaults) => {
    const state = categoryIndex.fit(tableOf(columnFrom('c', [...training])), ['c'], options);
    return cellsOf(categoryIndex.apply(later, ['c'], options, state))['c'];
  };
  expect(indexesOf(cells)).toEqual([1, 2, 0, 0, 3]);
  expect(indexesOf(cells.slice(0, -1))).toEqual([1, 2, 0, 0, 0]);
  expect(indexesOf(cells, { minimumCount: 1, maximumLabels: 1 })).toEqual([1, 0, 0, 0, 2]);
});
