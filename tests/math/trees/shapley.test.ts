import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contributions } from '../../../src/core/contributions.ts';
import type { Matrix } from '../../../src/core/matrix.ts';
import { Random } from '../../../src/core/random.ts';
import type { TreeSum } from '../../../src/core/tree-sum.ts';
import type { Tree } from '../../../src/core/trees.ts';
import { addTree } from '../../../src/math/trees/add-tree.ts';
import { goesLeft } from '../../../src/math/trees/goes-left.ts';
import { interventionalShap } from '../../../src/math/trees/interventional-shap.ts';
import { pathDependentShap } from '../../../src/math/trees/path-dependent-shap.ts';
import { leftShares } from '../../../src/math/trees/tree-covers.ts';
import explanations from '../../reference/explanations.json' with { type: 'json' };
import { randomRow, randomTree } from './random-tree.ts';

type WrittenTree = (typeof explanations.cases)[number]['trees'][number];

function treeOf({ features, thresholds, sets, missing, left, right, values, counts }: WrittenTree): Tree {
  return {
    features: Uint32Array.from(features),
    thresholds: Float32Array.from(thresholds, (at) => at ?? NaN),
    sets: sets.map(bitsOf),
    missing: Uint8Array.from(missing),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    gains: new Float64Array(features.length),
    values: Float64Array.from(values),
    counts: Float64Array.from(counts),
  };
}

function bitsOf(categories: readonly number[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(categories.length ? (Math.max(...categories) >> 5) + 1 : 0);
  for (const category of categories) words[category >> 5]! |= 1 << (category & 31);
  return words;
}

function matrixOf(values: ArrayLike<number | null>, width: number): Matrix {
  const data = Float32Array.from(values, (value) => value ?? NaN);
  return { rows: data.length / width, features: Array.from({ length: width }, (_, at) => `f${at}`), data };
}

function scoresOf({ base, trees, scale }: TreeSum, x: Matrix): number[] {
  const scores = new Float64Array(x.rows * base.length);
  for (const [index, tree] of trees.entries())
    addTree(tree, x.data, x.features.length, 0, x.rows, scores, base.length, index % base.length);
  return Array.from(scores, (score, at) => base[at % base.length]! + scale * score);
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a).toHaveLength(b.length);
  return Array.from(a).reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}

/** Base and contributions of each row's outputs, added up. */
function sumsOf({ rows, outputs, features, base, values }: Contributions): number[] {
  return Array.from({ length: rows * outputs }, (_, at) =>
    values
      .subarray(at * features, (at + 1) * features)
      .reduce((sum, value) => sum + value, base[at % outputs]!),
  );
}

describe.each(explanations.cases)('as the shap package: $name', (each) => {
  const sum: TreeSum = {
    base: Float64Array.from(each.base),
    trees: each.trees.map(treeOf),
    scale: each.scale,
    link: 'identity',
  };
  const x = matrixOf(each.x, explanations.features);
  const background = matrixOf(each.background, explanations.features);
  const found =
    each.kind === 'interventional' ? interventionalShap(sum, x, background) : pathDependentShap(sum, x);

  test('the trees answer as they did there', () => {
    expect(largestDifference(scoresOf(sum, x), each.scores)).toBeLessThan(1e-5);
  });

  test('base and values are the same', () => {
    expect(largestDifference(found.base, each.expected)).toBeLessThan(1e-5);
    expect(largestDifference(found.values, each.values)).toBeLessThan(1e-5);
  });

  test('they add up to the scores', () => {
    expect(largestDifference(sumsOf(found), scoresOf(sum, x))).toBeLessThan(1e-12);
  });
});

/** Of every set of features that are known the score, then Shapley's formula over all sets. */
function bruteForce(features: number, game: (known: number) => number): number[] {
  const worth = Float64Array.from({ length: 1 << features }, (_, known) => game(known));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const sizeOf = (known: number): number => (known === 0 ? 0 : (known & 1) + sizeOf(known >> 1));
  return Array.from({ length: features }, (_, feature) => {
    let value = 0;
    for (let known = 0; known < worth.length; known++) {
      if (known & (1 << feature)) continue;
      const size = sizeOf(known);
      const weight = (factorial(size) * factorial(features - size - 1)) / factorial(features);
      value += weight * (worth[known | (1 << feature)]! - worth[known]!);
    }
    return value;
  });
}

