import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, type ColumnKind, MISSING_CODE } from '../../../src/core/column.ts';
import { PerennialError } from '../../../src/core/errors.ts';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import { type Role, ROLES, type SplitFractions, type SplitStrategy } from '../../../src/core/records.ts';
import { Random } from '../../../src/core/random.ts';
import type { Target } from '../../../src/core/schema.ts';
import type { Table } from '../../../src/core/table.ts';
import { inChunks } from '../prepare/in-chunks.ts';
import { largestRemainder } from '../../../src/flow/select/largest-remainder.ts';
import {
  assignRoles as assign,
  countRoles,
  learnOnRoles,
  proposeSplit,
  rowsOf,
} from '../../../src/flow/select/split.ts';

/** Of a table in two chunks. */
const assignRoles = (table: Table, target: Target, strategy: SplitStrategy, shares: SplitFractions) =>
  assign(inChunks(table, 5, Infinity), target, strategy, shares);
const fractions: SplitFractions = { train: 0.65, validation: 0.15, guard: 0.05, report: 0.15 };
const shares = [0.65, 0.15, 0.05, 0.15];
const parts: readonly Role[] = ['train', 'validation', 'guard', 'report'];
const classes: Target = { column: 'y', task: 'multiclass', classes: ['a', 'b', 'c'] };
const values: Target = { column: 'y', task: 'regression', classes: [] };
const order: SplitStrategy = { kind: 'order' };
const random = (seed: number): SplitStrategy => ({ kind: 'random', seed });

function labelled(codes: readonly number[]): Table {
  const column: Column = {
    kind: 'category',
    name: 'y',
    values: Uint32Array.from(codes),
    dictionary: ['a', 'b', 'c'],
  };
  return { rows: codes.length, columns: [column] };
}

function valued(cells: readonly number[], times?: readonly number[]): Table {
  const columns: Column[] = [{ kind: 'number', name: 'y', values: Float64Array.from(cells) }];
  if (times) columns.push({ kind: 'time', name: 'at', values: Float64Array.from(times) });
  return { rows: cells.length, columns };
}

const range = (length: number) => Array.from({ length }, (_, i) => i);
const sizesOf = (roles: Uint8Array) => parts.map((role) => countRoles(roles)[role]);
const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof PerennialError) return error.code;
    throw error;
  }
  return 'none';
};

describe('a random split', () => {
  test('gives every class the same shares, to the row', async () => {
    const codes = range(1000).map((i) => (i < 600 ? 0 : i < 900 ? 1 : 2));
    const table = labelled(codes);
    const roles = await assignRoles(table, classes, random(1), fractions);
    expect(sizesOf(roles)).toEqual([650, 150, 50, 150]);
    for (const [code, size] of [600, 300, 100].entries())
      expect(parts.map((role) => rowsOf(roles, role).filter((row) => codes[row] === code).length)).toEqual(
        shares.map((share) => Math.round(share * size)),
      );
  });

  test('has the counts of the largest remainders, every part, a training row of each class, and no row twice', async () => {
    const cells = fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, MISSING_CODE), {
      minLength: 12,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(cells, fc.nat(), async (codes, seed) => {
        const present = codes.filter((code) => code !== MISSING_CODE);
        const rows = present.length;
        fc.pre(rows >= 12 && new Set(present).size > 1);
        fc.pre(present.every((code) => present.indexOf(code) !== present.lastIndexOf(code)));
        const roles = await assignRoles(labelled(codes), classes, random(seed), fractions);
        const counts = countRoles(roles);
        expect(sizesOf(roles)).toEqual(largestRemainder(rows, shares));
        expect([counts.judge, counts.unused]).toEqual([0, codes.length - rows]);
        expect(new Set(rowsOf(roles, 'train').map((row) => codes[row]!))).toEqual(
          new Set(codes.filter((code) => code !== MISSING_CODE)),
        );
      }),
    );
  });

  test('is the same for a seed, and another for another', async () => {
    const table = valued(range(200));
    expect(await assignRoles(table, values, random(4), fractions)).toEqual(
      await assignRoles(table, values, random(4), fractions),
    );
    expect(await assignRoles(table, values, random(4), fractions)).not.toEqual(
      await assignRoles(table, values, random(5), fractions),
    );
  });

  test('is fair: over many seeds every row reports equally often', async () => {
    const hits = new Float64Array(40);
    const table = valued(range(40).map((i) => (i * 17) % 40));
    for (let seed = 0; seed < 2000; seed++)
      for (const row of rowsOf(await assignRoles(table, values, random(seed), fractions), 'report'))
        hits[row]! += 1;
    for (const count of hits) expect(Math.abs(count / 2000 - 0.15)).toBeLessThan(0.06);
  });

  test('spreads a regression target: each tenth of its range by rank has its share of every part', async () => {
    const random5 = new Random(5);
    const cells = range(1000).map(() => Math.exp(3 * random5.normal()));
    const ranks = cells.map((cell) => cells.filter((other) => other < cell).length);
    const roles = await assignRoles(valued(cells), values, random(1), fractions);
    expect(sizesOf(roles)).toEqual([650, 150, 50, 150]);
    for (const [index, role] of parts.entries())
      for (let bin = 0; bin < 10; bin++) {
        const count = rowsOf(roles, role).filter((row) => Math.floor(ranks[row]! / 100) === bin).length;
        expect(Math.abs(count - 100 * shares[index]!)).toBeLessThanOrEqual(1);
      }
  });
});

