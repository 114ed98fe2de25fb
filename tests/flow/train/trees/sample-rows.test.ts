import { expect, test } from 'vitest';
import { Random } from '../../../../src/core/random.ts';
import { sampleByGradient } from '../../../../src/flow/train/trees/sample-rows.ts';

test.each([0, 1, 2, 3])(
  'the rows of the largest gradients are taken, the others weighed up (seed %i)',
  (seed) => {
    const random = new Random(seed);
    const rows = 500;
    // Of few sizes, so that many are equal to the smallest that is taken.
    const pairs = Float32Array.from(
      { length: 2 * rows },
      () => (random.below(41) - 20) * (seed < 2 ? 1 : 1e-6),
    );
    const before = pairs.slice();
    const sample = sampleByGradient(pairs, 0.2, 0.1, random);
    expect(sample.length).toBe(150);
    expect([...sample]).toEqual([...new Set(sample)].sort((a, b) => a - b));
    const sizeOf = (row: number) => Math.abs(before[2 * row]!);
    const bySize = Array.from({ length: rows }, (_, row) => row).sort(
      (a, b) => sizeOf(b) - sizeOf(a) || a - b,
    );
    const top = new Set(bySize.slice(0, 100));
    for (const row of top) expect(sample).toContain(row);
    for (let row = 0; row < rows; row++) {
      const factor = sample.includes(row) && !top.has(row) ? 400 / 50 : 1;
      for (const at of [2 * row, 2 * row + 1]) expect(pairs[at]).toBe(Math.fround(factor * before[at]!));
    }
  },
);