function pathDependentGame(tree: Tree, row: Float32Array) {
  const shares = leftShares(tree);
  return (known: number) => {
    const worth = (node: number): number => {
      if (node < 0) return tree.values[~node]!;
      const [left, right] = [tree.left[node]!, tree.right[node]!];
      const feature = tree.features[node]!;
      if (known & (1 << feature)) return worth(goesLeft(tree, node, row[feature]!) ? left : right);
      return shares[node]! * worth(left) + (1 - shares[node]!) * worth(right);
    };
    return worth(tree.features.length ? 0 : ~0);
  };
}

function interventionalGame(tree: Tree, row: Float32Array, background: Matrix) {
  const width = row.length;
  return (known: number) => {
    let sum = 0;
    for (let other = 0; other < background.rows; other++) {
      const mixed = Float32Array.from(row, (value, at) =>
        known & (1 << at) ? value : background.data[other * width + at]!,
      );
      sum += scoresOf(
        { base: Float64Array.of(0), trees: [tree], scale: 1, link: 'identity' },
        matrixOf(mixed, width),
      )[0]!;
    }
    return sum / background.rows;
  };
}

/** A seed, leaves and features of a small tree. */
const trees = fc.tuple(
  fc.integer(),
  fc.integer({ min: 1, max: 24 }),
  fc.integer({ min: 1, max: 6 }),
  fc.boolean(),
);

const sumOf = (trees: readonly Tree[], outputs = 1, scale = 1): TreeSum => ({
  base: Float64Array.from({ length: outputs }, (_, output) => output - 0.5),
  trees,
  scale,
  link: 'identity',
});

const rowsOf = (random: Random, rows: number, features: number): Matrix =>
  matrixOf(Array.from({ length: rows }, () => [...randomRow(random, features)]).flat(), features);

const ways: readonly (readonly [string, (sum: TreeSum, x: Matrix, background: Matrix) => Contributions])[] = [
  ['path-dependent', pathDependentShap],
  ['interventional', interventionalShap],
];