describe('a split in order', () => {
  test('lets the first rows train and the last report, without a gap', async () => {
    const roles = await assignRoles(valued(range(100)), values, order, fractions);
    expect([...roles]).toEqual([65, 15, 5, 15].flatMap((count, role) => new Array<number>(count).fill(role)));
  });

  test('passes over rows without a target', async () => {
    const roles = await assignRoles(
      valued([NaN, 1, 2, Infinity, 3, 4, 5, 6, 7, 8, 9, 10]),
      values,
      order,
      fractions,
    );
    expect([roles[0], roles[3]]).toEqual([ROLES.indexOf('unused'), ROLES.indexOf('unused')]);
    expect(sizesOf(roles)).toEqual(largestRemainder(10, shares));
  });

  test('refuses a class that no training row has, naming it', async () => {
    const table = labelled([...new Array<number>(20).fill(0), 1, 1, ...new Array<number>(8).fill(0)]);
    const split = () =>
      assignRoles(table, { ...classes, task: 'binary', classes: ['a', 'b'] }, order, fractions);
    expect(await codeOf(split)).toBe('too-few-rows');
    await expect(split()).rejects.toThrow(/row 21 \("b"\)/);
  });
});

describe('a split by time', () => {
  const byTime: SplitStrategy = { kind: 'time', column: 'at' };

  test('keeps rows of one time together and never lets an older row follow a newer one', async () => {
    const cells = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(NaN)), {
      minLength: 8,
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(cells, async (drawn) => {
        const times = [...drawn, ...drawn];
        const table = valued(range(times.length), times);
        const distinct = new Set(times.filter((time) => !Number.isNaN(time))).size;
        if (distinct < 4) {
          expect(await codeOf(() => assignRoles(table, values, byTime, fractions))).toBe('too-few-rows');
          return;
        }
        const roles = await assignRoles(table, values, byTime, fractions);
        const spans = parts.map((role) => Array.from(rowsOf(roles, role), (row) => times[row]!));
        for (const [index, span] of spans.entries()) {
          expect(span.length).toBeGreaterThan(0);
          if (index > 0) expect(Math.min(...span)).toBeGreaterThan(Math.max(...spans[index - 1]!));
        }
        expect(countRoles(roles).unused).toBe(times.filter(Number.isNaN).length);
      }),
    );
  });

  test('cuts as near to the shares as the ties allow', async () => {
    const roles = await assignRoles(
      valued(
        range(100),
        range(100).map((i) => 99 - i),
      ),
      values,
      byTime,
      fractions,
    );
    expect([...roles].reverse()).toEqual(
      [65, 15, 5, 15].flatMap((count, role) => new Array<number>(count).fill(role)),
    );
    const days = await assignRoles(
      valued(
        range(100),
        range(100).map((i) => Math.floor(i / 10)),
      ),
      values,
      byTime,
      fractions,
    );
    expect(sizesOf(days)).toEqual([70, 10, 10, 10]);
  });

  test('names a time column that is not there', async () => {
    expect(await codeOf(() => assignRoles(valued(range(20)), values, byTime, fractions))).toBe(
      'missing-column',
    );
  });
});

