import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CodedColumn, type Column, MISSING_BOOLEAN } from '../../../src/core/column.ts';
import { profileTable } from '../../../src/flow/prepare/profile.ts';
import { arbitraryTable } from '../../core/arbitrary-table.ts';
import { columnFrom, hasData, readCsv, tableOf } from './read-csv.ts';

const profileOf = (column: Column) => profileTable({ rows: column.values.length, columns: [column] })[0]!;
const numbers = (name: string, values: Iterable<number>): Column => ({
  kind: 'number',
  name,
  values: Float64Array.from(values),
});
const warningsOf = (column: Column) => profileOf(column).warnings.map(({ kind }) => kind);
const range = (length: number) => Array.from({ length }, (_, i) => i);

describe('a profile', () => {
  test('of a number: range, moments, median; infinite values count as missing', () => {
    expect(profileOf(numbers('a', [3, NaN, 1, 2.5, Infinity, 3]))).toMatchObject({
      rows: 6,
      missing: 2,
      distinct: 3,
      minimum: 1,
      maximum: 3,
      mean: 2.375,
      median: 2.75,
      labels: [],
      top: [],
    });
  });

  test('of a few whole numbers lists them', () => {
    expect(profileOf(numbers('a', [2, 0, 2, 1, 2, 1])).top).toEqual([
      { label: '2', count: 3 },
      { label: '1', count: 2 },
      { label: '0', count: 1 },
    ]);
    expect(profileOf(numbers('a', range(21))).top).toEqual([]);
  });

  test('of a yes or no counts both, and means as 0 and 1', () => {
    const column: Column = { kind: 'boolean', name: 'a', values: Uint8Array.of(1, 0, 1, MISSING_BOOLEAN, 1) };
    const profile = profileOf(column);
    expect(profile).toMatchObject({
      missing: 1,
      distinct: 2,
      minimum: null,
      mean: 0.75,
      median: 1,
      deviation: 0.5,
    });
    expect(profile.labels).toEqual(['true', 'false']);
    expect(profile.top).toEqual([
      { label: 'true', count: 3 },
      { label: 'false', count: 1 },
    ]);
  });

  test('of a category counts only labels that occur, at most 200, the 20 most frequent with their counts', () => {
    const cells = range(300).flatMap((label) =>
      new Array<string>(label < 2 ? 3 - label : 1).fill(`l${label}`),
    );
    const column = columnFrom('a', cells) as CodedColumn;
    const profile = profileOf({ ...column, dictionary: [...column.dictionary, 'unused'] });
    expect(profile.distinct).toBe(300);
    expect(profile.labels).toHaveLength(200);
    expect(profile.top).toHaveLength(20);
    expect(profile.top.slice(0, 3)).toEqual([
      { label: 'l0', count: 3 },
      { label: 'l1', count: 2 },
      { label: 'l2', count: 1 },
    ]);
  });

  test('holds whatever the table: no cell lost, the moments finite, every histogram complete', () => {
    fc.assert(
      fc.property(arbitraryTable({ maxRows: 40 }), (table) => {
        for (const profile of profileTable(table)) {
          const present = table.rows - profile.missing;
          expect(profile.distinct).toBeLessThanOrEqual(present);
          expect(profile.top.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(present);
          for (const value of [profile.mean, profile.deviation, profile.median])
            expect(value === null || Number.isFinite(value)).toBe(true);
          if (!profile.histogram) continue;
          const { edges, counts } = profile.histogram;
          expect(edges.length).toBe(counts.length + 1);
          expect(counts.length).toBeLessThanOrEqual(30);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(present);
          expect(edges[0]).toBeLessThanOrEqual(profile.minimum!);
          expect(edges.at(-1)).toBeGreaterThanOrEqual(profile.maximum!);
          expect(edges.every((edge, bin) => bin === 0 || edge >= edges[bin - 1]!)).toBe(true);
        }
      }),
    );
  });

  test('is the same whether many values differ or few', () => {
    const few = Array.from({ length: 20_000 }, (_, i) => ((i * 7919) % 1000) / 8);
    const many = [...few, ...Array.from({ length: 5000 }, (_, i) => 1000 + ((i * 7919) % 5003) / 16)];
    for (const values of [few, many]) {
      const sorted = values.toSorted((a, b) => a - b);
      expect(profileOf(numbers('a', values))).toMatchObject({
        distinct: new Set(values).size,
        minimum: sorted[0],
        maximum: sorted.at(-1),
        median: (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2,
      });
    }
  });
});

describe('a histogram', () => {
  const histogramOf = (values: readonly number[]) => profileOf(numbers('a', values)).histogram;

  test('gives few whole numbers a bin each', () => {
    expect(histogramOf([1, 2, 2, 4])).toEqual({ edges: [0.5, 1.5, 2.5, 3.5, 4.5], counts: [1, 2, 0, 1] });
  });

  test('gives many whole numbers bins of one whole width', () => {
    const { edges, counts } = histogramOf(range(100))!;
    expect(edges.slice(0, 2)).toEqual([-0.5, 3.5]);
    expect(counts).toEqual(new Array<number>(25).fill(4));
  });

  test('gives one value alone one bin around it', () => {
    expect(histogramOf([0.25, 0.25])).toEqual({ edges: [-0.25, 0.75], counts: [2] });
    expect(histogramOf([1e300])).toEqual({ edges: [1e300, 1e300], counts: [1] });
  });

  test('counts a value on an edge above it, the largest in the last bin', () => {
    const { edges, counts } = histogramOf([0, 0.5, 1, 1.5])!;
    expect([edges[0], edges[10], edges[30]]).toEqual([0, 0.5, 1.5]);
    expect([counts[0], counts[10], counts[20], counts[29]]).toEqual([1, 1, 1, 1]);
  });

  test('spans the whole range of a double', () => {
    const { edges, counts } = histogramOf([-1.7e308, 1.7e308, 0.5])!;
    expect([edges[0], edges.at(-1)]).toEqual([-1.7e308, 1.7e308]);
    expect(counts.filter((count) => count > 0)).toEqual([1, 1, 1]);
  });
});

describe('a warning', () => {
  test('of a constant, of a mostly missing and of an empty column names it', () => {
    expect(warningsOf(numbers('a', [2, 2, 2, NaN]))).toEqual(['constant']);
    expect(warningsOf(numbers('a', [1, 2, NaN, NaN]))).toEqual(['mostly-missing']);
    expect(warningsOf(numbers('a', [1, 2, 3, NaN]))).toEqual([]);
    expect(warningsOf(numbers('a', [NaN, NaN]))).toEqual(['mostly-missing']);
    expect(profileOf(numbers('age', [2, 2])).warnings[0]!.message).toMatch(/^"age" .*\.$/);
  });

  test('of a time index: row numbers, slow clocks, clocks that are set back now and then', () => {
    expect(warningsOf(numbers('a', range(100)))).toEqual(['time-index']);
    expect(
      warningsOf(
        numbers(
          'a',
          range(1000).map((i) => Math.floor(i / 48)),
        ),
      ),
    ).toEqual(['time-index']);
    expect(
      warningsOf(
        numbers(
          'a',
          range(1000).map((i) => (i === 500 ? 300 : i)),
        ),
      ),
    ).toEqual(['time-index']);
    expect(warningsOf({ kind: 'time', name: 'a', values: Float64Array.from(range(50)) })).toEqual([
      'time-index',
    ]);
  });

  test('of a time index is not raised by what recurs, falls or takes few values', () => {
    expect(
      warningsOf(
        numbers(
          'a',
          range(2000).map((i) => i % 1000),
        ),
      ),
    ).toEqual([]);
    expect(
      warningsOf(
        numbers(
          'a',
          range(100).map((i) => -i),
        ),
      ),
    ).toEqual([]);
    expect(
      warningsOf(
        numbers(
          'a',
          range(100).map((i) => Math.floor(i / 20)),
        ),
      ),
    ).toEqual([]);
    expect(
      warningsOf(
        numbers(
          'a',
          range(100).map((i) => (i * 37) % 101),
        ),
      ),
    ).toEqual([]);
  });

  test('of an identifier: by kind, by labels that never repeat, by whole numbers of that name', () => {
    const labels = columnFrom(
      'a',
      range(30).map((i) => `x${i}`),
    );
    const shuffled = range(100).map((i) => (i * 37) % 101);
    expect(warningsOf({ ...labels, kind: 'identifier' } as Column)).toEqual(['identifier']);
    expect(warningsOf(labels)).toEqual(['identifier']);
    expect(warningsOf({ ...labels, kind: 'text' } as Column)).toEqual([]);
    expect(warningsOf(numbers('customer_id', shuffled))).toEqual(['identifier']);
    expect(warningsOf(numbers('paid', shuffled))).toEqual([]);
    expect(warningsOf(numbers('customer_id', [...shuffled, 1]))).toEqual([]);
  });

  const grown = [
    ['elec2.csv', 500, ['date']],
    ['elec2.csv', Infinity, ['date']],
    ['bike-hour.csv', Infinity, ['instant', 'dteday']],
    ['diamonds.csv', Infinity, []],
  ] as const;
  for (const [file, limit, expected] of grown)
    test.skipIf(!hasData(file))(
      `of a time index in ${limit} rows of ${file}: ${expected.join(', ') || 'none'} (needs the data folder)`,
      () => {
        const profiles = profileTable(readCsv(file, limit));
        const names = profiles.filter(({ warnings }) => warnings.some(({ kind }) => kind === 'time-index'));
        expect(names.map(({ name }) => name)).toEqual(expected);
      },
    );
});

test('an empty table has a profile', () => {
  expect(profileTable(tableOf({ a: [] }))[0]).toMatchObject({
    rows: 0,
    missing: 0,
    mean: null,
    warnings: [],
  });
});
