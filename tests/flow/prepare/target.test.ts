import { describe, expect, test } from 'vitest';
import { type Column, MISSING_BOOLEAN } from '../../../src/core/column.ts';
import type { Target } from '../../../src/core/schema.ts';
import { profileTable } from '../../../src/flow/prepare/profile.ts';
import { encodeTarget } from '../../../src/flow/prepare/encode-target.ts';
import { suggestTargetColumn, targetTasks } from '../../../src/flow/prepare/target.ts';
import { columnFrom, hasData, readCsv, tableOf } from './read-csv.ts';
import { refusalOf } from './refusal.ts';

const profileOf = (column: Column) => profileTable({ rows: column.values.length, columns: [column] })[0]!;
const range = (length: number) => Array.from({ length }, (_, i) => i);

describe('the target suggested', () => {
  const files = {
    'elec2.csv': 'class',
    'sea.csv': 'class',
    'agrawal_abrupt.csv': 'y',
    'phishing.csv': 'is_phishing',
    'segment.csv': 'category',
    'adult-train.csv': 'income',
    'diamonds.csv': 'price',
    'bike-hour.csv': 'cnt',
    'taxis.csv': 'tip',
    'penguins.csv': 'species',
    'digits.csv': 'digit',
  };
  for (const [file, target] of Object.entries(files))
    test.skipIf(!hasData(file))(`in ${file} is ${target} (needs the data folder)`, () => {
      expect(suggestTargetColumn(profileTable(readCsv(file, 3000)))).toBe(target);
    });

  test('is the last column, else the first category, else whatever can be one, else none', () => {
    const table = { x: [1.5, 2, 3.5], kind: ['a', 'b', 'a'], other: ['a', 'b', 'b'], constant: [1, 1, 1] };
    expect(suggestTargetColumn(profileTable(tableOf({ kind: table.kind, x: table.x })))).toBe('x');
    expect(suggestTargetColumn(profileTable(tableOf(table)))).toBe('kind');
    expect(suggestTargetColumn(profileTable(tableOf({ x: table.x, constant: table.constant })))).toBe('x');
    expect(suggestTargetColumn(profileTable(tableOf({ constant: table.constant })))).toBeNull();
    expect(
      suggestTargetColumn(profileTable(tableOf({ target: table.constant, x: table.x, y: table.x }))),
    ).toBe('y');
  });
});

describe('the tasks of a target', () => {
  test('follow from its kind and its values', () => {
    const tasksOf = (cells: readonly (string | number)[]) =>
      targetTasks(profileOf(columnFrom('a', cells.map(String))));
    expect(tasksOf(['UP', 'DOWN', 'UP'])).toEqual({
      task: 'binary',
      tasks: ['binary'],
      classes: ['DOWN', 'UP'],
    });
    expect(tasksOf(['b', 'c', 'a', 'a'])).toMatchObject({ task: 'multiclass', classes: ['a', 'b', 'c'] });
    expect(tasksOf([1, 0, 1])).toEqual({
      task: 'binary',
      tasks: ['binary', 'regression'],
      classes: ['0', '1'],
    });
    expect(tasksOf([10, 9, -1, 10])).toMatchObject({ task: 'multiclass', classes: ['-1', '9', '10'] });
    expect(tasksOf([0, 0.5, 1])).toEqual({ task: 'regression', tasks: ['regression'], classes: [] });
    expect(tasksOf(range(21).reverse())).toMatchObject({ task: 'regression' });
    const truths: Column = { kind: 'boolean', name: 'a', values: Uint8Array.of(1, 0) };
    expect(targetTasks(profileOf(truths))).toEqual({
      task: 'binary',
      tasks: ['binary'],
      classes: ['false', 'true'],
    });
  });

  test.each<[string, Column, RegExp]>([
    ['empty', columnFrom('a', ['', '']), /missing/],
    ['constant', columnFrom('a', ['x', 'x']), /one value/],
    ['text', { ...columnFrom('a', ['x', 'y']), kind: 'text' } as Column, /free text/],
    ['an identifier', { ...columnFrom('a', ['x', 'y']), kind: 'identifier' } as Column, /names its row/],
    [
      'named for each row',
      columnFrom(
        'a',
        range(30).map((i) => `x${i}`),
      ),
      /names its row/,
    ],
    ['a time', { kind: 'time', name: 'a', values: Float64Array.of(1, 2) }, /time/],
    [
      'of too many classes',
      columnFrom(
        'a',
        range(402).map((i) => `x${i % 201}`),
      ),
      /201 classes/,
    ],
  ])('are none where the column is %s', (_, column, reason) => {
    const error = refusalOf(() => targetTasks(profileOf(column)));
    expect([error.code, error.message]).toEqual(['target', expect.stringMatching(reason)]);
    expect(error.message).toContain('"a"');
  });
});