describe('properties', () => {
  test('path-dependent values are those of all sets of features', () => {
    fc.assert(
      fc.property(trees, ([seed, leaves, features, evenly]) => {
        const random = new Random(seed);
        const tree = randomTree(random, leaves, features, evenly);
        const row = randomRow(random, features);
        const { values } = pathDependentShap(sumOf([tree]), matrixOf(row, features));
        expect(largestDifference(values, bruteForce(features, pathDependentGame(tree, row)))).toBeLessThan(
          1e-12,
        );
      }),
    );
  });

  test('interventional values are those of all sets of features', () => {
    fc.assert(
      fc.property(trees, ([seed, leaves, features, evenly]) => {
        const random = new Random(seed);
        const tree = randomTree(random, leaves, features, evenly);
        const row = randomRow(random, features);
        const background = rowsOf(random, 5, features);
        const { values } = interventionalShap(sumOf([tree]), matrixOf(row, features), background);
        const expected = bruteForce(features, interventionalGame(tree, row, background));
        expect(largestDifference(values, expected)).toBeLessThan(1e-12);
      }),
    );
  });

  test.each(ways)(
    '%s: base and contributions are the scores, of many outputs and of means of trees',
    (_, explain) => {
      fc.assert(
        fc.property(trees, fc.integer({ min: 1, max: 3 }), ([seed, leaves, features, evenly], outputs) => {
          const random = new Random(seed);
          const all = Array.from({ length: 4 * outputs }, () => randomTree(random, leaves, features, evenly));
          const sum = sumOf(all, outputs, 1 / 4);
          const x = rowsOf(random, 7, features);
          const found = explain(sum, x, rowsOf(random, 5, features));
          expect(largestDifference(sumsOf(found), scoresOf(sum, x))).toBeLessThan(1e-12);
        }),
      );
    },
  );

  test.each(ways)('%s: a feature that no node asks for gets exactly 0', (_, explain) => {
    fc.assert(
      fc.property(trees, ([seed, leaves, features, evenly]) => {
        const random = new Random(seed);
        const all = [
          randomTree(random, leaves, features, evenly),
          randomTree(random, leaves, features, evenly),
        ];
        const width = features + 2;
        const { values } = explain(sumOf(all), rowsOf(random, 3, width), rowsOf(random, 5, width));
        for (let at = 0; at < values.length; at++) if (at % width >= features) expect(values[at]).toBe(0);
      }),
    );
  });

  test('features that stand in for each other get the same', () => {
    fc.assert(
      fc.property(fc.integer(), fc.float({ min: -2, max: 2, noNaN: true }), (seed, at) => {
        const random = new Random(seed);
        // The same question asked of a, then of b, is asked of b, then of a, in another tree of the same counts and values.
        const one = andTree([1, 3], random.normal(), at);
        const other = andTree([3, 1], one.values[0]!, at);
        const x = rowsOf(random, 6, 4);
        for (let row = 0; row < 6; row++) x.data[4 * row + 3] = x.data[4 * row + 1]!;
        const { values } = pathDependentShap(sumOf([one, other]), x);
        for (let row = 0; row < 6; row++) expect(values[4 * row + 1]).toBeCloseTo(values[4 * row + 3]!, 12);
      }),
    );
  });

  test('a deep tree of many features loses nothing to rounding', () => {
    const random = new Random(5);
    const features = 120;
    const tree = chain(features, random);
    const x = rowsOf(random, 20, features);
    const found = pathDependentShap(sumOf([tree]), x);
    expect(largestDifference(sumsOf(found), scoresOf(sumOf([tree]), x))).toBeLessThan(1e-11);
    const background = rowsOf(random, 20, features);
    const against = interventionalShap(sumOf([tree]), x, background);
    expect(largestDifference(sumsOf(against), scoresOf(sumOf([tree]), x))).toBeLessThan(1e-11);
  });

  test('a tree without a split and leaves without rows are explained as well', () => {
    const random = new Random(2);
    const stump = randomTree(random, 1, 2);
    const x = rowsOf(random, 3, 2);
    expect([...pathDependentShap(sumOf([stump]), x).values]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(pathDependentShap(sumOf([stump]), x).base[0]).toBe(stump.values[0]! - 0.5);
    const bare = { ...randomTree(random, 8, 2), counts: new Float64Array(8) };
    const found = pathDependentShap(sumOf([bare]), x);
    expect(largestDifference(sumsOf(found), scoresOf(sumOf([bare]), x))).toBeLessThan(1e-12);
  });

  test('without a background row it says so', () => {
    const x = rowsOf(new Random(1), 1, 2);
    const none = { ...x, rows: 0, data: new Float32Array() };
    expect(() => interventionalShap(sumOf([]), x, none)).toThrow(/give at least one/);
  });
});

/** Low in both features: the value, else 0; each question splits its rows in halves. */
function andTree([first, second]: readonly [number, number], value: number, at: number): Tree {
  return {
    features: Uint32Array.of(first, second),
    thresholds: Float32Array.of(at, at),
    sets: [new Uint32Array(), new Uint32Array()],
    missing: Uint8Array.of(1, 1),
    left: Int32Array.of(1, ~0),
    right: Int32Array.of(~2, ~1),
    gains: Float64Array.of(1, 1),
    values: Float64Array.of(value, 0, 0),
    counts: Float64Array.of(1, 1, 2),
  };
}

/** Each node asks for a feature of its own, in the left child of the one before. */
function chain(features: number, random: Random): Tree {
  const numbers = Array.from({ length: features }, (_, node) => node);
  return {
    features: Uint32Array.from(numbers),
    thresholds: Float32Array.from(numbers, () => 1 + random.uniform()),
    sets: numbers.map(() => new Uint32Array()),
    missing: Uint8Array.from(numbers, () => 1),
    left: Int32Array.from(numbers, (node) => (node + 1 < features ? node + 1 : ~features)),
    right: Int32Array.from(numbers, (node) => ~node),
    gains: new Float64Array(features),
    values: Float64Array.from({ length: features + 1 }, () => random.normal()),
    counts: Float64Array.from({ length: features + 1 }, () => 1 + random.below(9)),
  };
}
