import { describe, expect, test } from 'vitest';
import { referenceTrees } from '../../../src/compute/reference/trees.ts';
import { Random } from '../../../src/core/random.ts';
import { leafOf } from '../../../src/math/trees/add-tree.ts';
import { grow, growthOf, randomCase, type TreeCase } from './tree-case.ts';

describe('trees of plain TypeScript', () => {
  test('a category is split into the two sets that gain most', () => {
    const random = new Random(8);
    for (let round = 0; round < 10; round++) {
      const data = Float32Array.from({ length: 60 }, () => random.below(7));
      const pairs = Float32Array.from({ length: 120 }, (_, at) =>
        at % 2 ? 1 : random.normal() + (data[at >> 1]! % 3),
      );
      const some: TreeCase = {
        x: { rows: 60, features: ['city'], data },
        plan: { categories: Uint32Array.of(7), bins: 255, sampleRows: 1000, seed: 1 },
        pairs,
      };
      const growth = growthOf({ leaves: 2, categorySmoothing: 0, categoryL2: 0 });
      const { tree } = grow(referenceTrees, some, growth);
      let best = 0;
      for (let set = 1; set < 127; set++) {
        const sums = [0, 0];
        const counts = [0, 0];
        for (let row = 0; row < 60; row++) {
          const side = (set >> data[row]!) & 1;
          sums[side]! += pairs[2 * row]!;
          counts[side]!++;
        }
        const total = (sums[0]! + sums[1]!) ** 2 / 60;
        if (counts[0] && counts[1])
          best = Math.max(best, sums[0]! ** 2 / counts[0] + sums[1]! ** 2 / counts[1] - total);
      }
      expect(tree.gains[0]).toBeCloseTo(best, 6);
    }
  });

  test('rows lie where the tree sends their values, in leaves of the size that was asked for', () => {
    const random = new Random(6);
    for (const rows of [30, 255, 256, 700]) {
      const some = randomCase(random, rows);
      const { tree, leaves, leafRows } = grow(
        referenceTrees,
        some,
        growthOf({ leafRows: 4, leaves: 12, depth: 5 }),
      );
      const width = some.x.features.length;
      for (let row = 0; row < rows; row++) {
        expect(leaves[row]).toBe(leafOf(tree, some.x.data, row * width));
        expect(leafRows[leaves[row]!]).toContain(row);
      }
      expect(leafRows.map((own) => own.length)).toEqual([...tree.counts]);
      expect(Math.min(...tree.counts)).toBeGreaterThanOrEqual(4);
      expect(tree.values.length).toBeLessThanOrEqual(12);
      expect(tree.values.length).toBeGreaterThan(3);
    }
  });

  test('a leaf that the drawn features do not divide is divided by others, until its rows are alike', () => {
    const data = Float32Array.from({ length: 6 * 40 }, (_, at) => (at % 6 === 4 ? Math.floor(at / 6) : 7));
    const pairs = Float32Array.from({ length: 80 }, (_, at) => (at % 2 ? 1 : at < 30 ? -1 : 2));
    const features = ['a', 'b', 'c', 'd', 'e', 'f'];
    const some: TreeCase = {
      x: { rows: 40, features, data },
      plan: { categories: new Uint32Array(6), bins: 255, sampleRows: 1000, seed: 1 },
      pairs,
    };
    for (let seed = 1; seed <= 12; seed++) {
      const { tree } = grow(referenceTrees, some, growthOf({ leaves: 0, splitFeatures: 0.1, seed }));
      expect([...tree.features]).toEqual([4]);
      expect([...tree.values]).toEqual([1, -2]);
    }
  });

  test('more categories than bins: the rarest are one', () => {
    const random = new Random(9);
    const data = Float32Array.from({ length: 400 }, (_, row) => (row < 200 ? row % 4 : 4 + random.below(40)));
    const pairs = Float32Array.from({ length: 800 }, (_, at) => (at % 2 ? 1 : data[at >> 1]! % 2));
    const { tree } = grow(
      referenceTrees,
      {
        x: { rows: 400, features: ['city'], data },
        plan: { categories: Uint32Array.of(44), bins: 6, sampleRows: 1000, seed: 1 },
        pairs,
      },
      growthOf({ leaves: 6, categorySmoothing: 0 }),
    );
    const leafOfCity = (city: number) => leafOf(tree, Float32Array.of(city), 0);
    const counts = new Map<number, number>();
    for (const city of data) counts.set(city, (counts.get(city) ?? 0) + 1);
    const rare = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(5);
    expect(new Set(rare.map(([city]) => leafOfCity(city))).size).toBe(1);
    expect(leafOfCity(0)).not.toBe(leafOfCity(1));
  });
});
