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
      tasks: 1,
      accuracy: 0.8,
      backward: null,
      forward: null,
      forgetting: null,
    });
  });

  test('what was not measured is left out of the means, and null where nothing was', () => {
    const { backward, forward, forgetting } = transferOf(
      [
        [0.9, null, null],
        [null, null, 0.4],
        [0.6, 0.7, 0.85],
      ],
      [0.1, 0.2, 0.5],
    );
    expect(backward).toBeCloseTo(0.6 - 0.9, 12);
    expect(forward).toBeCloseTo(0.4 - 0.5, 12);
    expect(forgetting).toBeCloseTo(0.9 - 0.6, 12);
    const bare = transferOf([
      [null, null],
      [0.7, 0.8],
    ]);
    expect(bare).toMatchObject({ backward: null, forgetting: null });
  });

  test.each([
    {
      name: 'no last row',
      matrix: [
        [0.5, 0.5],
        [null, 0.5],
      ],
      baseline: null,
    },
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
