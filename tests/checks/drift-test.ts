import { describe, expect, test } from 'vitest';
import { MISSING_BOOLEAN, MISSING_CODE, type Column, type ColumnKind } from '../../src/core/column.ts';
import {
  plainRun,
  type ColumnDriftTest,
  type DriftFinding,
  type DriftTest,
  type DriftTestRun,
  type MatrixDriftTest,
} from '../../src/core/drift-test.ts';
import type { Matrix } from '../../src/core/matrix.ts';
import { Random } from '../../src/core/random.ts';

const run: DriftTestRun = { ...plainRun, permutations: 199 };

/** What every drift test must do, whatever it compares. */
export function checkDriftTest(kind: DriftTest): void {
  describe(`drift test ${kind.kind}`, () => {
    test('says what it is and where it comes from', () => {
      expect(kind.title).not.toBe('');
      expect(kind.summary).toMatch(/\.$/);
      expect(kind.source).toMatch(/\b(19|20)\d\d$/);
    });
    if (kind.takes === 'matrix') checkMatrixTest(kind);
    else for (const column of kind.columns) describe(column, () => checkColumnTest(kind, column));
  });
}

function checkColumnTest(kind: ColumnDriftTest, of: ColumnKind): void {
  test('sees a change that nobody would miss', () => {
    const found = kind.test(columnOf(of, 200, 1, 0), columnOf(of, 200, 2, 2), run);
    expect(found).toMatchObject({ hasDrifted: true });
    expect(found.pValue).toBeLessThan(0.01);
    expect(found.effectSize).toBeGreaterThan(0.2);
  });

  test('a larger change has a larger effect, whatever the number of rows', () => {
    const effect = (rows: number, shift: number) =>
      kind.test(columnOf(of, rows, 3, 0), columnOf(of, rows, 4, shift), run).effectSize;
    expect(effect(3000, 1)).toBeGreaterThan(effect(3000, 0.3));
    expect(effect(3000, 2)).toBeGreaterThan(effect(3000, 1));
    expect(Math.abs(effect(3000, 1) / effect(600, 1) - 1)).toBeLessThan(0.5);
  });

  test('rows of one distribution have p-values that are uniform, or larger', () => {
    let [few, half] = [0, 0];
    for (let seed = 0; seed < 300; seed++) {
      const { pValue } = kind.test(columnOf(of, 120, 2 * seed, 0.4), columnOf(of, 80, 2 * seed + 1, 0.4), {
        ...run,
        permutations: 99,
      });
      if (pValue <= 0.05) few++;
      if (pValue <= 0.5) half++;
    }
    // Of 300: .05 are 15, with a standard error of 4; .5 are 150, with one of 9.
    expect(few).toBeLessThanOrEqual(15 + 4 * 3);
    expect(half).toBeLessThanOrEqual(150 + 9 * 3);
  });

  test('the same rows have not drifted', () => {
    const column = columnOf(of, 100, 5, 0.3);
    expect(kind.test(column, column, run)).toMatchObject({ effectSize: 0, pValue: 1, hasDrifted: false });
  });

  test('leaves missing cells out, and the order of the rows does not count', () => {
    const [before, after] = [columnOf(of, 60, 6, 0), columnOf(of, 60, 7, 1)];
    const expected = kind.test(before, after, run);
    close(kind.test(withMissing(before), reversed(after), run), expected);
  });

  test('the same seed gives the same finding', () => {
    const found = () => kind.test(columnOf(of, 60, 8, 0), columnOf(of, 60, 9, 0.5), run);
    expect(found()).toEqual(found());
  });

  test('refuses samples without a cell, and columns that it cannot compare', () => {
    const [column, empty] = [columnOf(of, 20, 10, 0), columnOf(of, 0, 11, 0)];
    const other: ColumnKind = of === 'number' || of === 'time' ? 'text' : 'identifier';
    for (const [before, after] of [
      [column, empty],
      [empty, column],
      [column, columnOf(other, 20, 12, 0)],
    ] as const)
      expect(() => kind.test(before, after, run)).toThrowError(
        expect.objectContaining({ code: 'drift-test', stage: 'monitor' }) as Error,
      );
  });
}

