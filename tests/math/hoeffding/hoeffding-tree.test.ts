import { expect, test } from 'vitest';
import { Branch } from '../../../src/math/hoeffding/branch.ts';
import { HoeffdingTree } from '../../../src/math/hoeffding/hoeffding-tree.ts';
import type { TreeNode } from '../../../src/math/hoeffding/tree-node.ts';
import { NumberTape } from '../../../src/math/number-tape.ts';
import river from '../../reference/trees.json' with { type: 'json' };

const problem = { categories: [0, 0, 3], classes: 3 };
const options = { gracePeriod: 50, splitRisk: 1e-5, tieThreshold: 0.05, most: 1e6 };
const x = Float32Array.from(river.rows.flat());

function shape(node: TreeNode): unknown {
  if (!(node instanceof Branch)) return 'leaf';
  const children = node.children.map((child) => child && shape(child));
  const { feature, kind, value } = node.split;
  return kind === 'each' ? { feature, kind, children } : { feature, kind, value, children };
}

function predicted(tree: HoeffdingTree, row: number): Float64Array {
  const into = new Float64Array(3);
  tree.predict(x, 3 * row, into);
  return into;
}

function learn(tree: HoeffdingTree, from: number, to: number): void {
  for (let row = from; row < to; row++) tree.learn(x, 3 * row, river.labels[row]!, 1);
}

function saved(tree: HoeffdingTree): Float64Array<ArrayBuffer> {
  const tape = new NumberTape();
  tree.save(tape);
  return tape.numbers();
}

test('it splits and predicts as River does', () => {
  const tree = new HoeffdingTree(problem, options);
  let furthest = 0;
  for (let row = 0; row < river.rows.length; row++) {
    if (row % river.every === river.every - 1)
      predicted(tree, row).forEach((p, label) => {
        const theirs = river.predictions[(row + 1) / river.every - 1]![label]!;
        furthest = Math.max(furthest, Math.abs(p - theirs));
      });
    learn(tree, row, row + 1);
  }
  expect(furthest).toBeLessThan(2e-9);
  expect(JSON.parse(JSON.stringify(shape(tree.root)))).toEqual(river.tree);
});

test('saved in the middle it goes on as if it had not been', () => {
  const tree = new HoeffdingTree(problem, options);
  learn(tree, 0, 700);
  const middle = saved(tree);
  const other = new HoeffdingTree(problem, options);
  other.load(new NumberTape(middle));
  expect(saved(other)).toEqual(middle);
  learn(tree, 700, 1500);
  learn(other, 700, 1500);
  expect(saved(other)).toEqual(saved(tree));
});

test('predicting changes nothing, even for a category that never came', () => {
  const tree = new HoeffdingTree({ categories: [0, 0, 4], classes: 3 }, options);
  learn(tree, 0, 1500);
  const before = saved(tree);
  const into = new Float64Array(3);
  tree.predict(Float32Array.of(1, 1, 3), 0, into);
  expect(into.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  expect(saved(tree)).toEqual(before);
  tree.learn(Float32Array.of(1, 1, 3), 0, 2, 1);
  into.fill(0);
  tree.predict(Float32Array.of(1, 1, 3), 0, into);
  expect([...into]).toEqual([0, 0, 1]);
});

test('once it keeps as much as it may it learns on without growing', () => {
  const tree = new HoeffdingTree(problem, { ...options, most: 10 });
  learn(tree, 0, 1500);
  expect(tree.nodes).toBeLessThanOrEqual(4);
});

const valueProblem = { categories: [0, 0, 3], classes: 0 };
const valueX = Float32Array.from(river.valueRows.flat());
const values = Float32Array.from(river.values);

function valueOf(tree: HoeffdingTree, row: number): number {
  const into = new Float64Array(1);
  tree.predict(valueX, 3 * row, into);
  return into[0]!;
}

test('of values it splits and predicts as River does', () => {
  const tree = new HoeffdingTree(valueProblem, options);
  let furthest = 0;
  for (const [row, value] of values.entries()) {
    if (row % river.every === river.every - 1) {
      const theirs = river.valuePredictions[(row + 1) / river.every - 1]!;
      furthest = Math.max(furthest, Math.abs(valueOf(tree, row) - theirs));
    }
    tree.learn(valueX, 3 * row, value, 1);
  }
  expect(furthest).toBeLessThan(2e-8);
  expect(JSON.parse(JSON.stringify(shape(tree.root)))).toEqual(river.valueTree);
});

test('of values, saved in the middle, it goes on as if it had not been', () => {
  const learnValues = (tree: HoeffdingTree, from: number, to: number): void => {
    for (let row = from; row < to; row++) tree.learn(valueX, 3 * row, values[row]!, 1);
  };
  const tree = new HoeffdingTree(valueProblem, options);
  learnValues(tree, 0, 900);
  const middle = saved(tree);
  const other = new HoeffdingTree(valueProblem, options);
  other.load(new NumberTape(middle));
  expect(saved(other)).toEqual(middle);
  for (const one of [tree, other]) learnValues(one, 900, 2000);
  expect(saved(other)).toEqual(saved(tree));
});
