import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellAt, isMissing, type Cell, type Column } from '../../../../src/core/column.ts';
import { Random } from '../../../../src/core/random.ts';
import { columnOf, sliceRows, type Table } from '../../../../src/core/table.ts';
import { injectDrift, type DriftPlan } from '../../../../src/flow/monitor/harness/inject-drift.ts';

const cells = (column: Column): Cell[] => Array.from(column.values, (_, row) => cellAt(column, row));
const lines = (table: Table): string[] =>
  Array.from({ length: table.rows }, (_, row) =>
    JSON.stringify(table.columns.map((column) => cellAt(column, row))),
  );

/** A stream of 20 to 80 rows, and a plan that fits it. */
const cases = fc
  .record({
    rows: fc.integer({ min: 20, max: 80 }),
    seed: fc.nat(),
    at: fc.integer({ min: 1, max: 8 }),
    length: fc.integer({ min: 1, max: 8 }),
  })
  .chain(({ rows, seed, at, length }) => {
    const [stream, other] = [tableOf(rows, seed, 0), tableOf(rows, seed + 1, 1000)];
    const to = at + length;
    return fc.record({
      stream: fc.constant(stream),
      seed: fc.nat(),
      plan: fc.constantFrom<DriftPlan>(
        { kind: 'abrupt', at, other },
        { kind: 'gradual', from: at, to, other },
        { kind: 'recurring', at, every: length, other },
        { kind: 'feature-swap', at, columns: ['a', 'b'] },
        { kind: 'feature-swap', at, columns: ['label', 'kind'] },
        { kind: 'label-shift', at, column: 'label', shares: { x: 1, y: 3 } },
        { kind: 'missing-burst', from: at, to, columns: ['a', 'label', 'flag'], share: 0.5 },
      ),
    });
  });

test('as many rows and the same columns, those before the first change as they were, and the same seed gives the same', () => {
  fc.assert(
    fc.property(cases, ({ stream, plan, seed }) => {
      const before = lines(stream);
      const { table, changes } = injectDrift(stream, plan, seed);
      expect(table.rows).toBe(stream.rows);
      expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual(
        stream.columns.map(({ name, kind }) => [name, kind]),
      );
      expect(lines(table).slice(0, changes[0])).toEqual(before.slice(0, changes[0]));
      expect(changes.every((row, i) => row > (changes[i - 1] ?? 0) && row < stream.rows)).toBe(true);
      expect(lines(stream)).toEqual(before);
      expect(lines(injectDrift(stream, plan, seed).table)).toEqual(lines(table));
    }),
  );
});

test('every row of another concept is the one at its place', () => {
  fc.assert(
    fc.property(cases, ({ stream, plan, seed }) => {
      if (!('other' in plan)) return;
      const [first, second, found] = [
        lines(stream),
        lines(plan.other),
        lines(injectDrift(stream, plan, seed).table),
      ];
      for (const [row, line] of found.entries()) expect([first[row], second[row]]).toContain(line);
    }),
  );
});

describe('where the concepts change', () => {
  const [stream, other] = [tableOf(1000, 1, 0), tableOf(1000, 2, 1000)];
  const isOther = (plan: DriftPlan): boolean[] =>
    cells(columnOf(injectDrift(stream, plan, 3).table, 'a')).map((cell) => (cell as number) > 500);

  test('at once', () => {
    expect(isOther({ kind: 'abrupt', at: 400, other })).toEqual(
      Array.from({ length: 1000 }, (_, row) => row >= 400),
    );
  });

  test('more and more often', () => {
    const found = isOther({ kind: 'gradual', from: 200, to: 800, other });
    const share = (from: number, to: number) => found.slice(from, to).filter(Boolean).length / (to - from);
    expect(share(0, 200)).toBe(0);
    expect(share(800, 1000)).toBe(1);
    expect(share(200, 400)).toBeLessThan(0.3);
    expect(Math.abs(share(400, 600) - 0.5)).toBeLessThan(0.12);
    expect(share(600, 800)).toBeGreaterThan(0.7);
  });

  test('again and again', () => {
    const plan: DriftPlan = { kind: 'recurring', at: 100, every: 300, other };
    expect(isOther(plan)).toEqual(
      Array.from({ length: 1000 }, (_, row) => (row >= 100 && row < 400) || (row >= 700 && row < 1000)),
    );
    expect(injectDrift(stream, plan, 1).changes).toEqual([100, 400, 700]);
  });
});