describe('a target that teaches nothing', () => {
  const refused = async (
    table: Table,
    target: Target,
    strategy: SplitStrategy = random(1),
  ): Promise<PerennialError> => {
    try {
      await assignRoles(table, target, strategy, fractions);
    } catch (error) {
      if (error instanceof PerennialError) return error;
      throw error;
    }
    throw new Error('it was not refused');
  };

  test('is refused where the rows that can be used have one class or one value', async () => {
    const one = await refused(labelled([...new Array<number>(20).fill(1), MISSING_CODE]), classes);
    expect([one.code, one.message]).toEqual([
      'target',
      '"y" is "b" in all 20 rows that can be used, so there is nothing to tell apart; choose another target, or add rows with other values',
    ]);
    const constant = await refused(valued([3, 3, Infinity, 3, 3, NaN, 3, 3]), values);
    expect([constant.code, constant.message]).toEqual([
      'target',
      expect.stringMatching(/^"y" is 3 in all 6 rows/),
    ]);
  });

  test('is refused where a class has one row, and where there are as many classes as rows', async () => {
    const codes = [...range(40).map((i) => i % 2), 2];
    const single = await refused(labelled(codes), classes);
    expect([single.code, single.message]).toEqual([
      'too-few-rows',
      '1 of the 3 classes of "y" has one row only ("c" in row 41): it could teach or judge, not both; add rows of it, merge rare labels, or leave their cells empty',
    ]);
    const labels = range(12).map((i) => `l${i}`);
    const column: Column = {
      kind: 'category',
      name: 'y',
      values: Uint32Array.from(range(12)),
      dictionary: labels,
    };
    const many = await refused(
      { rows: 12, columns: [column] },
      { column: 'y', task: 'multiclass', classes: labels },
    );
    expect(many.details).toEqual({ column: 'y', classes: 12, single: 12, row: 1 });
    expect(many.message).toMatch(
      /^12 of the 12 classes of "y" have one row only \("l0" in row 1, .*and 7 more\)/,
    );
  });

  test('is refused where every training row has one value', async () => {
    const table = valued([...new Array<number>(70).fill(5), ...range(30)]);
    const error = await refused(table, values, order);
    expect([error.code, error.message]).toEqual([
      'target',
      '"y" is 5 in every training row, so there is nothing to learn; split at random, or add older rows with other values',
    ]);
    expect(sizesOf(await assignRoles(table, values, random(1), fractions))).toEqual([65, 15, 5, 15]);
  });

  test('is refused where no row has one', async () => {
    const error = await refused(valued([NaN, Infinity, -1e300, NaN, NaN]), values);
    expect([error.code, error.message]).toEqual([
      'too-few-rows',
      expect.stringMatching(/^0 rows with a value of "y"/),
    ]);
  });
});

describe('any split', () => {
  test('leaves out a part whose share is 0', async () => {
    const roles = await assignRoles(valued(range(10)), values, order, {
      train: 0.5,
      validation: 0.5,
      guard: 0,
      report: 0,
    });
    expect(sizesOf(roles)).toEqual([5, 5, 0, 0]);
  });

  test('needs rows enough, and shares that sum to 1', async () => {
    for (const strategy of [order, random(1)]) {
      expect(await codeOf(() => assignRoles(valued([1, 2, 3]), values, strategy, fractions))).toBe(
        'too-few-rows',
      );
      expect(sizesOf(await assignRoles(valued([1, 2, 3, 4, 5]), values, strategy, fractions))).toEqual([
        2, 1, 1, 1,
      ]);
    }
    expect(await codeOf(() => assignRoles(labelled([0, 1, 2, 0]), classes, random(1), fractions))).toBe(
      'too-few-rows',
    );
    for (const wrong of [
      { train: 0.5 },
      { train: NaN },
      { guard: -0.05, report: 0.25 },
      { train: 0, report: 0.8 },
    ])
      expect(
        await codeOf(() => assignRoles(valued(range(50)), values, order, { ...fractions, ...wrong })),
      ).toBe('fractions');
  });
});

/** Rows that may all judge. */
function fair(rows: number): boolean[] {
  return Array.from({ length: rows }, () => true);
}

