import { describe, expect, test } from 'vitest';
import { transferOf } from '../../../src/math/metrics/transfer.ts';

const three = [
  [0.9, 0.3, 0.2],
  [0.95, 0.8, 0.4],
  [0.6, 0.7, 0.85],
];

describe('transfer', () => {
  test('three tasks, by hand', () => {
    const { accuracy, backward, forward, forgetting } = transferOf(three, [0.1, 0.2, 0.5]);
    expect(accuracy).toBeCloseTo((0.6 + 0.7 + 0.85) / 3, 12);
    expect(backward).toBeCloseTo((0.6 - 0.9 + (0.7 - 0.8)) / 2, 12);
    expect(forward).toBeCloseTo((0.3 - 0.2 + (0.4 - 0.5)) / 2, 12);
    // The first task was best after the second one.
    expect(forgetting).toBeCloseTo((0.95 - 0.6 + (0.8 - 0.7)) / 2, 12);
  });

  test('what got better by a later task is a gain, and forgetting below 0', () => {
    const { backward, forgetting } = transferOf([
      [0.5, 0],
      [0.7, 0.9],
    ]);
    expect(backward).toBeCloseTo(0.2, 12);
    expect(forgetting).toBeCloseTo(-0.2, 12);
  });

  test('without a baseline no forward transfer is told, with one task nothing is compared', () => {
    expect(transferOf(three).forward).toBeNull();
    expect(transferOf([[0.8]], [0.5])).toEqual({
      accuracy: 0.8,
      backward: null,
      forward: null,
      forgetting: null,
    });
  });

  test.each([
    { name: 'nothing', matrix: [], baseline: null },
    { name: 'a row too short', matrix: [[0.5, 0.5], [0.5]], baseline: null },
    { name: 'a baseline too long', matrix: [[0.5]], baseline: [0.5, 0.5] },
    { name: 'no number', matrix: [[NaN]], baseline: null },
  ])('refuses $name', ({ matrix, baseline }) => {
    expect(() => transferOf(matrix, baseline)).toThrowError(
      expect.objectContaining({ code: 'metric-input' }) as Error,
    );
  });
});