function checkMatrixTest(kind: MatrixDriftTest): void {
  const features = ['still', 'moved', 'stiller'];
  const sample = (rows: number, seed: number, shift: number): Matrix => {
    const random = new Random(seed);
    const data = Float32Array.from(
      { length: 3 * rows },
      (_, i) => random.normal() + (i % 3 === 1 ? shift : 0),
    );
    return { rows, features, data };
  };

  test('sees a change that nobody would miss, and names the feature that moved', () => {
    const found = kind.test(sample(200, 1, 0), sample(200, 2, 1.5), run);
    expect(found.hasDrifted).toBe(true);
    expect(found.effectSize).toBeGreaterThan(0.2);
    expect(found.features.map(({ name }) => name)).toEqual(features);
    expect(found.features.map(({ hasMoved }) => hasMoved)).toEqual([false, true, false]);
  });

  test('of rows of one distribution about one in twenty is called a drift, and then only are features named', () => {
    let drifts = 0;
    for (let seed = 0; seed < 200; seed++) {
      const found = kind.test(sample(60, 2 * seed, 0), sample(40, 2 * seed + 1, 0), {
        ...run,
        permutations: 99,
      });
      if (found.hasDrifted) drifts++;
      else expect(found.features.some(({ hasMoved }) => hasMoved)).toBe(false);
    }
    // Of 200: 10, with a standard error of 3.1.
    expect(drifts).toBeLessThanOrEqual(19);
  });

  test('bears more rows than it looks at, and features that do not vary', () => {
    const still = (rows: number, seed: number, shift: number): Matrix => {
      const { data } = sample(rows, seed, shift);
      return { rows, features, data: data.map((value, i) => (i % 3 === 0 ? 7 : value)) };
    };
    const found = kind.test(still(5000, 3, 0), still(3000, 4, 1), run);
    expect(found.hasDrifted).toBe(true);
    expect(found.features.filter(({ hasMoved }) => hasMoved).map(({ name }) => name)).toEqual(['moved']);
  });

  test('the same seed gives the same finding', () => {
    const found = () => kind.test(sample(60, 5, 0), sample(60, 6, 0.5), run);
    expect(found()).toEqual(found());
  });

  test('refuses samples of too few rows, and of other features', () => {
    const whole = sample(50, 7, 0);
    const renamed = { ...whole, features: ['still', 'moved', 'other'] };
    for (const [before, after] of [
      [whole, sample(2, 8, 0)],
      [sample(0, 9, 0), whole],
      [whole, renamed],
    ] as const)
      expect(() => kind.test(before, after, run)).toThrowError(
        expect.objectContaining({ code: 'drift-test', stage: 'monitor' }) as Error,
      );
  });
}

/** Seeded cells: numbers around the shift, or labels and booleans whose shares it moves. */
function columnOf(kind: ColumnKind, rows: number, seed: number, shift: number): Column {
  const random = new Random(seed);
  const cells = Array.from({ length: rows }, () => random.normal() + shift);
  switch (kind) {
    case 'number':
    case 'time':
      return { kind, name: 'a', values: Float64Array.from(cells) };
    case 'boolean':
      return { kind, name: 'a', values: Uint8Array.from(cells, (cell) => (cell > 0.8 ? 1 : 0)) };
    default: {
      const dictionary = ['x', 'y', 'z', 'other'];
      const values = Uint32Array.from(cells, (cell) => (cell < -0.5 ? 0 : cell < 0.5 ? 1 : cell < 2 ? 2 : 3));
      return { kind, name: 'a', values, dictionary };
    }
  }
}

function withMissing(column: Column): Column {
  const rows = column.values.length;
  const cells = [...column.values].flatMap((cell) => [cell, missingOf(column)]);
  expect(cells).toHaveLength(2 * rows);
  return cellsInto(column, cells);
}

function reversed(column: Column): Column {
  return cellsInto(column, [...column.values].reverse());
}

function cellsInto(column: Column, cells: readonly number[]): Column {
  switch (column.kind) {
    case 'number':
    case 'time':
      return { ...column, values: Float64Array.from(cells) };
    case 'boolean':
      return { ...column, values: Uint8Array.from(cells) };
    default:
      return { ...column, values: Uint32Array.from(cells) };
  }
}

function missingOf({ kind }: Column): number {
  if (kind === 'number' || kind === 'time') return NaN;
  return kind === 'boolean' ? MISSING_BOOLEAN : MISSING_CODE;
}

function close(found: DriftFinding, expected: DriftFinding): void {
  expect(found.hasDrifted).toBe(expected.hasDrifted);
  for (const key of ['statistic', 'pValue', 'effectSize'] as const)
    expect(found[key]).toBeCloseTo(expected[key], 10);
}
