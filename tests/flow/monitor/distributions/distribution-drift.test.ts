import { describe, expect, test } from 'vitest';
import {
  MISSING_CODE,
  type CodedColumn,
  type Column,
  type NumberColumn,
} from '../../../../src/core/column.ts';
import { Random } from '../../../../src/core/random.ts';
import { inOneGo } from '../../../../src/core/sliced.ts';
import { sliceRows, type Table } from '../../../../src/core/table.ts';
import { chiSquared } from '../../../../src/flow/monitor/distributions/chi-squared.ts';
import {
  distributionDrift,
  type DistributionDriftOptions,
} from '../../../../src/flow/monitor/distributions/distribution-drift.ts';
import { populationStability } from '../../../../src/flow/monitor/distributions/population-stability.ts';

const compare = (reference: Table, window: Table, options: Partial<DistributionDriftOptions> = {}) =>
  inOneGo(distributionDrift(reference, window, options));
const moved = (reference: Table, window: Table, options: Partial<DistributionDriftOptions> = {}) =>
  compare(reference, window, options)
    .columns.filter(({ hasMoved }) => hasMoved)
    .map(({ column }) => column);

describe('which test', () => {
  test.each([
    [1000, 'kolmogorov-smirnov', 'chi-squared'],
    [1001, 'wasserstein', 'jensen-shannon'],
  ])('the smaller sample decides: %i rows', (rows, numbers, labels) => {
    const large = tableOf(3000, 1);
    for (const { columns } of [compare(large, tableOf(rows, 2)), compare(tableOf(rows, 2), large)]) {
      const tests = columns.map(({ values }) => values?.test ?? null);
      expect(tests).toEqual([numbers, numbers, numbers, labels, labels, null]);
    }
  });

  test('or whoever asks', () => {
    const { columns } = compare(tableOf(500, 1), tableOf(500, 2), {
      tests: { number: populationStability, category: populationStability },
    });
    expect(columns.map(({ values }) => values?.test ?? null)).toEqual([
      'population-stability',
      'population-stability',
      'kolmogorov-smirnov',
      'population-stability',
      'chi-squared',
      null,
    ]);
  });
});

describe.each([200, 2500])('of %i rows', (rows) => {
  test('names what moved, and nothing else', () => {
    const [before, after] = [tableOf(rows, 3), tableOf(rows, 4)];
    const shifted: Table = {
      rows,
      columns: after.columns.map((column): Column => {
        if (column.name === 'b')
          return {
            ...(column as NumberColumn),
            values: column.values.map((value) => value + 1) as Float64Array<ArrayBuffer>,
          };
        if (column.name === 'label')
          return {
            ...(column as CodedColumn),
            values: column.values.map((code) => (code === 0 ? 1 : code)) as Uint32Array<ArrayBuffer>,
          };
        return column;
      }),
    };
    expect(moved(before, after)).toEqual([]);
    expect(moved(before, shifted)).toEqual(['b', 'label']);
  });

  test('counts missing cells, and compares their shares', () => {
    const [before, after] = [tableOf(rows, 5), tableOf(rows, 6)];
    const burst: Table = {
      rows,
      columns: after.columns.map((column): Column => {
        if (column.name === 'a')
          return {
            ...(column as NumberColumn),
            values: column.values.map((value, row) =>
              row % 5 === 0 ? NaN : value,
            ) as Float64Array<ArrayBuffer>,
          };
        if (column.name === 'prose')
          return {
            ...(column as CodedColumn),
            values: column.values.map(() => MISSING_CODE) as Uint32Array<ArrayBuffer>,
          };
        return column;
      }),
    };
    const { columns } = compare(before, burst);
    expect(columns.filter(({ hasMoved }) => hasMoved).map(({ column }) => column)).toEqual(['a', 'prose']);
    const [a] = columns;
    expect(a!.missing).toMatchObject({ reference: 0, window: 0.2, effectSize: 0.2, hasDrifted: true });
    expect(a!.values).toMatchObject({ hasDrifted: false });
    expect(columns.at(-1)).toMatchObject({ values: null, missing: { window: 1 } });
  });
});

