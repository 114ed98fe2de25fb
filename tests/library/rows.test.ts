import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellText } from '../../src/core/column.ts';
import { delimited } from '../../src/flow/collect/delimited.ts';
import { isMissingText } from '../../src/flow/collect/missing.ts';
import { cellsOf, kindsOfRows, type Row, rowsAsCsv } from '../../src/library/rows.ts';
import { sourceFile } from '../../src/library/source.ts';
import { readAll } from '../checks/reading.ts';

describe('rows as a file', () => {
  test('what is missing is empty, a time is ISO 8601, and a text that looks like a formula stays as it is', () => {
    const rows: Row[] = [
      { a: 1.5, b: '=1+1', c: new Date(0) },
      { a: NaN, b: 'x,"y"\n', d: null },
    ];
    expect(rowsAsCsv(rows)).toBe('a,b,c,d\r\n1.5,=1+1,1970-01-01T00:00:00.000Z,\r\n,"x,""y""\n",,\r\n');
  });

  test('JavaScript tells the kind of numbers, truths and Dates, not of texts', () => {
    const rows: Row[] = [
      { n: 1, t: new Date(0), b: true, s: '007', m: 1, e: null },
      { n: null, t: new Date(1), b: false, s: '008', m: 'one', e: undefined },
    ];
    expect(kindsOfRows(rows)).toEqual({ n: 'number', t: 'time', b: 'boolean' });
  });

  test('the house reads what was written, whatever the texts', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('a', '"', ',', ';', '1,5', ' x ', 'true', '2020-01-01', "'", '\r\n', '#N/A'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ plain: fc.integer(), text: cell, 'so, "named"': cell }), { minLength: 1 }),
        async (rows) => {
          const { file, reading } = sourceFile(rows);
          const kinds = { ...reading.kinds, text: 'text', 'so, "named"': 'text' } as const;
          const { table } = await readAll(delimited, file, { ...reading, kinds });
          const read = rows.map((_, row) => table.columns.map((column) => cellText(column, row)));
          const given = rows.map((row) => [String(row.plain), asText(row.text), asText(row['so, "named"'])]);
          expect(read).toEqual(given);
        },
      ),
    );
  });

  test('no rows and no row are refused, with the place', () => {
    expect(() => rowsAsCsv([])).toThrow(expect.objectContaining({ code: 'no-rows' }));
    expect(() => rowsAsCsv([{ a: 1 }, [1] as unknown as Row])).toThrow(/row 1 is an array/);
    expect(() => rowsAsCsv([null as unknown as Row])).toThrow(/row 0 is null/);
  });

  test('one row to ask about: a Date is its time, and what is not there is missing', () => {
    const row = { a: new Date(7), b: NaN, c: undefined, d: new Date(NaN), e: 'x', f: false };
    expect(cellsOf(row)).toEqual({ a: 7, b: null, c: null, d: null, e: 'x', f: false });
  });
});

/** As the reader gives a text back: blanks around it are nothing, and what says that there is nothing is missing. */
function asText(text: string): string | null {
  return isMissingText(text.trim()) ? null : text.trim();
}
