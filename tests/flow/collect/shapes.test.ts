import { describe, expect, test } from 'vitest';
import { cellAt } from '../../../src/core/column.ts';
import { delimited } from '../../../src/flow/collect/delimited.ts';
import { readAll } from '../../checks/reading.ts';

const read = (text: string) => readAll(delimited, new Blob([text]));

describe('files of odd shapes', () => {
  test('one row', async () => {
    const { table } = await read('a,b\n1,x\n');
    expect(table).toMatchObject({ rows: 1, columns: [{ kind: 'number' }, { kind: 'category' }] });
  });

  test('one cell', async () => {
    const { table } = await read('1');
    expect(table).toMatchObject({ rows: 1, columns: [{ kind: 'number', name: 'column_1' }] });
  });

  test('one column whose cells hold delimiters in quotes and line ends', async () => {
    const { table } = await read('text\n"a, b"\n"c\nd"\n"e;f"\n');
    expect(table.rows).toBe(3);
    expect([0, 1, 2].map((row) => cellAt(table.columns[0]!, row))).toEqual(['a, b', 'c\nd', 'e;f']);
  });

  test('one column of decimal commas without quotes', async () => {
    const { table } = await read('price\n1,5\n2,25\n1.234,5\n');
    expect(table.columns.map(({ name }) => name)).toEqual(['price']);
    expect([0, 1, 2].map((row) => cellAt(table.columns[0]!, row))).toEqual([1.5, 2.25, 1234.5]);
  });

  test('5,000 columns', async () => {
    const names = Array.from({ length: 5000 }, (_, column) => `c${column}`);
    const rows = Array.from({ length: 200 }, (_, row) =>
      names.map((_, column) => row * 7 + column).join(';'),
    );
    const { table } = await read(`${names.join(';')}\n${rows.join('\n')}\n`);
    expect(table).toMatchObject({ rows: 200 });
    expect(table.columns).toHaveLength(5000);
    expect(cellAt(table.columns[4999]!, 199)).toBe(199 * 7 + 4999);
  }, 20_000);

  for (const [where, before] of [
    ['in the first row', ''],
    ['in a later row', 'x;1\n'.repeat(300_000)],
  ] as const)
    test(`a cell of 10 MB ${where}`, async () => {
      const long = 'much "" ado; about\nnothing '.repeat(400_000);
      const { table, report } = await read(`t;n\n${before}"${long}";2\nz;3\n`);
      const rows = before.length / 4;
      expect(report).toMatchObject({ delimiter: ';', rows: rows + 2 });
      expect(cellAt(table.columns[0]!, rows) === long.replaceAll('""', '"').trim()).toBe(true);
      expect(cellAt(table.columns[1]!, rows + 1)).toBe(3);
    }, 20_000);
});
