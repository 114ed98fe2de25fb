import { describe, expect, test } from 'vitest';
import { type Column, MISSING_BOOLEAN } from '../../../src/core/column.ts';
import { unwatched } from '../../../src/core/progress.ts';
import type { Target, Task } from '../../../src/core/schema.ts';
import type { Table } from '../../../src/core/table.ts';
import { categoriesOf } from '../../../src/flow/prepare/categories.ts';
import { defaultRecipe } from '../../../src/flow/prepare/default-recipe.ts';
import { profileTable } from '../../../src/flow/prepare/profile.ts';
import { applyRecipe } from '../../../src/flow/prepare/apply-recipe.ts';
import { fitRecipe } from '../../../src/flow/prepare/fit-recipe.ts';
import { encodeTarget } from '../../../src/flow/prepare/encode-target.ts';
import { suggestTargetColumn, targetNotes, targetTasks } from '../../../src/flow/prepare/target.ts';
import { findStep } from './find-step.ts';
import { inChunks } from './in-chunks.ts';
import { columnFrom, tableOf } from './read-csv.ts';
import { refusalOf } from './refusal.ts';

const profileOf = (column: Column) => profileTable({ rows: column.values.length, columns: [column] })[0]!;
const numbers = (...values: readonly number[]): Column => ({
  kind: 'number',
  name: 'y',
  values: Float64Array.from(values),
});
const range = (length: number) => Array.from({ length }, (_, i) => i);

describe('a target that cannot be learnt is refused with the reason and a way out', () => {
  test.each<[string, Column, string]>([
    [
      'one class',
      columnFrom('y', ['a', 'a', '', 'a']),
      '"y" cannot be predicted: it has one value only, so there is nothing to tell apart; choose another column, or add rows with other values',
    ],
    [
      'one value beside infinite ones',
      numbers(2, Infinity, 2, NaN),
      '"y" cannot be predicted: it has one value only, so there is nothing to tell apart; choose another column, or add rows with other values',
    ],
    [
      'no value',
      numbers(NaN, NaN, Infinity),
      '"y" cannot be predicted: every cell of it is missing or infinite; choose another column, or fill in labels',
    ],
    [
      'as many classes as rows',
      columnFrom('y', ['a', 'b', '', 'c']),
      '"y" cannot be predicted: it has 3 classes in as many rows, so no class has a second row to learn from; add rows, or choose another column',
    ],
  ])('%s', (_, column, message) => {
    const error = refusalOf(() => targetTasks(profileOf(column)));
    expect([error.code, error.message]).toEqual(['target', message]);
    expect(suggestTargetColumn([profileOf(column)])).toBeNull();
  });

  test('whole numbers that never repeat are no classes', () => {
    expect(targetTasks(profileOf(numbers(3, 1, 2, NaN)))).toEqual({
      task: 'regression',
      tasks: ['regression'],
      classes: [],
    });
  });

  test('a hundred thousand classes', () => {
    const rows = 200_000;
    const column: Column = {
      kind: 'category',
      name: 'y',
      values: Uint32Array.from({ length: rows }, (_, row) => row >> 1),
      dictionary: range(rows / 2).map((label) => `l${label}`),
    };
    expect(refusalOf(() => targetTasks(profileOf(column))).message).toBe(
      '"y" cannot be predicted: it has 100,000 classes, and at most 200 can be told apart; choose another column, or merge rare labels',
    );
  });
});

describe('what a person should know of a target', () => {
  const notesOn = (column: Column, task: Task) => targetNotes(profileOf(column), task);

  test('is said: rows without a value, values that are too large, classes of one row', () => {
    expect(notesOn(numbers(1, 2, 3), 'regression')).toEqual([]);
    expect(notesOn(numbers(1, 2, NaN), 'regression')).toEqual([
      '"y" has no value in 1 row of 3: nothing can be learnt from it, and it is not used.',
    ]);
    expect(notesOn(numbers(1, 2, NaN, Infinity), 'regression')).toEqual([
      '"y" has no value in 2 rows of 4: nothing can be learnt from them, and they are not used.',
    ]);
    expect(notesOn(numbers(1, 2, -1e300), 'regression')).toEqual([
      '"y" has values beyond 3.4e38 in magnitude: rows with such a value are not used.',
    ]);
    expect(notesOn(columnFrom('y', ['a', 'a', 'b', 'c']), 'multiclass')).toEqual([
      '"b", "c" have one row only, which could teach or judge, not both: add rows of them, merge rare labels, or leave their cells empty before training.',
    ]);
  });
});

