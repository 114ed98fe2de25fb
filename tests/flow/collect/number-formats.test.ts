import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellAt } from '../../../src/core/column.ts';
import type { ReadOptions } from '../../../src/core/reader.ts';
import { decideNumberFormat } from '../../../src/flow/collect/decide-number-format.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';
import {
  FORMATS,
  isInfiniteText,
  type NumberFormat,
  parseFormatted,
} from '../../../src/flow/collect/number-format.ts';
import { readAll } from '../../checks/reading.ts';

/** Written digit by digit, as a person would. */
function write(value: number, { decimal, thousands }: NumberFormat, isGrouped: boolean): string {
  const [whole, fraction] = Math.abs(value).toFixed(2).split('.') as [string, string];
  let text = '';
  for (let at = 0; at < whole.length; at++) {
    if (isGrouped && at > 0 && (whole.length - at) % 3 === 0) text += thousands;
    text += whole[at]!;
  }
  return `${value < 0 ? '-' : ''}${text}${decimal}${fraction}`;
}

const cents = fc.integer({ min: -1e11, max: 1e11 }).map((value) => value / 100);

async function columnOf(cells: readonly string[], options: ReadOptions = {}) {
  const text = ['n\tx', ...cells.map((cell, row) => `${cell}\t${row}.5`)].join('\n');
  const { table, report, restarts } = await readAll(delimited, new Blob([text]), options);
  const column = table.columns[0]!;
  const values = cells.map((_, row) => cellAt(column, row));
  return { kind: column.kind, values, restarts, notes: report.notes!, unreadable: report.unreadable };
}