test('two columns have each other’s cells, the others their own', () => {
  const stream = tableOf(100, 4, 0);
  for (const columns of [
    ['a', 'b'],
    ['label', 'kind'],
  ] as const) {
    const { table } = injectDrift(stream, { kind: 'feature-swap', at: 60, columns }, 1);
    const [one, other] = columns.map((name) => cells(columnOf(stream, name)));
    expect(cells(columnOf(table, columns[0]))).toEqual([...one!.slice(0, 60), ...other!.slice(60)]);
    expect(cells(columnOf(table, columns[1]))).toEqual([...other!.slice(0, 60), ...one!.slice(60)]);
    expect(columnOf(table, 'flag')).toBe(columnOf(stream, 'flag'));
  }
});

test('labels come in the shares that are asked for, with rows that are whole', () => {
  const stream = tableOf(6000, 5, 0);
  const { table } = injectDrift(
    stream,
    { kind: 'label-shift', at: 2000, column: 'label', shares: { x: 2, z: 8 } },
    1,
  );
  const labels = cells(columnOf(sliceRows(table, 2000, 6000), 'label'));
  expect(labels).not.toContain('y');
  expect(Math.abs(labels.filter((label) => label === 'z').length / 4000 - 0.8)).toBeLessThan(0.03);
  const after = new Set(lines(sliceRows(stream, 2000, 6000)));
  expect(lines(sliceRows(table, 2000, 6000)).every((line) => after.has(line))).toBe(true);
});

test('cells are missing between two rows, in these columns alone', () => {
  const stream = tableOf(3000, 6, 0);
  const plan: DriftPlan = {
    kind: 'missing-burst',
    from: 1000,
    to: 2000,
    columns: ['a', 'label', 'flag'],
    share: 0.3,
  };
  const { table, changes } = injectDrift(stream, plan, 1);
  expect(changes).toEqual([1000, 2000]);
  for (const column of table.columns) {
    const missing = [...column.values.keys()].filter((row) => isMissing(column, row));
    expect(missing.every((row) => row >= 1000 && row < 2000)).toBe(true);
    if (plan.columns.includes(column.name)) expect(Math.abs(missing.length / 1000 - 0.3)).toBeLessThan(0.05);
    else expect(missing).toEqual([]);
  }
});

const small = tableOf(20, 7, 0);
test.each<[string, DriftPlan]>([
  ['a change at the first row', { kind: 'abrupt', at: 0, other: small }],
  ['a change beyond the last', { kind: 'feature-swap', at: 20, columns: ['a', 'b'] }],
  ['an end before its beginning', { kind: 'gradual', from: 9, to: 9, other: small }],
  ['a concept of fewer rows', { kind: 'abrupt', at: 5, other: sliceRows(small, 0, 10) }],
  [
    'a concept of other columns',
    { kind: 'recurring', at: 5, every: 2, other: { rows: 20, columns: small.columns.slice(1) } },
  ],
  ['columns of two kinds', { kind: 'feature-swap', at: 5, columns: ['a', 'label'] }],
  ['a label that does not come', { kind: 'label-shift', at: 5, column: 'label', shares: { nobody: 1 } }],
  ['no label', { kind: 'label-shift', at: 5, column: 'label', shares: {} }],
  ['no share', { kind: 'missing-burst', from: 5, to: 9, columns: ['a'], share: 0 }],
])('refuses %s', (_, plan) => {
  expect(() => injectDrift(small, plan, 1)).toThrowError(
    expect.objectContaining({ code: 'drift-plan', stage: 'monitor' }) as Error,
  );
});

function tableOf(rows: number, seed: number, from: number): Table {
  const random = new Random(seed);
  const numbers = (name: string): Column => ({
    kind: 'number',
    name,
    values: Float64Array.from({ length: rows }, () => from + random.below(100)),
  });
  const labels = (name: string, dictionary: readonly string[]): Column => ({
    kind: 'category',
    name,
    // Each label comes in the last rows as well.
    values: Uint32Array.from({ length: rows }, (_, row) =>
      rows - row <= 3 ? rows - row - 1 : random.below(3),
    ),
    dictionary,
  });
  const flags = Uint8Array.from({ length: rows }, () => random.below(2));
  return {
    rows,
    columns: [
      numbers('a'),
      numbers('b'),
      labels('label', ['x', 'y', 'z']),
      labels('kind', ['u', 'v', 'x']),
      { kind: 'boolean', name: 'flag', values: flags },
    ],
  };
}