describe('new rows', () => {
  test('train, and the last ones judge', () => {
    expect([...learnOnRoles(fair(10), 0.2)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 4, 4]);
    expect(countRoles(learnOnRoles(fair(500), 0.2))).toEqual({
      train: 400,
      validation: 0,
      guard: 0,
      report: 0,
      judge: 100,
      unused: 0,
    });
    expect(countRoles(learnOnRoles(fair(10), 0.001)).judge).toBe(1);
    expect(countRoles(learnOnRoles(fair(10), 0.999)).train).toBe(1);
  });

  test('judge only where they may: the newest of these, however few', () => {
    const every = (n: number) => Array.from({ length: 20 }, (_, row) => row % n === 0);
    const judges = (mayJudge: boolean[]) => [...rowsOf(learnOnRoles(mayJudge, 0.2), 'judge')];
    expect(judges(every(2))).toEqual([16, 18]);
    expect(judges(every(20))).toEqual([0]);
    expect(judges(every(2).map(() => false))).toEqual([]);
  });

  test('must be ten at least, and the share must leave both', async () => {
    expect(await codeOf(() => learnOnRoles(fair(9), 0.2))).toBe('too-few-rows');
    for (const share of [0, 1, NaN])
      expect(await codeOf(() => learnOnRoles(fair(100), share))).toBe('fractions');
  });
});

test('rows of a role are told in ascending order', () => {
  expect([...rowsOf(Uint8Array.of(0, 4, 0, 5, 4), 'judge')]).toEqual([1, 4]);
  expect([...rowsOf(Uint8Array.of(0, 4), 'report')]).toEqual([]);
});

describe('largest remainders', () => {
  test('sum to the total, each within one of its share unless a part would be empty', () => {
    const parts = fc
      .array(fc.nat(20), { minLength: 1, maxLength: 6 })
      .filter((each) => each.some((part) => part > 0));
    fc.assert(
      fc.property(parts, fc.integer({ min: 6, max: 1000 }), (weights, total) => {
        const sum = weights.reduce((all, weight) => all + weight, 0);
        const counts = largestRemainder(
          total,
          weights.map((weight) => weight / sum),
        );
        expect(counts.reduce((all, count) => all + count, 0)).toBe(total);
        for (const [index, weight] of weights.entries()) {
          expect(counts[index]! > 0).toBe(weight > 0);
          if (counts.every((count, part) => weights[part] === 0 || count > 1))
            expect(Math.abs(counts[index]! - (weight / sum) * total)).toBeLessThan(1);
        }
      }),
    );
  });

  test('go to the largest remainder first', () => {
    expect(largestRemainder(10, shares)).toEqual([6, 2, 1, 1]);
    expect(largestRemainder(100, shares)).toEqual([65, 15, 5, 15]);
    expect(largestRemainder(4, shares)).toEqual([1, 1, 1, 1]);
  });
});

describe('the split proposed', () => {
  const profile = (name: string, kind: ColumnKind, changes: Partial<ColumnProfile> = {}): ColumnProfile => ({
    name,
    kind,
    rows: 100,
    missing: 0,
    distinct: 50,
    minimum: 0,
    maximum: 1,
    labels: [],
    mean: 0,
    deviation: 1,
    median: 0,
    histogram: null,
    top: [],
    warnings: [],
    ...changes,
  });
  const grows = { warnings: [{ kind: 'time-index', message: '' }] } as const;

  test('is by time where there is a date in nearly every row, the one that grows first', () => {
    const at = profile('at', 'time');
    expect(proposeSplit([profile('x', 'number'), at], true).split).toEqual({ kind: 'time', column: 'at' });
    expect(proposeSplit([at, profile('on', 'time', grows)], false).split).toEqual({
      kind: 'time',
      column: 'on',
    });
    expect(proposeSplit([profile('at', 'time', { missing: 50 })], false).split).toEqual(random(1));
    expect(proposeSplit([profile('at', 'time', { distinct: 3 })], false).split).toEqual(random(1));
  });

  test('is in order for a stream or beside a time index, else random', () => {
    expect(proposeSplit([profile('x', 'number')], true)).toEqual({
      split: order,
      reason: expect.stringContaining('stream') as string,
    });
    expect(proposeSplit([profile('row', 'number', grows)], false)).toEqual({
      split: order,
      reason: expect.stringContaining('"row"') as string,
    });
    expect(proposeSplit([profile('x', 'number')], false).split).toEqual(random(1));
  });
});