describe('numbers as people write them', () => {
  for (const format of FORMATS)
    test(`"${format.thousands}" between thousands, decimal "${format.decimal}": what is written is read`, () => {
      fc.assert(
        fc.property(cents, fc.boolean(), (value, isGrouped) => {
          expect(parseFormatted(write(value, format, isGrouped), format)).toBe(value);
        }),
      );
    });

  test('a column of any format is read as that format, or left open, never as other numbers', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMATS),
        fc.array(fc.tuple(cents, fc.boolean()), { minLength: 1, maxLength: 20 }),
        (format, cells) => {
          const texts = cells.map(([value, isGrouped]) => write(value, format, isGrouped));
          const decision = decideNumberFormat(texts, 0)!;
          expect(decision.open).toBeNull();
          expect(texts.map((text) => parseFormatted(text, decision.format))).toEqual(
            cells.map(([value]) => value),
          );
        },
      ),
    );
  });

  test('a column is open exactly where two decimal marks fit all of its cells with different values', () => {
    const cell = fc.constantFrom(
      '1,234',
      '1.234',
      '12',
      '1,5',
      '2.5',
      '1,234,567',
      '0,125',
      '999,999',
      '1234,5',
    );
    /** Whole groups or none, as the mark before the decimals leaves them. */
    const slowly = (text: string, decimal: string): number => {
      const [whole, ...fractions] = text.split(decimal) as [string, ...string[]];
      const [first, ...groups] = whole.split(decimal === ',' ? '.' : ',') as [string, ...string[]];
      const isWhole =
        groups.length === 0 ||
        (first !== '0' && first.length <= 3 && groups.every((group) => group.length === 3));
      return isWhole && fractions.length <= 1
        ? Number(`${first}${groups.join('')}.${fractions[0] ?? 0}`)
        : NaN;
    };
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (texts) => {
        const readings = ['.', ','].map((decimal) => texts.map((text) => slowly(text, decimal)));
        const fitting = readings.filter((values) => !values.some(Number.isNaN));
        const decision = decideNumberFormat(texts, 0);
        const isPlain = texts.every((text) => !text.includes(','));
        if (isPlain) expect(decision).toMatchObject({ open: null });
        else if (fitting.length === 0) expect(decision).toBeNull();
        else {
          const isSame = fitting.length === 1 || fitting[0]!.join() === fitting[1]!.join();
          expect(decision!.open === null).toBe(isSame);
          if (isSame) expect(texts.map((text) => parseFormatted(text, decision!.format))).toEqual(fitting[0]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what a person would not call a number is none', () => {
    const [commas, points] = FORMATS as [NumberFormat, NumberFormat];
    for (const text of ['1,23,456', ',123', '1,2345', '0,123', '1,,234', '1.234,5', '1,234.5.6', '--1', ''])
      expect(parseFormatted(text, commas)).toBeNaN();
    for (const text of ['1.2', '1.2345,5', '12.34', '1,5e', '007,5'])
      expect(parseFormatted(text, points)).toBeNaN();
  });
});

describe('columns of a file', () => {
  for (const [cells, values] of [
    [
      ['1.234,56', '7,5', '12'],
      [1234.56, 7.5, 12],
    ],
    [
      ['1,234.56', '7.5', '12'],
      [1234.56, 7.5, 12],
    ],
    [
      ['1 234,56', '-7,5', 'NA'],
      [1234.56, -7.5, null],
    ],
    [
      ['1\u202f234,56', '1\u00a0000'],
      [1234.56, 1000],
    ],
    [
      ["1'234.5", '2’000'],
      [1234.5, 2000],
    ],
    [
      ['1,234,567', '12'],
      [1234567, 12],
    ],
    [
      ['0,125', '1,234'],
      [0.125, 1.234],
    ],
  ] as const)
    test(`${cells.join(' | ')} are numbers, and a note says how`, async () => {
      const column = await columnOf(cells);
      expect(column).toMatchObject({ kind: 'number', values, unreadable: [] });
      expect(column.notes).toHaveLength(1);
      expect(column.notes[0]).toContain(`column "n": "`);
    });

  test('numbers that could be others stay text until the marks are chosen', async () => {
    const cells = ['1,234', '56,789', '12'];
    const open = await columnOf(cells);
    expect(open).toMatchObject({ kind: 'category', values: cells });
    expect(open.notes).toEqual([
      'column "n" holds numbers such as "1,234" that could be 1234 or 1.234; it is read as text: choose the decimal mark, and it becomes a column of numbers',
    ]);
    expect(await columnOf(cells, { decimal: ',' })).toMatchObject({ values: [1.234, 56.789, 12] });
    expect(await columnOf(cells, { decimal: '.' })).toMatchObject({ values: [1234, 56789, 12] });
    expect(await columnOf(cells, { thousands: ',' })).toMatchObject({ values: [1234, 56789, 12] });
    const asked = await columnOf(cells, { kinds: { n: 'number' } });
    expect(asked).toMatchObject({ values: [null, null, 12], unreadable: [{ count: 2, firstText: '1,234' }] });
  });

  test('points before three digits are decimal ones with a note, unless the file has decimal commas', async () => {
    const text = (other: string) => new Blob([`n;x\n1.234;${other}\n2.500;7\n`]);
    const alone = await readAll(delimited, text('5'));
    expect(cellAt(alone.table.columns[0]!, 0)).toBe(1.234);
    expect(alone.report.notes).toEqual([
      'column "n": "1.234" is read as 1.234; if its points stand between thousands, choose the decimal comma',
    ]);
    const beside = await readAll(delimited, text('5,5'));
    expect(cellAt(beside.table.columns[0]!, 0)).toBe('1.234');
    expect(beside.report.notes![0]).toContain('could be 1.234 or 1234');
    const chosen = await readAll(delimited, text('5,5'), { decimal: ',' });
    expect(chosen.table.columns.map((column) => cellAt(column, 0))).toEqual([1234, 5.5]);
  });

  test('chosen marks leave alone what can only be read in another way', async () => {
    expect(await columnOf(['1.5', '2.25'], { decimal: ',' })).toMatchObject({ values: [1.5, 2.25] });
    expect(await columnOf(['1,5', '2,25'], { decimal: '.' })).toMatchObject({ values: [1.5, 2.25] });
  });

  test('two ways of writing numbers in one column are text, and the note names both', async () => {
    const column = await columnOf(['1.234,56', '8,5', '1,234.56', '7.5']);
    expect(column.kind).toBe('category');
    expect(column.notes).toEqual([
      'column "n" writes numbers in more than one way: "1.234,56" (line 2) and "1,234.56" (line 4); it is read as text: write them alike, or set the column to number to leave out what does not fit',
    ]);
  });

  test('a mark that comes late decides the format anew', async () => {
    const cells = Array.from({ length: 300_000 }, (_, row) => String(row % 900));
    const late = await columnOf([...cells, '1,234.5']);
    expect(late).toMatchObject({ kind: 'number', restarts: 1, unreadable: [] });
    expect(late.values.at(-1)).toBe(1234.5);
    const open = await columnOf([...cells, '1,234']);
    expect(open).toMatchObject({ kind: 'category', restarts: 1 });
    expect(open.notes[0]).toContain('"1,234" that could be 1234 or 1.234');
  });

  test('error cells of a spreadsheet are missing and told of, in columns of every kind', async () => {
    const text = 'n,c,b\n1,x,yes\n#DIV/0!,#N/A,#ref!\n#VALUE!,y,no\n2,x,#NAME?\n#NUM!,#NULL!,yes\n';
    const { table, report } = await readAll(delimited, new Blob([text]));
    expect(table.columns.map(({ kind }) => kind)).toEqual(['number', 'category', 'boolean']);
    expect(table.columns.map((column) => cellAt(column, 1))).toEqual([null, null, null]);
    expect(report.unreadable).toEqual([]);
    expect(report.notes).toEqual([
      `column "n": 3 cells with a spreadsheet's error are read as missing (first: "#DIV/0!", line 3)`,
      `column "c": 2 cells with a spreadsheet's error are read as missing (first: "#N/A", line 3)`,
      `column "b": 2 cells with a spreadsheet's error are read as missing (first: "#ref!", line 3)`,
    ]);
  });

  test('infinite values among numbers are missing and told of; among labels they are labels', async () => {
    const column = await columnOf(['1', 'inf', '-1e999', '2']);
    expect(column).toMatchObject({ kind: 'number', values: [1, null, null, 2], restarts: 0, unreadable: [] });
    expect(column.notes).toEqual([
      'column "n": 2 cells with an infinite number, or one too large to hold, are read as missing (first: "inf", line 3)',
    ]);
    expect(await columnOf(['inf', 'sup'])).toMatchObject({
      kind: 'category',
      values: ['inf', 'sup'],
      notes: [],
    });
    for (const text of ['Infinity', '+INF', '∞', '1e999', '9'.repeat(310)])
      expect(isInfiniteText(text)).toBe(true);
    for (const text of ['info', '1e308', 'x1e999', '']) expect(isInfiniteText(text)).toBe(false);
  });

  test('up to 5 % of cells that are no numbers are reported, so that the column can be read as numbers', async () => {
    const cells = (odd: number) =>
      Array.from({ length: 100 }, (_, row) => (row < odd ? `odd ${row}` : `${row}.5`));
    expect((await columnOf(cells(5))).unreadable).toEqual([
      { column: 'n', count: 5, firstText: 'odd 0', firstLine: 2 },
    ]);
    expect((await columnOf(cells(6))).unreadable).toEqual([]);
  });
});

describe('dates of a file', () => {
  test('each cell has its own zone; those without one are UTC, with a note', async () => {
    const column = await columnOf([
      '2024-01-01 12:00',
      '2024-01-01T12:00+02:00',
      '2024-01-01T12:00Z',
      '2024-01-02',
    ]);
    expect(column.values).toEqual(
      ['12:00', '10:00', '12:00']
        .map((time) => Date.parse(`2024-01-01T${time}Z`))
        .concat(Date.parse('2024-01-02')),
    );
    expect(column.notes).toEqual([
      'column "n": some times name a zone, as "2024-01-01T12:00+02:00" (line 3), and some do not, as "2024-01-01 12:00" (line 2); those are read as UTC',
    ]);
  });

  test('two ways of writing dates in one column are text, and the note names both', async () => {
    const column = await columnOf(['2024-01-31', '?', '31.01.2024', '2024-02-01']);
    expect(column.kind).toBe('category');
    expect(column.notes).toEqual([
      'column "n" writes dates in more than one way: "2024-01-31" (line 2) and "31.01.2024" (line 4); it is read as text: write them as YYYY-MM-DD, or set the column to time to leave out what does not fit',
    ]);
  });
});
