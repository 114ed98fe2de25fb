import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, COLUMN_KINDS, MISSING_BOOLEAN, MISSING_CODE } from '../../../src/core/column.ts';
import { type JobContext, type Progress, unwatched } from '../../../src/core/progress.ts';
import type { Recipe, RecipeStep } from '../../../src/core/recipe.ts';
import type { Target } from '../../../src/core/schema.ts';
import { concatenate, sliceRows, type Table } from '../../../src/core/table.ts';
import { defaultRecipe } from '../../../src/flow/prepare/default-recipe.ts';
import { leakageSuspects } from '../../../src/flow/prepare/leakage.ts';
import { profileChunks, profileTable } from '../../../src/flow/prepare/profile.ts';
import { applyRecipe, applyRecipeTo } from '../../../src/flow/prepare/apply-recipe.ts';
import { fitRecipe } from '../../../src/flow/prepare/fit-recipe.ts';
import { encodeTarget, encodeTargetOf } from '../../../src/flow/prepare/encode-target.ts';
import { dateParts } from '../../../src/flow/prepare/steps/date-parts.ts';
import { impute } from '../../../src/flow/prepare/steps/impute.ts';
import { oneHot } from '../../../src/flow/prepare/steps/one-hot.ts';
import { quantileBins } from '../../../src/flow/prepare/steps/quantile-bins.ts';
import { scale } from '../../../src/flow/prepare/steps/scale.ts';
import { findStep } from './find-step.ts';
import { inChunks } from './in-chunks.ts';
import { tableOf } from './read-csv.ts';
import { fitWholeTable } from './whole-table-fit.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 });

/** Names that collide with those that steps make. */
const names = [
  'a',
  'b',
  'a is missing',
  'a is missing is missing',
  'a is missing (2)',
  'b = x',
  'b = other',
  'a up to 1',
  'a month sine',
] as const;

function arbitraryColumn(name: string, rows: number): fc.Arbitrary<Column> {
  const cells = <T>(cell: fc.Arbitrary<T>) => fc.array(cell, { minLength: rows, maxLength: rows });
  const number = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.double(), fc.constantFrom(NaN, -0, Infinity));
  return fc.constantFrom(...COLUMN_KINDS).chain((kind): fc.Arbitrary<Column> => {
    if (kind === 'boolean')
      return cells(fc.constantFrom(0, 1, MISSING_BOOLEAN)).map((values) => ({
        kind,
        name,
        values: Uint8Array.from(values),
      }));
    if (kind === 'number' || kind === 'time') {
      const time = fc.oneof(fc.integer({ min: 0, max: 2 ** 41 }), fc.constant(NaN));
      return cells(kind === 'time' ? time : number).map((values) => ({
        kind,
        name,
        values: Float64Array.from(values),
      }));
    }
    return cells(fc.constantFrom(0, 1, 2, MISSING_CODE)).map((values) => ({
      kind,
      name,
      values: Uint32Array.from(values),
      dictionary: ['x', 'other', 'is missing'],
    }));
  });
}

const tables: fc.Arbitrary<Table> = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }))
  .chain(([rows, chosen]) =>
    fc.tuple(...chosen.map((name) => arbitraryColumn(name, rows))).map((columns) => ({ rows, columns })),
  );

/** As the default recipe, with bins and labels of few rows, and the steps on numbers in any order. */
function recipeOf(table: Table, order: readonly number[]): Recipe {
  const named = (...kinds: readonly string[]) =>
    table.columns.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const numbers: RecipeStep[] = [
    { kind: impute.kind, columns: named('number', 'boolean'), options: {}, state: null },
    { kind: quantileBins.kind, columns: named('number'), options: { bins: 3, rowsPerBin: 2 }, state: null },
    { kind: scale.kind, columns: named('number'), options: scale.defaults, state: null },
  ];
  const coded = named('category', 'text', 'identifier');
  const steps: RecipeStep[] = [
    { kind: oneHot.kind, columns: coded, options: { minimumCount: 2, maximumLabels: 2 }, state: null },
    { kind: dateParts.kind, columns: named('time'), options: {}, state: null },
    ...order.map((index) => numbers[index]!),
  ];
  return { inputs: profileTable(table), steps, features: [] };
}

