import { expect, test } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { AdaptiveTree } from '../../../src/math/hoeffding/adaptive-tree.ts';
import { NumberTape } from '../../../src/math/number-tape.ts';

const problem = { categories: [0, 0], classes: 2 };
const growth = { gracePeriod: 50, splitRisk: 1e-5, tieThreshold: 0.05, most: 1e6 };
const rows = 3000;
const random = new Random(5);
const x = new Float32Array(2 * rows).map(() => random.uniform());
/** Turned round after half of the rows. */
const labels = Array.from({ length: rows }, (_, row) => Number(x[2 * row]! < 0.5 === row < rows / 2));

/** @returns the share of rows whose class was the likeliest one before it was learnt. */
function learn(tree: AdaptiveTree, from: number, to: number): number {
  const p = new Float64Array(2);
  let right = 0;
  for (let row = from; row < to; row++) {
    tree.predict(x, 2 * row, p);
    if (Number(p[1]! > p[0]!) === labels[row]) right++;
    tree.learn(x, 2 * row, labels[row]!, 1);
  }
  return right / (to - from);
}

function saved(tree: AdaptiveTree): Float64Array<ArrayBuffer> {
  const tape = new NumberTape();
  tree.save(tape);
  return tape.numbers();
}

test('it learns, and learns anew when the concept turns round', () => {
  const tree = new AdaptiveTree(problem, growth, new Random(1));
  learn(tree, 0, 1000);
  expect(learn(tree, 1000, 1500)).toBeGreaterThan(0.93);
  learn(tree, 1500, 2500);
  expect(learn(tree, 2500, 3000)).toBeGreaterThan(0.9);
});

test('saved amid a change it goes on as if it had not been; predicting changes nothing', () => {
  const tree = new AdaptiveTree(problem, growth, new Random(1));
  learn(tree, 0, 1650);
  const before = saved(tree);
  tree.predict(x, 0, new Float64Array(2));
  expect(saved(tree)).toEqual(before);
  const loaded = new AdaptiveTree(problem, growth, new Random(9));
  loaded.load(new NumberTape(before));
  for (const one of [tree, loaded]) learn(one, 1650, 2600);
  expect(saved(loaded)).toEqual(saved(tree));
});