describe('an encoded target', () => {
  const target: Target = { column: 'income', task: 'binary', classes: ['<=50K', '>50K'] };

  test('is the index of each class, NaN where the cell is missing', () => {
    const column = columnFrom('income', ['>50K', '<=50K', '', '>50K']);
    expect([...encodeTarget(column, target)]).toEqual([1, 0, NaN, 1]);
  });

  test('names an unknown label, its row, its rows, the classes, and the class that it may stand for', () => {
    const column = columnFrom('income', ['>50K', '<=50K.', '>50K.', '<=50K.']);
    const error = refusalOf(() => encodeTarget(column, target));
    expect(error.code).toBe('unknown-label');
    expect(error.details).toEqual({
      column: 'income',
      label: '<=50K.',
      suggestion: '<=50K',
      row: 2,
      rows: 2,
    });
    expect(error.message).toMatch(/"<=50K\." \(row 2; 2 rows in all\).*"<=50K", ">50K"/);
  });

  test('suggests nothing where no class is near', () => {
    const error = refusalOf(() => encodeTarget(columnFrom('income', ['rich']), target));
    expect(error.details).toEqual({ column: 'income', label: 'rich', row: 1, rows: 1 });
  });

  test('reads numbers and truth values in any spelling and kind', () => {
    const truths: Target = { column: 'a', task: 'binary', classes: ['false', 'true'] };
    const bits: Target = { column: 'a', task: 'binary', classes: ['0', '1'] };
    const decimals: Target = { column: 'a', task: 'multiclass', classes: ['1.0', '2.0', 'many'] };
    const booleans: Column = { kind: 'boolean', name: 'a', values: Uint8Array.of(1, 0, MISSING_BOOLEAN) };
    for (const wanted of [truths, bits]) {
      expect([...encodeTarget(booleans, wanted)]).toEqual([1, 0, NaN]);
      expect([...encodeTarget(columnFrom('a', ['1', '0', '']), wanted)]).toEqual([1, 0, NaN]);
      expect([...encodeTarget(columnFrom('a', ['True', 'FALSE', 'true']), wanted)]).toEqual([1, 0, 1]);
    }
    expect([...encodeTarget(columnFrom('a', ['yes', 'No', 'y', 'F']), truths)]).toEqual([1, 0, 1, 0]);
    expect([...encodeTarget(columnFrom('a', ['2', '1']), decimals)]).toEqual([1, 0]);
    expect([...encodeTarget(columnFrom('a', ['2', 'many']), decimals)]).toEqual([1, 2]);
    expect(refusalOf(() => encodeTarget(booleans, decimals)).details.label).toBe('true');
    const alike: Target = { column: 'a', task: 'binary', classes: ['1', '1.0'] };
    expect([
      ...encodeTarget(columnFrom('a', ['1.0', '1', 'x', 'y']), {
        ...alike,
        classes: [...alike.classes, 'x', 'y'],
      }),
    ]).toEqual([1, 0, 2, 3]);
  });

  test('of a regression is its value, read from labels where that can be done', () => {
    const price: Target = { column: 'price', task: 'regression', classes: [] };
    expect([...encodeTarget(columnFrom('price', ['1.5', '', '-2']), price)]).toEqual([1.5, NaN, -2]);
    expect([...encodeTarget(columnFrom('price', ['1.5', 'n/a']), price)]).toEqual([1.5, NaN]);
    expect([...encodeTarget(columnFrom('price', ['1e39']), price)]).toEqual([NaN]);
    const error = refusalOf(() => encodeTarget(columnFrom('price', ['1.5', 'cheap']), price));
    expect([error.code, error.details]).toEqual([
      'column-kind',
      { column: 'price', cell: 'cheap', row: 2, kind: 'number' },
    ]);
  });
});
