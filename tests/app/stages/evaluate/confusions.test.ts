import { describe, expect, test } from 'vitest';
import { cellAfter, rowShare, topConfusions } from '../../../../src/app/stages/evaluate/confusions.ts';

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
