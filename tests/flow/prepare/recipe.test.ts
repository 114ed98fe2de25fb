import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, MISSING_CODE } from '../../../src/core/column.ts';
import type { CellsByName } from '../../../src/core/feedback.ts';
import { CHUNK_ROWS } from '../../../src/core/reader.ts';
import { unwatched } from '../../../src/core/progress.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import type { Target } from '../../../src/core/schema.ts';
import { type Table, takeRows } from '../../../src/core/table.ts';
import { defaultRecipe } from '../../../src/flow/prepare/default-recipe.ts';
import { profileTable } from '../../../src/flow/prepare/profile.ts';
import { applyRecipe } from '../../../src/flow/prepare/apply-recipe.ts';
import { fitRecipe } from '../../../src/flow/prepare/fit-recipe.ts';
import { featuresOfColumns } from '../../../src/flow/prepare/features-of-columns.ts';
import { rowNotes } from '../../../src/flow/prepare/row-notes.ts';
import { tableOfRow } from '../../../src/workspace/row-of-cells.ts';
import { arbitraryTable } from '../../core/arbitrary-table.ts';
import { findStep } from './find-step.ts';
import { inChunks } from './in-chunks.ts';
import { columnFrom, tableOf } from './read-csv.ts';
import { refusalOf } from './refusal.ts';

const target: Target = { column: 'target', task: 'regression', classes: [] };
const learn = (table: Table, included: readonly string[] = []): Promise<Recipe> =>
  fit(defaultRecipe(profileTable(table), target, { excluded: [], included }).recipe, table);
const fit = (recipe: Recipe, table: Table) => fitRecipe(recipe, inChunks(table), findStep, unwatched);
const apply = (recipe: Recipe, table: Table) => applyRecipe(recipe, table, findStep);

const colours = ['red', 'blue', 'red', 'blue', 'red', 'blue', 'red', 'blue', 'red', 'blue'];
const training = tableOf({
  age: [30, 20, null, 40, 25, 35, 30, 22, 38, 30],
  colour: colours,
  at: colours.map((_, day) => `2024-0${1 + (day % 3)}-1${9 - day}`),
  target: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
});

describe('the default recipe', () => {
  const everything = profileTable({
    rows: 30,
    columns: [
      columnFrom(
        'target',
        Array.from({ length: 30 }, (_, i) => `${(i * 7) % 30}`),
      ),
      columnFrom(
        'row',
        Array.from({ length: 30 }, (_, i) => `${i}`),
      ),
      columnFrom('constant', new Array<string>(30).fill('3')),
      columnFrom('empty', new Array<string>(30).fill('')),
      columnFrom(
        'at',
        Array.from({ length: 30 }, (_, i) => `2024-01-${i < 9 ? '0' : ''}${i + 1}`),
      ),
      {
        ...columnFrom(
          'code',
          Array.from({ length: 30 }, (_, i) => `x${i}`),
        ),
        kind: 'identifier',
      } as Column,
      {
        ...columnFrom(
          'note',
          Array.from({ length: 30 }, (_, i) => `a b ${i % 20}`),
        ),
        kind: 'text',
      } as Column,
      { kind: 'boolean', name: 'flag', values: Uint8Array.from({ length: 30 }, (_, i) => i % 2) },
    ],
  });

  test('leaves out what says nothing about the next row, each with its reason, and keeps the rest', () => {
    const { recipe, excluded } = defaultRecipe(everything, target, { excluded: [], included: [] });
    expect(excluded).toEqual([
      { column: 'row', reason: expect.stringMatching(/extrapolate/) as string },
      { column: 'empty', reason: expect.stringMatching(/no value/) as string },
      { column: 'code', reason: expect.stringMatching(/names its row/) as string },
      { column: 'note', reason: expect.stringMatching(/free text/) as string },
    ]);
    expect(recipe.inputs.map(({ name }) => name)).toEqual(['constant', 'at', 'flag']);
    expect(recipe.steps.map(({ kind, columns }) => [kind, columns])).toEqual([
      ['impute', ['constant', 'flag']],
      ['scale', ['constant']],
      ['date-parts', ['at']],
    ]);
    expect(recipe.features).toEqual([]);
  });

  test('does as the person chooses', () => {
    const choice = { excluded: ['flag', 'constant', 'at'], included: ['row', 'note', 'code', 'empty'] };
    const { recipe, excluded } = defaultRecipe(everything, target, choice);
    expect(recipe.inputs.map(({ name }) => name)).toEqual(['row', 'empty', 'code', 'note']);
    expect(excluded.map(({ reason }) => reason)).toEqual(new Array(3).fill('it is left out by choice'));
  });

  test('refuses when nothing is left', async () => {
    const only = everything.filter(({ name }) => ['target', 'row'].includes(name));
    expect(refusalOf(() => defaultRecipe(only, target, { excluded: [], included: [] })).code).toBe(
      'no-features',
    );
  });
});