test('a change of no weight is told of few rows, not of many', () => {
  const few = (rows: number, seed: number, shift: number) => {
    const random = new Random(seed);
    return { rows, columns: [numbersOf('a', rows, () => random.normal() + shift)] };
  };
  const found = compare(few(40_000, 1, 0), few(40_000, 2, 0.04)).columns[0]!.values!;
  expect(found.pValue).toBeLessThan(0.01);
  expect(found.hasDrifted).toBe(false);
  expect(moved(few(40_000, 1, 0), few(40_000, 2, 0.15))).toEqual(['a']);
});

test('of 40 columns that do not move, one in a table of twenty is named at most', () => {
  let tables = 0;
  for (let seed = 0; seed < 100; seed++) {
    const random = new Random(seed);
    const wide = (): Table => ({
      rows: 60,
      columns: Array.from({ length: 40 }, (_, i) => numbersOf(`c${i}`, 60, () => random.normal())),
    });
    if (moved(wide(), wide()).length > 0) tables++;
  }
  // Of 100: 5, with a standard error of 2.2.
  expect(tables).toBeLessThanOrEqual(11);
});

test('Benjamini and Hochberg name more', () => {
  const random = new Random(9);
  const wide = (shift: number): Table => ({
    rows: 100,
    columns: Array.from({ length: 40 }, (_, i) =>
      numbersOf(`c${i}`, 100, () => random.normal() + (i < 20 ? shift : 0)),
    ),
  });
  const [before, after] = [wide(0), wide(0.55)];
  const [holm, shared] = (['holm', 'benjamini-hochberg'] as const).map((correction) =>
    moved(before, after, { correction }),
  );
  expect(shared!.length).toBeGreaterThan(holm!.length);
  expect(shared).toEqual(expect.arrayContaining(holm!));
});

test('one column of a hundred stands out by a distance as well', () => {
  const random = new Random(10);
  const wide = (shift: number): Table => ({
    rows: 1100,
    columns: Array.from({ length: 100 }, (_, i) =>
      numbersOf(`c${i}`, 1100, () => random.normal() + (i === 7 ? shift : 0)),
    ),
  });
  expect(moved(wide(0), wide(0.5))).toEqual(['c7']);
});

test('tells of columns that cannot be compared, and leaves columns alone that are new', () => {
  const before = tableOf(50, 11);
  const columns = tableOf(50, 12).columns.filter(({ name }) => name !== 'a');
  const asText = { ...(columns[0] as NumberColumn), kind: 'time' as const };
  const { left, columns: compared } = compare(before, {
    rows: 50,
    columns: [asText, ...columns.slice(1), numbersOf('new', 50, () => 1)],
  });
  expect(left).toEqual([
    { column: 'a', reason: 'it is not there' },
    { column: 'b', reason: 'it was number and is time' },
  ]);
  expect(compared.map(({ column }) => column)).toEqual(['at', 'label', 'flag', 'prose']);
});

test('bears a window without rows, and labels that have never been there', () => {
  const before = tableOf(50, 13);
  const { columns } = compare(before, sliceRows(before, 0, 0));
  expect(columns.every(({ values, hasMoved }) => values === null && !hasMoved)).toBe(true);
  const label = before.columns[3] as CodedColumn;
  const other: CodedColumn = { ...label, dictionary: ['u', 'v', 'w'] };
  const found = chiSquared.test(label, other, { alpha: 0.05, permutations: 99, seed: 1 });
  expect(found).toMatchObject({ hasDrifted: true });
  expect(found.effectSize).toBeCloseTo(1, 10);
});

/** Columns of every kind that tell nothing of each other. */
function tableOf(rows: number, seed: number): Table {
  const random = new Random(seed);
  const codes = Uint32Array.from({ length: rows }, () => random.below(3));
  return {
    rows,
    columns: [
      numbersOf('a', rows, () => random.normal()),
      numbersOf('b', rows, () => random.normal()),
      { ...numbersOf('at', rows, () => 1e12 + 1e9 * random.uniform()), kind: 'time' },
      { kind: 'category', name: 'label', values: codes, dictionary: ['x', 'y', 'z'] },
      { kind: 'boolean', name: 'flag', values: Uint8Array.from(codes, () => random.below(2)) },
      {
        kind: 'text',
        name: 'prose',
        values: Uint32Array.from(codes.keys()),
        dictionary: Array.from(codes, (_, row) => `row ${row}`),
      },
    ],
  };
}

function numbersOf(name: string, rows: number, cell: () => number): NumberColumn {
  return { kind: 'number', name, values: Float64Array.from({ length: rows }, cell) };
}
