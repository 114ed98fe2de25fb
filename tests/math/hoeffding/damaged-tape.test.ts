import { describe, expect, test } from 'vitest';
import { PerennialError } from '../../../src/core/errors.ts';
import { Random } from '../../../src/core/random.ts';
import { AdaptiveForest } from '../../../src/math/hoeffding/adaptive-forest.ts';
import { AdaptiveTree } from '../../../src/math/hoeffding/adaptive-tree.ts';
import { Bagging } from '../../../src/math/hoeffding/bagging.ts';
import { HoeffdingTree } from '../../../src/math/hoeffding/hoeffding-tree.ts';
import type { TreeModel } from '../../../src/math/hoeffding/tree-model.ts';
import { NumberTape } from '../../../src/math/number-tape.ts';

const growth = { gracePeriod: 50, splitRisk: 0.01, tieThreshold: 0.05, most: 1e5 };
const forest = { ...growth, trees: 2, rate: 2, warningRisk: 0.01, driftRisk: 0.001 };
const bagging = { ...growth, trees: 2, rate: 2, driftRisk: 0.002 };
const models: Record<string, (classes: number) => TreeModel> = {
  tree: (classes) => new HoeffdingTree(problemOf(classes), growth),
  'adaptive tree': (classes) => new AdaptiveTree(problemOf(classes), growth, new Random(1)),
  forest: (classes) => new AdaptiveForest(problemOf(classes), forest, new Random(1)),
  bagging: (classes) => new Bagging(problemOf(classes), bagging, new Random(1)),
};

function problemOf(classes: number) {
  return { categories: [0, 3, 0], classes };
}

const rows = 400;
const random = new Random(2);
const x = new Float32Array(3 * rows).map((_, at) => (at % 3 === 1 ? random.below(3) : random.uniform()));

function learn(model: TreeModel, classes: number): void {
  for (let row = 0; row < rows; row++) {
    // The concept turns round, so that adaptive models have alternates to save.
    const isHigh = x[3 * row]! > 0.5 === row < 200;
    model.learn(x, 3 * row, classes ? Number(isHigh) : 10 * Number(isHigh) + x[3 * row + 1]!, 1);
  }
}

function saved(model: TreeModel): Float64Array<ArrayBuffer> {
  const tape = new NumberTape();
  model.save(tape);
  return tape.numbers();
}

/** @returns the code of the error with which it is refused, or undefined for a model that answers and learns. */
function codeOf(
  make: () => TreeModel,
  numbers: Float64Array<ArrayBuffer>,
  classes: number,
): string | undefined {
  try {
    const model = make();
    const tape = new NumberTape(numbers);
    model.load(tape);
    tape.end();
    model.predict(x, 0, new Float64Array(Math.max(1, classes)));
    learn(model, classes);
  } catch (error) {
    if (error instanceof PerennialError) return error.code;
    throw error;
  }
  return undefined;
}

for (const [name, make] of Object.entries(models))
  describe.each([2, 0])(`${name} of %i classes`, (classes) => {
    const model = make(classes);
    learn(model, classes);
    const whole = saved(model);

    test('is refused where a part is missing', () => {
      expect(codeOf(() => make(classes), whole, classes)).toBeUndefined();
      const draws = new Random(3);
      for (let i = 0; i < 40; i++) {
        const end = draws.below(whole.length);
        expect(codeOf(() => make(classes), whole.slice(0, end), classes)).toBe('snapshot-format');
        const at = draws.below(whole.length);
        const without = Float64Array.from([...whole.slice(0, at), ...whole.slice(at + 1)]);
        expect(codeOf(() => make(classes), without, classes)).toBe('snapshot-format');
      }
    });

    test('with a wrong number it is refused, or works', () => {
      const draws = new Random(4);
      for (const value of [-1, 0.5, 1, 2, 7, 1e9, 2 ** 53, -1e300, 1e300])
        for (let i = 0; i < 5; i++) {
          const wrong = whole.slice();
          wrong[draws.below(wrong.length)] = value;
          expect([undefined, 'snapshot-format']).toContain(codeOf(() => make(classes), wrong, classes));
        }
    });
  });

test('a tree deeper than any that grows is refused before the stack is full', () => {
  const tape = new NumberTape();
  tape.write(0);
  for (let depth = 0; depth < 100_000; depth++) {
    tape.write(1);
    tape.writeAll([0, 0, 0.5, depth]);
    tape.writeAll([1, 1]);
    tape.write(1);
  }
  expect(codeOf(() => models['tree']!(2), tape.numbers(), 2)).toBe('snapshot-format');
});

test('a tree that grew from it, grew by an input and classes, and lost cells, predicts as before where they are missing', () => {
  const tree = models['tree']!(2);
  learn(tree, 2);
  const before = new Float64Array(2);
  tree.predict(x, 0, before);
  tree.grow({ categories: [0, 3, 0, 2], classes: 3 });
  const after = new Float64Array(3);
  const row = Float32Array.of(x[0]!, x[1]!, x[2]!, NaN);
  tree.predict(row, 0, after);
  expect([...after]).toEqual([...before, 0]);
  for (let i = 0; i < 500; i++) tree.learn(Float32Array.of(NaN, i % 3, i / 500, i % 2), 0, i % 2 ? 2 : 0, 1);
  tree.predict(Float32Array.of(NaN, 1, NaN, 1), 0, after);
  expect(after[2]).toBeGreaterThan(0.5);
});
