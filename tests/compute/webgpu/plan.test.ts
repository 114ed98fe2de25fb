import { expect, test } from 'vitest';
import { mostRows, Plan } from '../../../src/compute/webgpu/plan.ts';
import type { DenseShape } from '../../../src/core/dense.ts';
import { parameterCount } from '../../../src/math/dense.ts';
import { furtherCases } from '../../checks/dense-case.ts';

const shape: DenseShape = {
  ...{ inputs: 3, hidden: [70, 33], outputs: 5, activation: 'gelu', loss: 'softmax', layerNorm: true },
  embeddings: [{ input: 1, categories: 100, width: 7 }],
};

test.each([1, 2 ** 15, 2 ** 15 + 1, mostRows])('the dispatches over %i rows reach all of them', (rows) => {
  for (const { kernel, x, y } of new Plan(shape).dispatches(rows, ['descent'])) {
    expect(Math.max(x, y)).toBeLessThan(2 ** 16);
    if (['embed', 'normalise', 'normaliseBack'].includes(kernel)) {
      expect(x === 2 ** 15 || y === 1).toBe(true);
      expect(x * y).toBeGreaterThanOrEqual(rows);
    }
  }
});

test.each([shape, ...furtherCases.map((each) => each.shape)])(
  'tiles reach every parameter once: %j',
  (of) => {
    const times = new Uint8Array(parameterCount(of));
    const { tiles, tileCount } = new Plan(of);
    for (let number = 0; number < tileCount; number++) {
      const [rows, columns, , weights, , top, first] = tiles.subarray(8 * number);
      for (let row = top!; row < Math.min(rows!, top! + 32); row++)
        for (let column = first!; column < Math.min(columns!, first! + 32); column++)
          times[weights! + row * columns! + column]!++;
    }
    expect(times.every((each) => each === 1)).toBe(true);
  },
);
