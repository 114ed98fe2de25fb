import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Column,
  COLUMN_KINDS,
  type ColumnKind,
  MISSING_BOOLEAN,
  MISSING_CODE,
} from '../../src/core/column.ts';
import { PerennialError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Step } from '../../src/core/recipe.ts';
import { Random } from '../../src/core/random.ts';
import { type Table, takeRows } from '../../src/core/table.ts';
import { checkStep as checkStepState } from '../../src/flow/prepare/step-states.ts';
import { arbitraryTable } from '../core/arbitrary-table.ts';

/**
 * What every step promises (core/recipe.ts), registered as tests. Which kinds of column the step takes is found by
 * asking it; the tables have a column of every kind, named after it.
 */
export function checkStep(step: Step): void {
  const { kind, defaults } = step;
  const training = mixedTable(60, 1);
  const later = mixedTable(40, 2);
  const taken = COLUMN_KINDS.filter((each) => takes(step, training, each));
  const apply = (table: Table, state: JsonObject) => step.apply(table, taken, defaults, state);

  describe(`step ${kind}`, () => {
    let state: JsonObject;
    beforeAll(() => {
      state = deepFreeze(step.fit(training, taken, defaults));
    });

    test('has a name, a summary of one sentence, and options that JSON can hold', () => {
      expect(kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(step.summary).toMatch(/^[A-Z].*\.$/);
      expect(JSON.parse(JSON.stringify(defaults))).toEqual(defaults);
    });

    test('takes at least one kind of column, and refuses the others by name', () => {
      expect(taken.length).toBeGreaterThan(0);
      for (const other of COLUMN_KINDS.filter((each) => !taken.includes(each))) {
        const refused = { code: 'column-kind', message: expect.stringContaining(`"${other}"`) as string };
        expect(() => step.fit(training, [other], defaults)).toThrow(expect.objectContaining(refused));
      }
    });

    test('keeps what it learns as JSON, and works the same with it after a journey', () => {
      const travelled = JSON.parse(JSON.stringify(state)) as JsonObject;
      expect(travelled).toEqual(state);
      expect(apply(later, travelled)).toEqual(apply(later, state));
    });

    test('is known to whoever opens a stranger’s recipe, who refuses what it could not have learnt', () => {
      const recipeStep = { kind, columns: taken, options: defaults, state };
      checkStepState(recipeStep);
      const odd = Object.fromEntries(taken.map((name) => [name, { odd: 1 }]));
      expect(() => checkStepState({ ...recipeStep, state: odd })).toThrow(/is not as it must be/);
      expect(() => checkStepState({ ...recipeStep, options: { odd: 1 } })).toThrow(/options/);
      expect(() => checkStepState({ ...recipeStep, kind: 'stranger' })).toThrow(/no step "stranger"/);
    });

    test('learns the same from the same rows, and only from them', () => {
      expect(step.fit(mixedTable(60, 1), taken, defaults)).toEqual(state);
      const before = JSON.stringify(state);
      apply(later, state);
      expect(JSON.stringify(state)).toBe(before);
    });

    test('changes neither its input nor its options', () => {
      const copy = structuredClone(later);
      deepFreeze(defaults);
      step.fit(later, taken, defaults);
      apply(later, state);
      expect(later).toEqual(copy);
    });

    test('lets the columns pass that it does not name, in their places', () => {
      const made = apply(later, state).columns;
      const passed = later.columns.filter((column) => !(taken as string[]).includes(column.name));
      expect(made.filter((column) => passed.includes(column))).toEqual(passed);
      const nothing = step.apply(later, [], defaults, step.fit(later, [], defaults));
      expect(nothing.columns).toEqual(later.columns);
    });

    test('makes the same columns of whatever table, each with as many cells as there are rows', () => {
      const names = layoutOf(apply(training, state));
      expect(new Set(names).size).toBe(names.length);
      for (const table of [
        later,
        strangeTable(later),
        missingTable(later),
        mixedTable(0, 3),
        mixedTable(1, 4),
      ]) {
        const made = apply(table, state);
        expect(layoutOf(made)).toEqual(names);
        expect(made.rows).toBe(table.rows);
        for (const column of made.columns) expect(column.values.length).toBe(table.rows);
        expect(handedOn(table, made)).toEqual(handedOn(training, apply(training, state)));
      }
    });

    test('does with a row alone what it does with it among others', () => {
      const together = apply(later, state);
      for (let row = 0; row < later.rows; row++) {
        const alone = apply(takeRows(later, Uint32Array.of(row)), state);
        expect(valuesOf(alone)).toEqual(valuesOf(takeRows(together, Uint32Array.of(row))));
      }
    });

    test('learns from a table without rows and from one without a value', () => {
      for (const table of [mixedTable(0, 5), missingTable(training)]) {
        const learnt = step.fit(table, taken, defaults);
        expect(JSON.parse(JSON.stringify(learnt))).toEqual(learnt);
        expect(layoutOf(step.apply(later, taken, defaults, learnt))).toEqual(
          layoutOf(step.apply(table, taken, defaults, learnt)),
        );
      }
    });

    test('copes with any table after any other', () => {
      fc.assert(
        fc.property(arbitraryTable({ minRows: 1 }), arbitraryTable(), (first, second) => {
          const learnt = step.fit(first, taken, defaults);
          checkStepState({ kind, columns: taken, options: defaults, state: learnt });
          expect(JSON.parse(JSON.stringify(learnt))).toEqual(learnt);
          const made = step.apply(second, taken, defaults, learnt);
          expect(layoutOf(made)).toEqual(layoutOf(step.apply(first, taken, defaults, learnt)));
          for (const column of made.columns) expect(column.values.length).toBe(second.rows);
        }),
      );
    });
  });
}

function takes(step: Step, table: Table, kind: ColumnKind): boolean {
  try {
    step.fit(table, [kind], step.defaults);
    return true;
  } catch (error) {
    if (error instanceof PerennialError && error.code === 'column-kind') return false;
    throw error;
  }
}

/** The columns that come out of a step as they went in. */
function handedOn(before: Table, after: Table): readonly string[] {
  return after.columns.filter((column) => before.columns.includes(column)).map(({ name }) => name);
}

function layoutOf(table: Table): readonly string[] {
  return table.columns.map(({ name, kind }) => `${name} (${kind})`);
}

function valuesOf(table: Table): readonly (readonly number[])[] {
  return table.columns.map(({ values }) => [...values]);
}

/** A column of every kind, each with missing cells; labels repeat in a category and never in an identifier. */
function mixedTable(rows: number, seed: number): Table {
  const random = new Random(seed);
  const cells = <T extends Column['values']>(into: T, missing: number, draw: (row: number) => number): T => {
    for (let row = 0; row < rows; row++) into[row] = random.uniform() < 0.1 ? missing : draw(row);
    return into;
  };
  const dictionary = (prefix: string, size: number) =>
    Array.from({ length: size }, (_, i) => `${prefix}${i}`);
  const coded = (
    kind: 'category' | 'text' | 'identifier',
    labels: readonly string[],
    draw: (row: number) => number,
  ) =>
    ({
      kind,
      name: kind,
      values: cells(new Uint32Array(rows), MISSING_CODE, draw),
      dictionary: labels,
    }) as const;
  return {
    rows,
    columns: [
      {
        kind: 'number',
        name: 'number',
        values: cells(new Float64Array(rows), NaN, () => 10 + random.normal()),
      },
      coded('category', dictionary('label ', 3), () => random.below(3)),
      {
        kind: 'boolean',
        name: 'boolean',
        values: cells(new Uint8Array(rows), MISSING_BOOLEAN, () => random.below(2)),
      },
      {
        kind: 'time',
        name: 'time',
        values: cells(new Float64Array(rows), NaN, () => random.below(1e9) * 1000),
      },
      coded('text', dictionary('some text ', 20), () => random.below(20)),
      coded('identifier', dictionary(`${seed}-`, rows), (row) => row),
    ],
  };
}

/** The same rows with labels, numbers and times that no training row had. */
function strangeTable(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    if ('dictionary' in column)
      return { ...column, dictionary: column.dictionary.map((label) => `${label}?`) };
    if (column.kind === 'boolean') return column;
    return { ...column, values: column.values.map((value) => value * 1e6 - 1) };
  });
  return { rows: table.rows, columns };
}

function missingTable(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    if ('dictionary' in column) return { ...column, values: column.values.slice().fill(MISSING_CODE) };
    if (column.kind === 'boolean') return { ...column, values: column.values.slice().fill(MISSING_BOOLEAN) };
    return { ...column, values: column.values.slice().fill(NaN) };
  });
  return { rows: table.rows, columns };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