describe('infinite values', () => {
  const table: Table = {
    rows: 4,
    columns: [{ ...numbers(1, Infinity, 3, -Infinity), name: 'x' }, columnFrom('y', ['a', 'b', 'a', 'b'])],
  };
  const target: Target = { column: 'y', task: 'binary', classes: ['a', 'b'] };

  test('of a feature are told, count as missing, and never reach the matrix', async () => {
    const profiles = profileTable(table);
    expect(profiles[0]).toMatchObject({
      missing: 2,
      warnings: [
        { kind: 'mostly-missing' },
        {
          kind: 'infinite',
          message:
            '"x" is infinite in 2 rows (first: row 2), which count as missing; correct the cells if a value is known.',
        },
      ],
    });
    const { recipe } = defaultRecipe(profiles, target, { excluded: [], included: [] });
    const fitted = await fitRecipe(recipe, inChunks(table, 3), findStep, unwatched);
    const { features, data } = applyRecipe(fitted, table, findStep);
    expect(features).toEqual(['x', 'x is missing']);
    expect([...data]).toEqual([-Math.SQRT2, 0, 0, 1, Math.SQRT2, 0, 0, 1].map(Math.fround));
  });

  test('of a target are rows without one', () => {
    const value: Target = { column: 'y', task: 'regression', classes: [] };
    expect([...encodeTarget(numbers(1, Infinity, -Infinity), value)]).toEqual([1, NaN, NaN]);
  });
});

describe('a recipe', () => {
  test('that leaves every column out is refused before it is fitted', () => {
    const columns = profileTable(tableOf({ x: [1, 2, 1], y: ['a', 'b', 'a'] }));
    const target: Target = { column: 'y', task: 'binary', classes: ['a', 'b'] };
    const error = refusalOf(() => defaultRecipe(columns, target, { excluded: ['x'], included: [] }));
    expect([error.code, error.message]).toEqual([
      'no-features',
      'no column is left to predict "y" from; include one of those that were left out: "x" (it is left out by choice)',
    ]);
  });

  test('takes a category of a hundred thousand labels: the frequent ones and one place for all others', async () => {
    const rows = 200_000;
    const column: Column = {
      kind: 'category',
      name: 'c',
      values: Uint32Array.from({ length: rows }, (_, row) => (row % 4 === 0 ? row % 3 : 3 + (row % 99_997))),
      dictionary: range(100_000).map((label) => `l${label}`),
    };
    const table: Table = { rows, columns: [column] };
    const target: Target = { column: 'y', task: 'binary', classes: ['a', 'b'] };
    const { recipe } = defaultRecipe(profileTable(table), target, { excluded: [], included: [] });
    const fitted = await fitRecipe(recipe, inChunks(table, 65_536), findStep, unwatched);
    expect(fitted.features).toEqual(['c']);
    expect(categoriesOf(fitted)).toEqual({ c: 4 });
    expect(JSON.stringify(fitted).length).toBeLessThan(10_000);
    const few = { rows: 5, columns: [{ ...column, values: column.values.slice(0, 5) }] };
    expect([...applyRecipe(fitted, few, findStep).data]).toEqual([1, 0, 0, 0, 2]);
  });
});

describe('labels of new rows that are of another kind', () => {
  const value: Target = { column: 'y', task: 'regression', classes: [] };
  const classes = (...labels: readonly string[]): Target => ({
    column: 'y',
    task: labels.length === 2 ? 'binary' : 'multiclass',
    classes: labels,
  });
  const truths: Column = { kind: 'boolean', name: 'y', values: Uint8Array.of(1, 0, MISSING_BOOLEAN) };
  const times: Column = { kind: 'time', name: 'y', values: Float64Array.of(NaN, 0) };

  test.each<[string, Column, Target, string]>([
    [
      'text for a number',
      columnFrom('y', ['1', 'cheap']),
      value,
      'column "y" was learnt as a number, but "cheap" in row 2 is none; correct the cell, or leave it empty',
    ],
    [
      'a time for a number',
      times,
      value,
      'column "y" was learnt as a number, but "1970-01-01T00:00:00.000Z" in row 2 is a date or time; correct the cell, or leave it empty',
    ],
    [
      'a doubt among yes and no',
      columnFrom('y', ['yes', 'no', 'maybe']),
      classes('false', 'true'),
      'column "y": "maybe" (row 3; 1 row in all) is none of the classes that the model knows: "false", "true"; correct these labels in the file, or say which class they stand for',
    ],
    [
      'true and false for yes and no',
      truths,
      classes('no', 'yes'),
      'column "y": "true" (row 1; 1 row in all) is none of the classes that the model knows: "no", "yes"; correct these labels in the file, or say which class they stand for',
    ],
    [
      'a number for a label',
      columnFrom('y', ['1', '2']),
      classes('a', 'b', 'c'),
      'column "y": "1" (row 1; 1 row in all) is none of the classes that the model knows: "a", "b", "c"; correct these labels in the file, or say which class they stand for',
    ],
    [
      'a label for a number that is a class',
      columnFrom('y', ['1', 'two']),
      classes('1', '2', '3'),
      'column "y": "two" (row 2; 1 row in all) is none of the classes that the model knows: "1", "2", "3"; correct these labels in the file, or say which class they stand for',
    ],
  ])('are refused with the first of them: %s', (_, column, target, message) => {
    expect(refusalOf(() => encodeTarget(column, target)).message).toBe(message);
  });
});
