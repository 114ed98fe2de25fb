import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openWasmTrees } from '../../../src/compute/wasm/trees.ts';
import { referenceTrees } from '../../../src/compute/reference/trees.ts';
import { Random } from '../../../src/core/random.ts';
import { naiveTree } from './naive-tree.ts';
import { grow, growthOf, randomCase, type TreeCase } from './tree-case.ts';

/** Gradients and hessians in 64ths, weighed by powers of two: whatever the order, their sums are exact. */
function exactCase(seed: number, rows: number): TreeCase {
  const random = new Random(seed);
  const some = randomCase(random, rows);
  const hasExtremes = random.uniform() < 0.3;
  const pairs = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    const weight = hasExtremes ? 2 ** (random.below(17) - 8) : 1;
    const noise = Math.max(-3, Math.min(3, random.normal()));
    pairs[2 * row] = (weight * Math.round(64 * (noise + (some.x.data[8 * row + 1] === 2 ? 2 : 0)))) / 64;
    pairs[2 * row + 1] = (weight * (1 + random.below(64))) / 64;
  }
  return { ...some, pairs };
}

const limits = fc.record({
  leaves: fc.integer({ min: 2, max: 12 }),
  depth: fc.integer({ min: 0, max: 4 }),
  leafRows: fc.integer({ min: 1, max: 5 }),
  leafHessian: fc.constantFrom(0, 0.5, 2),
  l1: fc.constantFrom(0, 0.25),
  l2: fc.constantFrom(0, 0.5, 2),
  minimumGain: fc.constantFrom(0, 0.5),
  categorySmoothing: fc.constantFrom(0.5, 10),
  categoryL2: fc.constantFrom(0, 4),
  categoryLimit: fc.constantFrom(1, 2, 32),
});
const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 2, 255));

test.each(['plain TypeScript', 'WebAssembly'])(
  'in %s splits, gains and leaves are those of a tree that is grown on the rows themselves, exactly',
  async (where) => {
    const engine = where === 'WebAssembly' ? await openWasmTrees() : referenceTrees;
    let splits = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), sizes, limits, (seed, rows, asked) => {
        const some = exactCase(seed, rows);
        const wanted = naiveTree(some, asked);
        const { tree, leafRows } = grow(engine, some, growthOf(asked));
        expect([...tree.gains]).toEqual(wanted.gains);
        const inOrder = (leaves: readonly (readonly number[])[]) =>
          leaves.map((own) => own.toSorted((a, b) => a - b).join(' ')).sort();
        expect(inOrder(leafRows)).toEqual(inOrder(wanted.leaves.map((leaf) => leaf.rows)));
        const values = new Map(wanted.leaves.flatMap(({ rows, value }) => rows.map((row) => [row, value])));
        for (const [leaf, rows] of leafRows.entries())
          for (const row of rows) expect(tree.values[leaf]! + 0).toBe(values.get(row)! + 0);
        splits += wanted.gains.length;
      }),
      { numRuns: 150 },
    );
    expect(splits).toBeGreaterThan(150);
  },
);
