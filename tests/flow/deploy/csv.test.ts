import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Table } from '../../../src/core/table.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';
import { isMissingText } from '../../../src/flow/collect/missing.ts';
import { csvText } from '../../../src/flow/deploy/csv.ts';
import { readAll } from '../../checks/reading.ts';
import { anyTable } from '../collect/any-table.ts';

function texts(...dictionary: string[]): Table {
  const values = Uint32Array.from(dictionary, (_, index) => index);
  return { rows: dictionary.length, columns: [{ kind: 'text', name: 'x', values, dictionary }] };
}

describe('a table as CSV', () => {
  test('quotes what must be quoted and ends lines with CRLF', () => {
    expect(csvText(texts('a', 'b,c', 'say "hi"', 'two\nlines', ' blank'), { header: true })).toBe(
      'x\r\na\r\n"b,c"\r\n"say ""hi"""\r\n"two\nlines"\r\n" blank"\r\n',
    );
  });

  test('writes cells of every kind, and nothing where one is missing', () => {
    const table: Table = {
      rows: 2,
      columns: [
        { kind: 'number', name: 'n', values: new Float64Array([-1e-7, NaN]) },
        { kind: 'time', name: 't', values: new Float64Array([0, NaN]) },
        { kind: 'boolean', name: 'b', values: new Uint8Array([1, 255]) },
        { kind: 'category', name: 'c', values: new Uint32Array([0, 0xffffffff]), dictionary: ['d'] },
      ],
    };
    expect(csvText(table, { header: false })).toBe('-1e-7,1970-01-01T00:00:00.000Z,true,d\r\n,,,\r\n');
  });

  test('neutralises what a spreadsheet would run, in cells and in names; numbers stay', () => {
    const formulas = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'];
    for (const formula of formulas) {
      const cell = csvText(texts(formula), { header: false });
      expect(cell.replace(/^"/, '')).toMatch(/^'/);
    }
    for (const number of ['-5', '+1.5', '-1e9', '-.5'])
      expect(csvText(texts(number), { header: false })).toBe(`${number}\r\n`);
    const named = {
      rows: 0,
      columns: [{ kind: 'number' as const, name: '=A1', values: new Float64Array(0) }],
    };
    expect(csvText(named, { header: true })).toBe("'=A1\r\n");
  });

  test('is read back as the same table', async () => {
    const word = fc
      .string({
        unit: fc.constantFrom('a', 'B', '1', '"', ',', ';', '\n', '\r', ' ', '|', '\t', 'ß', '漢', '😀', '='),
      })
      .filter((text) => text.trim() === text && !isMissingText(text) && !/^[=+\-@\t\r]/u.test(text));
    const tables = anyTable({
      minColumns: 1,
      labels: word,
      names: word,
      times: fc.integer({ min: Date.UTC(1, 0), max: Date.UTC(9999, 11, 31) }),
      // Text has no negative zero.
      numbers: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    }).filter((table) => table.rows > 0);
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const kinds = Object.fromEntries(table.columns.map((column) => [column.name, column.kind]));
        const file = new Blob([csvText(table, { header: true })]);
        const reading = await readAll(delimited, file, { kinds, hasHeader: true, delimiter: ',' });
        expect(reading.table).toEqual(table);
        expect(reading.report.unreadable).toEqual([]);
      }),
    );
  });
});
