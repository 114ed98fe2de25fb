import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, type ColumnKind, cellText, MISSING_BOOLEAN } from '../../../src/core/column.ts';
import { convertColumn } from '../../../src/flow/prepare/convert-column.ts';
import { arbitraryTable } from '../../core/arbitrary-table.ts';
import { columnFrom } from './read-csv.ts';
import { refusalOf } from './refusal.ts';

const convert = (column: Column, kind: ColumnKind, labels: readonly string[] = []) =>
  convertColumn(column, { kind, labels });
const textsOf = (column: Column) => Array.from(column.values, (_, row) => cellText(column, row));
const booleans: Column = { kind: 'boolean', name: 'a', values: Uint8Array.of(1, 0, MISSING_BOOLEAN) };

describe('a column of another kind', () => {
  test('is taken as it is where the kind is the same, or differs in meaning only', () => {
    fc.assert(
      fc.property(arbitraryTable(), ({ columns }) => {
        for (const column of columns) expect(convert(column, column.kind)).toBe(column);
        for (const column of columns.filter((each) => 'dictionary' in each))
          for (const kind of ['category', 'text', 'identifier'] as const)
            expect(convert(column, kind)).toEqual({ ...column, kind });
      }),
    );
  });

  test('becomes numbers from labels, missing tokens and truth values', () => {
    expect([...convert(columnFrom('a', ['1', 'x']), 'category').values]).toEqual([0, 1]);
    const labels = columnFrom('a', ['1', ' 2.5', 'N/A', 'null', '-1e3', 'none']);
    expect([...convert(labels, 'number').values]).toEqual([1, 2.5, NaN, NaN, -1000, NaN]);
    expect([...convert(booleans, 'number').values]).toEqual([1, 0, NaN]);
  });

  test('becomes times from ISO dates only', () => {
    const dates = columnFrom('a', [
      '2024-02-29',
      '2024-02-29 12:30',
      '2024-02-29T12:30:01.5+01:00',
      'n/a',
      'null',
    ]);
    const at = Date.UTC(2024, 1, 29);
    expect([...convert(dates, 'time').values]).toEqual([at, at + 45_000_000, at + 41_401_500, NaN, NaN]);
    expect(refusalOf(() => convert(columnFrom('a', ['2024-02-29', '1/2/2024']), 'time')).details.cell).toBe(
      '1/2/2024',
    );
    expect(refusalOf(() => convert(columnFrom('a', ['2024-13-01', 'x']), 'time')).details.cell).toBe(
      '2024-13-01',
    );
  });

  test('becomes yes and no from the usual words and from 0 and 1', () => {
    const words = columnFrom('a', ['Yes', 'no', 'TRUE', 'f', '1', '?', 'n/a']);
    expect([...convert(words, 'boolean').values]).toEqual([1, 0, 1, 0, 1, MISSING_BOOLEAN, MISSING_BOOLEAN]);
    expect([...convert(columnFrom('a', ['1', '0', '']), 'boolean').values]).toEqual([1, 0, MISSING_BOOLEAN]);
    expect(refusalOf(() => convert(columnFrom('a', ['1', '2']), 'boolean')).details).toMatchObject({
      cell: '2',
      row: 2,
    });
  });

  test('becomes the labels that were learnt', () => {
    const numbers = columnFrom('a', ['1', '2', '', '3', '1']);
    expect(textsOf(convert(numbers, 'category', ['1.0', '02', '2.0']))).toEqual([
      '1.0',
      '02',
      null,
      '3',
      '1.0',
    ]);
    expect(textsOf(convert(booleans, 'category', ['No', 'Yes']))).toEqual(['Yes', 'No', null]);
    expect(textsOf(convert(booleans, 'category', ['y', 'maybe']))).toEqual(['y', 'n', null]);
    expect(refusalOf(() => convert(booleans, 'category', ['red'])).details.cell).toBe('true');
  });

  test.each<[Column, ColumnKind]>([
    [columnFrom('a', ['5']), 'time'],
    [columnFrom('a', ['2024-01-01']), 'number'],
    [columnFrom('a', ['2024-01-01']), 'boolean'],
    [columnFrom('a', ['2024-01-01']), 'category'],
    [booleans, 'time'],
    [columnFrom('a', ['x']), 'number'],
  ])('is refused where there is no one way: %j as %s', (column, kind) => {
    const error = refusalOf(() => convert(column, kind));
    expect([error.code, error.details]).toMatchObject(['column-kind', { column: 'a', row: 1 }]);
    expect(error.message).toMatch(/column "a" was learnt as .* in row 1 /);
  });

  test('becomes any kind where every cell is missing', () => {
    const empty: readonly Column[] = [
      columnFrom('a', ['']),
      { kind: 'time', name: 'a', values: Float64Array.of(NaN) },
    ];
    for (const column of empty)
      for (const kind of ['number', 'time', 'boolean', 'category', 'text'] as const)
        expect(textsOf(convert(column, kind))).toEqual([null]);
  });
});
