import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellText, type Column, MISSING_CODE } from '../../../src/core/column.ts';
import type { Table } from '../../../src/core/table.ts';
import { renameLabels } from '../../../src/flow/collect/rename-labels.ts';

function tableOf(cells: readonly (string | null)[]): Table {
  const dictionary = [...new Set(cells.filter((cell) => cell !== null))];
  const values = Uint32Array.from(cells, (cell) => (cell === null ? MISSING_CODE : dictionary.indexOf(cell)));
  const labels: Column = { kind: 'category', name: 'label', values, dictionary };
  const sizes: Column = { kind: 'number', name: 'size', values: Float64Array.from(cells.keys()) };
  return { rows: cells.length, columns: [labels, sizes] };
}

const texts = ({ columns, rows }: Table) =>
  Array.from({ length: rows }, (_, row) => cellText(columns[0]!, row));

const word = fc.constantFrom('a', 'b', 'c', 'd', 'toString', '__proto__', '');
const cells = fc.array(fc.option(word), { maxLength: 30 });
const names = fc.uniqueArray(fc.tuple(word, word), { selector: ([from]) => from });

test('each cell says what its label stands for; dictionaries stay without repetition', () => {
  fc.assert(
    fc.property(cells, names, (given, pairs) => {
      const labels: Record<string, string> = Object.fromEntries(pairs);
      const renamed = renameLabels(tableOf(given), 'label', labels);
      const wanted = new Map(Object.entries(labels));
      expect(texts(renamed)).toEqual(
        given.map((cell) => (cell === null ? null : (wanted.get(cell) ?? cell))),
      );
      const column = renamed.columns[0]!;
      const dictionary = 'dictionary' in column ? column.dictionary : [];
      expect(new Set(dictionary).size).toBe(dictionary.length);
      expect(renamed.columns[1]).toEqual(tableOf(given).columns[1]);
    }),
  );
});

test('renaming one to one and back again changes nothing', () => {
  fc.assert(
    fc.property(cells, (given) => {
      const there = renameLabels(tableOf(given), 'label', { a: 'x', b: 'y' });
      expect(renameLabels(there, 'label', { x: 'a', y: 'b' })).toEqual(tableOf(given));
    }),
  );
});

test('two labels that stand for one become one, and the input stays as it was', () => {
  const table = tableOf(['<=50K', '<=50K.', '>50K', null]);
  const renamed = renameLabels(table, 'label', { '<=50K.': '<=50K' });
  expect(renamed.columns[0]).toMatchObject({ dictionary: ['<=50K', '>50K'] });
  expect(renamed.columns[0]!.values).toEqual(Uint32Array.of(0, 0, 1, MISSING_CODE));
  expect(table).toEqual(tableOf(['<=50K', '<=50K.', '>50K', null]));
});

test('a column without labels, another column, or no names at all leave the table alone', () => {
  const table = tableOf(['a', 'b']);
  expect(renameLabels(table, 'size', { 0: 'a' })).toEqual(table);
  expect(renameLabels(table, 'other', { a: 'b' })).toEqual(table);
  expect(renameLabels(table, 'label', {})).toBe(table);
});