describe('a table by chunks', () => {
  test('has the profile of the whole, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(tables, sizes, async (table, cut) => {
        const chunked = inChunks(table, ...cut);
        const parts: Table[] = [];
        for await (const chunk of chunked.chunks()) parts.push(chunk);
        expect(await profileChunks(chunked, unwatched)).toEqual(profileTable(concatenate(parts)));
      }),
    );
  });

  test('gives a recipe what the whole table gives it, whatever the names, the order and the cut', async () => {
    const order = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(tables, sizes, order, async (table, cut, steps) => {
        const chunked = inChunks(table, ...cut);
        const parts: Table[] = [];
        for await (const chunk of chunked.chunks()) parts.push(chunk);
        const whole = concatenate(parts);
        const recipe = recipeOf(whole, steps);
        const expected = fitWholeTable(recipe, whole, findStep);
        const fitting = fitRecipe(recipe, chunked, findStep, unwatched);
        if (expected.features.length === 0) await expect(fitting).rejects.toThrow(/no column is left/);
        else expect(await fitting).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  test('fills a matrix that is there, chunk by chunk, as the whole table fills it', async () => {
    const rows = 20_000;
    const table = tableOf({
      a: Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? null : (row * 7919) % 1013)),
      b: Array.from({ length: rows }, (_, row) => `l${(row * row) % 11}`),
    });
    const { recipe } = defaultRecipe(profileTable(table), target, { excluded: [], included: [] });
    const chunked = inChunks(table, 9000, 100);
    const fitted = await fitRecipe(recipe, chunked, findStep, unwatched);
    const data = new Float32Array(rows * fitted.features.length);
    let start = 0;
    for await (const chunk of chunked.chunks()) {
      await applyRecipeTo(fitted, chunk, findStep, data, start, unwatched);
      start += chunk.rows;
    }
    const whole = applyRecipe(fitted, table, findStep).data;
    expect(whole.length).toBe(data.length);
    expect(data.findIndex((value, at) => value !== whole[at])).toBe(-1);
  });

  test('counts the rows of errors from the start of the whole', async () => {
    const table = tableOf({ a: [1, 2, 3, 4, 5, 6], y: ['u', 'v', 'u', 'v', 'w', 'w'] });
    const { recipe } = defaultRecipe(profileTable(table), target, { excluded: ['y'], included: ['a'] });
    const fitted = await fitRecipe(recipe, inChunks(table), findStep, unwatched);
    const later = sliceRows(tableOf({ a: ['1', '2', '3', '4', 'five'] }), 3, 5);
    const filling = applyRecipeTo(fitted, later, findStep, new Float32Array(99), 3, unwatched);
    await expect(filling).rejects.toMatchObject({ details: { cell: 'five', row: 5 } });
    const classes: Target = { column: 'y', task: 'binary', classes: ['u', 'v'] };
    await expect(encodeTargetOf(inChunks(table, 2), classes, unwatched)).rejects.toMatchObject({
      details: { label: 'w', row: 5, rows: 2 },
    });
    const three = { ...classes, task: 'multiclass', classes: ['u', 'v', 'w'] } as const;
    expect(await encodeTargetOf(inChunks(table, 4), three, unwatched)).toEqual(
      encodeTarget(table.columns[1]!, three),
    );
  });

  test('is left alone once the work is cancelled, and tells how far it is', async () => {
    const table = tableOf({ a: [1, 2, 3, 5], b: [1, 1, 2, 2], c: ['x', 'y', 'x', 'y'] });
    const chunked = inChunks(table, 2);
    const { recipe } = defaultRecipe(profileTable(table), target, { excluded: [], included: [] });
    const fitted = await fitRecipe(recipe, chunked, findStep, unwatched);
    const works: ((context: JobContext) => Promise<unknown>)[] = [
      (context) => profileChunks(chunked, context),
      (context) => fitRecipe(recipe, chunked, findStep, context),
      (context) => leakageSuspects(chunked, { column: 'c', task: 'binary', classes: ['x', 'y'] }, context),
      (context) => applyRecipeTo(fitted, table, findStep, new Float32Array(99), 0, context),
    ];
    const aborter = new AbortController();
    aborter.abort();
    for (const work of works)
      await expect(work({ ...unwatched, signal: aborter.signal })).rejects.toMatchObject({
        code: 'cancelled',
      });
    const told: Progress[] = [];
    const stopping = new AbortController();
    const report = (progress: Progress) => {
      told.push(progress);
      if (progress.done === 1) stopping.abort();
    };
    const watched = profileChunks(chunked, { ...unwatched, signal: stopping.signal, report });
    await expect(watched).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toEqual([0, 1].map((done) => ({ phase: 'profiling', done, total: 3, unit: 'columns' })));
  });
});

const target: Target = { column: 'target', task: 'binary', classes: ['no', 'yes'] };