const fitted = await learn(training);

describe('a fitted recipe', () => {
  test('keeps its inputs as the training rows have them, and survives JSON', () => {
    expect(
      fitted.inputs.map(({ name, missing, minimum, maximum }) => [name, missing, minimum, maximum]),
    ).toEqual([
      ['age', 1, 20, 40],
      ['colour', 0, null, null],
      ['at', 0, Date.UTC(2024, 0, 10), Date.UTC(2024, 2, 17)],
    ]);
    const stored = JSON.parse(JSON.stringify(fitted)) as Recipe;
    expect(apply(stored, training)).toEqual(apply(fitted, training));
  });

  test('names its features in the order of the inputs', () => {
    expect(fitted.features).toEqual([
      'age',
      'age is missing',
      'colour = blue',
      'colour = red',
      'colour = other',
      'at month sine',
      'at month cosine',
      'at day of week sine',
      'at day of week cosine',
      'at is at a weekend',
    ]);
  });

  test('learns from the training rows alone', async () => {
    const first = takeRows(training, Uint32Array.of(0, 1, 2, 3));
    expect(await learn(first)).not.toEqual(fitted);
    const strange = tableOf({ age: [1e6], colour: ['red'], at: ['2030-05-05'], target: [0] });
    const before = JSON.stringify(fitted);
    apply(fitted, strange);
    expect(JSON.stringify(fitted)).toBe(before);
  });

  test('does not care for the order of the columns, nor for others beside them, nor for the target', () => {
    const [age, colour, at] = training.columns as [Column, Column, Column];
    const shuffled = { rows: training.rows, columns: [at, columnFrom('extra', colours), colour, age] };
    expect(apply(fitted, shuffled)).toEqual(apply(fitted, training));
  });

  test('names a column that is missing', () => {
    const { columns, rows } = training;
    const error = refusalOf(() => apply(fitted, { rows, columns: columns.slice(1) }));
    expect([error.code, error.details.column]).toEqual(['missing-column', 'age']);
    expect(error.message).toContain('"age"');
  });

  test('copes with columns that are read otherwise, where there is one way only', () => {
    const expected = apply(fitted, takeRows(training, Uint32Array.of(0, 2)));
    const coded = (name: string, cells: readonly (string | null)[]): Column => {
      const dictionary = [...new Set(cells.filter((cell) => cell !== null))];
      const values = Uint32Array.from(cells, (cell) =>
        cell === null ? MISSING_CODE : dictionary.indexOf(cell),
      );
      return { kind: 'category', name, values, dictionary };
    };
    const columns = [
      coded('age', [' 30 ', 'n/a']),
      coded('colour', ['red', 'red']),
      coded('at', ['2024-01-19', '2024-03-17']),
    ];
    expect(apply(fitted, { rows: 2, columns })).toEqual(expected);
    const empty = tableOf({ age: [null, null], colour: [null, null], at: [null, null] });
    expect(empty.columns.map(({ kind }) => kind)).toEqual(['number', 'number', 'number']);
    expect([...apply(fitted, empty).data.subarray(0, 5)]).toEqual([0, 1, 0, 0, 0]);
  });

  test('refuses a column that cannot be read as it was learnt, naming cell and row', () => {
    const bad = {
      rows: 2,
      columns: [
        ...tableOf({ colour: ['red', 'red'], at: ['2024-01-19', null] }).columns,
        columnFrom('age', ['30', 'old']),
      ],
    };
    const error = refusalOf(() => apply(fitted, bad));
    expect([error.code, error.details]).toEqual([
      'column-kind',
      { column: 'age', cell: 'old', row: 2, kind: 'number' },
    ]);
    const number = { rows: 1, columns: [...tableOf({ age: [1], colour: ['red'], at: [5] }).columns] };
    expect(refusalOf(() => apply(fitted, number)).details).toMatchObject({ column: 'at', cell: '5', row: 1 });
  });

  test('is needed: an unfitted one is refused', () => {
    expect(refusalOf(() => apply({ ...fitted, features: [] }, training)).code).toBe('not-fitted');
  });

  test('makes the same of many rows as of each alone, beyond the size of a chunk', () => {
    const rows = CHUNK_ROWS + 3;
    const many = apply(
      fitted,
      takeRows(
        training,
        Uint32Array.from({ length: rows }, (_, row) => row % 10),
      ),
    );
    const ten = apply(fitted, training);
    const width = fitted.features.length;
    for (const row of [0, CHUNK_ROWS - 1, CHUNK_ROWS, rows - 1])
      expect(many.data.slice(row * width, (row + 1) * width)).toEqual(
        ten.data.slice((row % 10) * width, ((row % 10) + 1) * width),
      );
  });

  test('is finite and of one shape, whatever it learnt from and whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTable({ minRows: 1 }), arbitraryTable(), async (first, second) => {
        const inputs = profileTable(first);
        const steps = defaultRecipe(inputs, target, {
          excluded: [],
          included: first.columns.map(({ name }) => name),
        }).recipe;
        const recipe = await fit(steps, first);
        for (const table of [first, second]) {
          const x = apply(recipe, table);
          expect([x.features, x.data.length]).toEqual([recipe.features, table.rows * recipe.features.length]);
          expect(x.data.every(Number.isFinite)).toBe(true);
        }
        expect(new Set(recipe.features).size).toBe(recipe.features.length);
      }),
    );
  });

  test('keeps columns apart whose names collide with those that steps make', async () => {
    const table = tableOf({
      a: [1, null, 3],
      'a is missing': [5, 6, 8],
      'b = x': [1, 2, 4],
      b: ['x', 'y', 'x'],
      target: [1, 2, 3],
    });
    const recipe = await learn(table);
    expect(new Set(recipe.features).size).toBe(recipe.features.length);
    expect(recipe.features.slice(0, 4)).toEqual(['a', 'a is missing (2)', 'a is missing', 'b = x']);
    expect([...apply(recipe, table).data].filter((_, at) => at % recipe.features.length === 1)).toEqual([
      0, 1, 0,
    ]);
  });

  test('keeps a constant at 0 until it moves', async () => {
    const table = tableOf({
      price: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
      other: [1, 2, 1, 2, 1, 2, 1],
      target: [1, 2, 3, 4, 5, 6, 7],
    });
    const recipe = await learn(table);
    expect(apply(recipe, table).data[0]).toBeCloseTo(0, 12);
    expect(apply(recipe, tableOf({ price: [0.6], other: [1] })).data[0]).toBeCloseTo(0.5, 6);
  });

  test('that leaves a column as no number, or a cell empty, is refused by name', async () => {
    const bare: Recipe = { inputs: fitted.inputs, steps: [], features: [] };
    await expect(fit(bare, training)).rejects.toMatchObject({ details: { column: 'colour' } });
    const numbers = { ...bare, inputs: bare.inputs.slice(0, 1) };
    const passing = await fit(numbers, training);
    const error = refusalOf(() => apply(passing, training));
    expect([error.code, error.details]).toEqual(['not-finite', { feature: 'age', row: 3 }]);
  });

  test('without a feature is refused', async () => {
    const table = tableOf({ at: ['2024-01-01', '2024-01-01'], target: [1, 2] });
    await expect(learn(table)).rejects.toMatchObject({ code: 'no-features' });
  });
});

