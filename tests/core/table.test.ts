import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellAt } from '../../src/core/column.ts';
import { columnOf, concatenate, findColumn, type Table, takeRows } from '../../src/core/table.ts';
import { arbitraryTable } from './arbitrary-table.ts';

const cellsOf = (table: Table) =>
  table.columns.map((column) => Array.from({ length: table.rows }, (_, row) => cellAt(column, row)));

describe('takeRows', () => {
  test('takes the rows named, in their order, as often as they are named', () => {
    fc.assert(
      fc.property(arbitraryTable({ minRows: 1 }), fc.array(fc.nat(), { maxLength: 20 }), (table, picks) => {
        const rows = Uint32Array.from(picks, (pick) => pick % table.rows);
        const expected = cellsOf(table).map((cells) => Array.from(rows, (row) => cells[row]));
        expect(cellsOf(takeRows(table, rows))).toEqual(expected);
      }),
    );
  });
});

describe('concatenate', () => {
  test('puts row below row, whatever the dictionaries', () => {
    fc.assert(
      fc.property(fc.array(arbitraryTable(), { minLength: 1, maxLength: 4 }), (tables) => {
        const joined = concatenate(tables);
        const expected = tables[0]!.columns.map((_, index) =>
          tables.flatMap((table) => cellsOf(table)[index]!),
        );
        expect(cellsOf(joined)).toEqual(expected);
        for (const column of joined.columns)
          if ('dictionary' in column) expect(new Set(column.dictionary).size).toBe(column.dictionary.length);
      }),
    );
  });

  test('refuses parts that differ, and names the column', () => {
    const number: Table = { rows: 0, columns: [{ kind: 'number', name: 'a', values: new Float64Array(0) }] };
    const time: Table = { rows: 0, columns: [{ kind: 'time', name: 'a', values: new Float64Array(0) }] };
    expect(() => concatenate([number, time])).toThrow(
      expect.objectContaining({ code: 'column-kind', message: expect.stringContaining('"a"') as string }),
    );
  });

  test('makes an empty table of no tables', () => {
    expect(concatenate([])).toEqual({ rows: 0, columns: [] });
  });
});

test('a column is found by its name, and its absence names it and what there is', () => {
  const table: Table = { rows: 1, columns: [{ kind: 'number', name: 'age', values: Float64Array.of(1) }] };
  expect(columnOf(table, 'age')).toBe(table.columns[0]);
  expect(findColumn(table, 'sex')).toBeUndefined();
  expect(() => columnOf(table, 'sex')).toThrow('no column "sex"; it has "age"');
});
