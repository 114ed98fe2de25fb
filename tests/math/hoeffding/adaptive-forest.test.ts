import { expect, test } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { AdaptiveForest } from '../../../src/math/hoeffding/adaptive-forest.ts';
import { NumberTape } from '../../../src/math/number-tape.ts';

const problem = { categories: [0, 0, 0, 3], classes: 3 };
const options = {
  gracePeriod: 50,
  splitRisk: 0.01,
  tieThreshold: 0.05,
  most: 1e6,
  trees: 5,
  rate: 6,
  warningRisk: 0.01,
  driftRisk: 0.001,
};
const rows = 3000;
const random = new Random(5);
const x = new Float32Array(4 * rows);
/** Turned round after half of the rows. */
const labels = Array.from({ length: rows }, (_, row) => {
  for (let k = 0; k < 3; k++) x[4 * row + k] = random.uniform();
  x[4 * row + 3] = random.below(3);
  const label = x[4 * row]! < 0.5 ? 0 : x[4 * row + 3]! < 2 ? 1 : 2;
  return row < rows / 2 ? label : 2 - label;
});

function predicted(forest: AdaptiveForest, row: number): Float64Array {
  const into = new Float64Array(3);
  forest.predict(x, 4 * row, into);
  return into;
}

/** @returns the share of rows whose class was the likeliest one before it was learnt. */
function learn(forest: AdaptiveForest, from: number, to: number): number {
  let right = 0;
  for (let row = from; row < to; row++) {
    const p = predicted(forest, row);
    if (p.indexOf(Math.max(...p)) === labels[row]) right++;
    forest.learn(x, 4 * row, labels[row]!, 1);
  }
  return right / (to - from);
}

function saved(forest: AdaptiveForest): Float64Array<ArrayBuffer> {
  const tape = new NumberTape();
  forest.save(tape);
  return tape.numbers();
}

test('it learns, and learns anew when the concept turns round', () => {
  const forest = new AdaptiveForest(problem, options, new Random(1));
  learn(forest, 0, 1000);
  expect(learn(forest, 1000, 1500)).toBeGreaterThan(0.95);
  learn(forest, 1500, 2500);
  expect(learn(forest, 2500, 3000)).toBeGreaterThan(0.9);
});

test('the same seed gives the same numbers; saved amid a change it goes on as if it had not been', () => {
  const one = new AdaptiveForest(problem, options, new Random(1));
  const two = new AdaptiveForest(problem, options, new Random(1));
  for (const forest of [one, two]) learn(forest, 0, 1600);
  expect(saved(one)).toEqual(saved(two));
  const loaded = new AdaptiveForest(problem, options, new Random(99));
  loaded.load(new NumberTape(saved(one)));
  expect(saved(loaded)).toEqual(saved(one));
  for (const forest of [one, loaded]) learn(forest, 1600, 2400);
  expect(saved(loaded)).toEqual(saved(one));
});

test('predicting changes nothing, and probabilities add up to 1', () => {
  const forest = new AdaptiveForest(problem, options, new Random(2));
  expect([...predicted(forest, 0)]).toEqual([0, 0, 0]);
  learn(forest, 0, 500);
  const before = saved(forest);
  expect(predicted(forest, 600).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  expect(saved(forest)).toEqual(before);
});
