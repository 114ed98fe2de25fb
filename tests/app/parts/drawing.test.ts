import { describe, expect, test } from 'vitest';
import { cellAfter, rowShare, topConfusions } from '../../../src/app/parts/confusions.ts';
import { lineageRows } from '../../../src/app/parts/lineage.ts';
import { aroundZero, ticks } from '../../../src/app/parts/scale.ts';

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

describe('confusions', () => {
  const matrix = [
    [8, 2, 0],
    [1, 9, 5],
    [0, 0, 0],
  ];
  test('the most frequent mistakes first, right answers never', () => {
    expect(topConfusions(matrix, 2)).toEqual([
      { actual: 1, predicted: 2, count: 5, share: 1 / 3 },
      { actual: 0, predicted: 1, count: 2, share: 0.2 },
    ]);
  });
  test('a class without rows has no shares', () => {
    expect(rowShare(matrix[0]!, 0)).toBe(0.8);
    expect(rowShare(matrix[2]!, 0)).toBe(0);
  });
});

test('keys lead from cell to cell and stop at the edge', () => {
  const corner = { actual: 0, predicted: 2 };
  expect(cellAfter('ArrowDown', corner, 3)).toEqual({ actual: 1, predicted: 2 });
  expect(cellAfter('ArrowUp', corner, 3)).toEqual(corner);
  expect(cellAfter('ArrowRight', corner, 3)).toEqual(corner);
  expect(cellAfter('Home', corner, 3)).toEqual({ actual: 0, predicted: 0 });
  expect(cellAfter('a', corner, 3)).toBeNull();
});

describe('lineageRows', () => {
  const family = (...versions: readonly (readonly [string, string | null])[]) =>
    lineageRows(versions.map(([id, parent]) => ({ id, parents: parent === null ? [] : [parent] })));

  test('a chain stays in one lane, newest first', () => {
    const rows = family(['1', null], ['2', '1'], ['3', '2']);
    expect(rows.map(({ id, lane, hasChild, hasParent }) => [id, lane, hasChild, hasParent])).toEqual([
      ['3', 0, false, true],
      ['2', 0, true, true],
      ['1', 0, true, false],
    ]);
  });
  test('a second child opens a lane that leaves its parent and passes what lies between', () => {
    const rows = family(['1', null], ['2', '1'], ['3', '1']);
    expect(rows[0]).toEqual({
      id: '3',
      lane: 1,
      hasChild: false,
      hasParent: true,
      passing: [],
      branches: [],
    });
    expect(rows[1]).toMatchObject({ id: '2', lane: 0, passing: [1] });
    expect(rows[2]).toMatchObject({ id: '1', lane: 0, hasChild: true, branches: [1] });
  });
  test('families do not cross: no dot lies on a line that passes', () => {
    const rows = family(['1', null], ['2', null], ['3', '1'], ['4', '1'], ['5', '3'], ['6', '2'], ['7', '1']);
    for (const { lane, passing } of rows) expect(passing).not.toContain(lane);
  });
  test('a parent that is gone leaves a version without a line', () => {
    expect(family(['9', '8'])).toMatchObject([{ hasParent: false, lane: 0 }]);
  });
  test('a thousand versions in a row are no trouble', () => {
    const rows = family(
      ...Array.from({ length: 1000 }, (_, i) => [String(i), i === 0 ? null : String(i - 1)] as const),
    );
    expect(new Set(rows.map(({ lane }) => lane))).toEqual(new Set([0]));
  });
});
