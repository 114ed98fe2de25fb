import { expect, test } from 'vitest';
import { openWasmTrees } from '../../../src/compute/wasm/trees.ts';
import { referenceTrees } from '../../../src/compute/reference/trees.ts';
import { Random } from '../../../src/core/random.ts';
import type { TreeGrowth } from '../../../src/core/trees.ts';
import { grow, growthOf, randomCase } from './tree-case.ts';

const growths: Readonly<Record<string, Partial<TreeGrowth>>> = {
  plain: {},
  'with limits': { leafRows: 5, leafHessian: 0.5, depth: 3, minimumGain: 0.1 },
  regularised: { l1: 0.7, l2: 2.5, categorySmoothing: 10, categoryL2: 10, categoryLimit: 2 },
  'to the last row': { leaves: 0 },
  sampled: { treeFeatures: 0.6, splitFeatures: 0.5 },
  'at random thresholds': { isRandom: true, leaves: 0 },
  monotone: { monotone: Int8Array.of(1, -1, 1, 0, 0, 0, 0, -1), l2: 0.1 },
  'with interactions': { interactions: [[0, 1], [2, 5, 6], [7]] },
};

test.each(Object.entries(growths))(
  'trees %s are those of plain TypeScript, to the last bit',
  async (_, limits) => {
    const engine = await openWasmTrees();
    const random = new Random(17);
    for (const rows of [1, 2, 3, 10, 60, 255, 256, 400]) {
      const some = randomCase(random, rows, rows === 60 ? 7 : 255);
      const sample = Uint32Array.from(some.pairs.subarray(0, rows).keys()).filter(
        () => random.uniform() < 0.7,
      );
      for (const rowsOf of [null, sample]) {
        const growth = growthOf({ ...limits, seed: rows });
        const plain = grow(referenceTrees, some, growth, rowsOf);
        expect(grow(engine, some, growth, rowsOf), `${rows} rows`).toEqual(plain);
      }
    }
  },
);
