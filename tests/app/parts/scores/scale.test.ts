import { describe, expect, test } from 'vitest';
import { aroundZero, positionOn, ticks } from '../../../../src/app/parts/scores/scale.ts';

describe('ticks', () => {
  test('round numbers within the range, zero exactly', () => {
    expect(ticks(-0.03, 0.05, 4)).toEqual([-0.02, 0, 0.02, 0.04]);
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(-7, 7, 4)).toEqual([-5, 0, 5]);
  });
  test('a range without width has one', () => {
    expect(ticks(3, 3, 4)).toEqual([3]);
  });
});

describe('aroundZero', () => {
  test('as wide to either side, with room to spare; what is unbounded does not count', () => {
    expect(aroundZero([-0.02, 0.01, Infinity])).toEqual([-0.023, 0.023]);
  });
  test('nothing to show still has an axis', () => {
    expect(aroundZero([0])).toEqual([-1, 1]);
  });
});

describe('positionOn', () => {
  test('percent of the width, from end to end', () => {
    expect([-1, 0, 0.5, 1].map((value) => positionOn([-1, 1], value))).toEqual([0, 50, 75, 100]);
  });
  test('what lies beyond an end, or has none, is drawn at the end', () => {
    expect(positionOn([0, 1], -3)).toBe(0);
    expect(positionOn([0, 1], Infinity)).toBe(100);
  });
  test('an axis without width has one place', () => {
    expect(positionOn([2, 2], 2)).toBe(0);
  });
});
