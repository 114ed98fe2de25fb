import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/core/evaluation.ts';
import type { Prediction } from '../../../src/core/matrix.ts';
import { Random } from '../../../src/core/random.ts';
import { compare } from '../../../src/flow/evaluate/compare.ts';
import { rowLosses } from '../../../src/flow/evaluate/row-losses.ts';
import reference from '../../reference/inference.json' with { type: 'json' };

const values = (numbers: readonly number[]): Prediction => ({
  rows: numbers.length,
  outputs: 1,
  values: Float32Array.from(numbers),
});

/** Rows of class 1, right or wrong. */
const answers = (right: readonly boolean[]): Prediction => ({
  rows: right.length,
  outputs: 2,
  values: Float32Array.from(right.flatMap((isRight) => (isRight ? [0.1, 0.9] : [0.8, 0.2]))),
});

const classify = (champion: readonly boolean[], challenger: readonly boolean[]) => {
  const y = new Float32Array(champion.length).fill(1);
  return compare(
    'binary',
    rowLosses('binary', answers(champion), y),
    rowLosses('binary', answers(challenger), y),
  );
};

/** Errors of predictions whose actual values are 0. */
const estimate = (champion: readonly number[], challenger: readonly number[]) => {
  const y = new Float32Array(champion.length);
  return compare(
    'regression',
    rowLosses('regression', values(champion), y),
    rowLosses('regression', values(challenger), y),
  );
};

const repeat = <T>(value: T, times: number): T[] => Array.from({ length: times }, () => value);

test('the interval of errors is the paired t interval of scipy', () => {
  const { champion, challenger, low, high } = reference.paired;
  const found = estimate(champion, challenger);
  expect(found.loss).toBe('absolute-error');
  expect(found.low).toBeCloseTo(low, 6);
  expect(found.high).toBeCloseTo(high, 6);
  expect(found.difference).toBeCloseTo((low + high) / 2, 6);
});

test('swapping the two swaps the answer', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean())), (rows) => {
      const one = rows.map(([a]) => a);
      const two = rows.map(([, b]) => b);
      const there = classify(one, two);
      const back = classify(two, one);
      expect(there.wins).toBe(back.losses);
      expect(there.ties).toBe(back.ties);
      expect(there.wins + there.losses + there.ties).toBe(rows.length);
      expect(there.low).toBeCloseTo(-back.high, 12);
      expect(there.difference).toBeGreaterThanOrEqual(there.low);
      expect(there.difference).toBeLessThanOrEqual(there.high);
      if (rows.length > 0) expect(there.difference).toBeCloseTo(there.challenger - there.champion, 12);
    }),
  );
});

test('without rows, and with one, nothing is known', () => {
  expect(classify([], [])).toMatchObject({ rows: 0, champion: NaN, difference: 0, low: -1, high: 1 });
  expect(classify([false], [true])).toMatchObject({ difference: -1, low: -1, high: 1, wins: 1 });
  const alone = estimate([1], [0]);
  expect(alone).toMatchObject({ difference: -1, low: -Infinity, high: Infinity, wins: 1 });
});

test('three wins in a row are no proof, three hundred are', () => {
  expect(classify(repeat(false, 3), repeat(true, 3)).high).toBeGreaterThan(0);
  expect(classify(repeat(false, 300), repeat(true, 300)).high).toBeLessThan(-0.95);
});

test('equal answers leave a width that falls with the rows', () => {
  const few = classify(repeat(true, 20), repeat(true, 20));
  const many = classify(repeat(true, 1000), repeat(true, 1000));
  expect(few).toMatchObject({ difference: 0, ties: 20 });
  expect(few.high).toBeGreaterThan(0.1);
  expect(many.high).toBeGreaterThan(0.001);
  expect(many.high).toBeLessThan(0.005);
});

test('errors that differ alike have no width', () => {
  const found = estimate([2, 2, 2], [1, 1, 1]);
  expect(found).toMatchObject({ difference: -1, low: -1, high: -1, wins: 3 });
});

test('row losses', () => {
  expect([...rowLosses('binary', answers([true, false]), new Float32Array([1, 1]))]).toEqual([0, 1]);
  expect([...rowLosses('regression', values([1.5, -2]), new Float32Array([1, 1]))]).toEqual([0.5, 3]);
  expect(() => rowLosses('regression', values([1]), new Float32Array([1, 2]))).toThrow(/not the same rows/);
  expect(() => rowLosses('regression', values([1]), new Float32Array([NaN]))).toThrow(
    /row 1 has the target NaN/,
  );
});

test('neighbours that are alike count for less than as many rows of their own', () => {
  const random = new Random(2);
  const champion = new Float64Array(400).fill(1);
  let drift = 0;
  const challenger = champion.map((loss) => loss + (drift = 0.9 * drift + 0.1 * random.normal()));
  const [alone, ordered] = [false, true].map((inOrder) =>
    compare('regression', champion, challenger, inOrder),
  ) as [Comparison, Comparison];
  expect(ordered).toMatchObject({ difference: alone.difference, wins: alone.wins, rows: 400 });
  expect(ordered.high - ordered.low).toBeGreaterThan(2 * (alone.high - alone.low));
  const shuffled = random.shuffle(challenger.slice());
  const mixed = compare('regression', champion, shuffled, true);
  expect((mixed.high - mixed.low) / (alone.high - alone.low)).toBeGreaterThan(0.8);
  expect((mixed.high - mixed.low) / (alone.high - alone.low)).toBeLessThan(1.25);
});

test('equal answers leave a width in any order', () => {
  const none = new Float64Array(20);
  expect(compare('binary', none, none, true)).toEqual(compare('binary', none, none));
  expect(compare('binary', none, none, true).high).toBeGreaterThan(0.1);
});