describe('notes on a row', () => {
  const notesOn = (row: CellsByName) => rowNotes(fitted, tableOfRow(fitted.inputs, row));

  test('say what is missing, unknown or beyond the range', () => {
    expect(notesOn({ age: 30, colour: 'red', at: '2031-01-01' })).toEqual([]);
    expect(notesOn({ age: null, colour: null, at: '2024-01-01' })).toEqual([
      '"age" is missing, as it was in one training row.',
      '"colour" is missing, which it never was in the training rows.',
    ]);
    expect(notesOn({ age: 19, colour: 'pink', at: '2024-01-01' })).toEqual([
      '"age" is 19, below 20, the smallest of the training rows.',
      '"colour" is "pink", a label that the training rows never had.',
    ]);
    expect(notesOn({ age: 41, colour: 'red', at: '2024-01-01' })).toEqual([
      '"age" is 41, above 40, the largest of the training rows.',
    ]);
  });
});

describe('the features of a column', () => {
  test('are those that change when its cells do, and no others', async () => {
    const recipe = await learn(training);
    const places = featuresOfColumns(recipe, findStep);
    expect(places.flatMap((own) => [...own])).toEqual([...recipe.features.keys()]);
    expect(places.map((own) => own.length)).toEqual([2, 3, 5]);
    const before = apply(recipe, training);
    for (const [index, { name }] of recipe.inputs.entries()) {
      const order = Uint32Array.of(4, 7, 9, 1, 0, 3, 8, 5, 2, 6);
      const columns = training.columns.map((column) =>
        column.name === name ? takeRows({ rows: 10, columns: [column] }, order).columns[0]! : column,
      );
      const after = apply(recipe, { rows: 10, columns });
      const width = recipe.features.length;
      for (const [feature] of recipe.features.entries())
        for (let row = 0; row < 10; row++) {
          const source = places[index]!.includes(feature) ? order[row]! : row;
          expect(after.data[row * width + feature]).toBe(before.data[source * width + feature]);
        }
    }
  });

  test('are told apart where two columns give features of one name', async () => {
    const alike = tableOf({ a: colours.map((colour) => `b = ${colour}`), 'a = b': colours });
    const table = {
      rows: 10,
      columns: [...alike.columns, ...tableOf({ target: [...colours.keys()] }).columns],
    };
    const recipe = await learn(table);
    const [first, second] = featuresOfColumns(recipe, findStep);
    expect([...first!, ...second!]).toEqual([...recipe.features.keys()]);
    expect(first!.length).toBe(second!.length);
  });
});
