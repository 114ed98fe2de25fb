import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { orderOf, sortNumbers } from '../../src/math/sort.ts';

const random = new Random(1);
const draws: Readonly<Record<string, () => number>> = {
  'of any size and sign': () => random.normal() * 10 ** random.below(300) * 10 ** -random.below(300),
  'that are whole': () => random.below(1000) - 500,
  'that are money': () => random.below(100_000) / 100,
  'at the ends of what a double holds': () =>
    [Infinity, -Infinity, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, -5e-324, 0][random.below(7)]!,
};

describe('sorted numbers', () => {
  for (const [name, draw] of Object.entries(draws))
    test(`${name} are those of a sort by comparison`, () => {
      const values = Float64Array.from({ length: 3000 }, draw);
      const expected = [...values].sort((a, b) => a - b);
      const sorted = values.slice();
      sortNumbers(sorted);
      expect([...sorted]).toEqual(expected);
      sortNumbers(sorted);
      expect([...sorted]).toEqual(expected);
    });

  test('may be a part of a longer array', () => {
    const all = Float64Array.from({ length: 2002 }, () => random.normal());
    const [first, last] = [all[0], all[2001]];
    sortNumbers(all.subarray(1, 2001));
    expect([all[0], all[2001]]).toEqual([first, last]);
    expect(all.subarray(1, 2001).every((value, at) => at === 0 || value >= all[at]!)).toBe(true);
  });

  test('have an order in which equal ones keep theirs', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }), fc.constant(-0));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (few, times) => {
        const values = Float64Array.from(new Array<number[]>(times).fill(few).flat());
        const before = values.slice();
        const expected = [...values.keys()].sort((a, b) => compare(values[a]!, values[b]!) || a - b);
        expect([...orderOf(values)]).toEqual(expected);
        expect(values).toEqual(before);
      }),
    );
  });
});

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
