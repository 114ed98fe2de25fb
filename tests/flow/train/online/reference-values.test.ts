import { describe, expect, test } from 'vitest';
import type { OnlineModel, OnlineProblem } from '../../../../src/core/online-model.ts';
import { gaussianNaiveBayes } from '../../../../src/flow/train/online/gaussian-naive-bayes.ts';
import { incrementalRidge } from '../../../../src/flow/train/online/incremental-ridge.ts';
import { nearestNeighbours } from '../../../../src/flow/train/online/nearest-neighbours.ts';
import { onlineLinear } from '../../../../src/flow/train/online/online-linear.ts';
import { streamingLda } from '../../../../src/flow/train/online/streaming-lda.ts';
import streams from '../../../reference/streams.json' with { type: 'json' };

// tests/reference/streams.py: River row by row, scikit-learn on all rows.

const x = Float32Array.from(streams.x.flat());
const rows = streams.x.length;
const binary: OnlineProblem = { task: 'binary', categories: [0, 0, 0, 0], classes: 2 };
const multiclass: OnlineProblem = { task: 'multiclass', categories: [0, 0, 0, 0], classes: 3 };
const regression: OnlineProblem = { task: 'regression', categories: [0, 0, 0, 0], classes: 0 };

/** What it says of each row before it learns it. */
function answersOf(model: OnlineModel, y: readonly number[], outputs: number): number[][] {
  return y.map((label, row) => {
    const answer = new Float64Array(outputs);
    model.predict(x, row * 4, answer);
    model.learn(x, row * 4, label, 1);
    return [...answer];
  });
}

function expectNear(actual: readonly number[][], expected: readonly number[][], tolerance: number): void {
  let furthest = 0;
  for (const [row, values] of expected.entries())
    for (const [c, value] of values.entries())
      furthest = Math.max(furthest, Math.abs(actual[row]![c]! - value) / (1 + Math.abs(value)));
  expect(furthest).toBeLessThan(tolerance);
}

describe("the linear model's answers are River's, row by row", () => {
  const { defaults } = onlineLinear;
  test.each([
    ['sgd', { optimizer: 'sgd', learningRate: 0.05, l2: 0.001 }],
    ['adam', { optimizer: 'adam', learningRate: 0.02 }],
    ['alma', { optimizer: 'alma' }],
    ['pa1', { optimizer: 'passive-aggressive' }],
    ['pa2', { optimizer: 'passive-aggressive-2' }],
  ] as const)('binary, %s', (name, options) => {
    const model = onlineLinear.create(binary, { ...defaults, ...options }, 1);
    expectNear(answersOf(model, streams.binary, 2), streams.answers[name], 1e-6);
  });

  test('multiclass, sgd', () => {
    const model = onlineLinear.create(multiclass, { ...defaults, learningRate: 0.05 }, 1);
    expectNear(answersOf(model, streams.multiclass, 3), streams.answers.softmax, 1e-6);
  });

  test.each([
    // River's loss is the square, ours half of it.
    ['squared', { optimizer: 'sgd', learningRate: 0.02 }],
    ['paRegression', { optimizer: 'passive-aggressive' }],
  ] as const)('regression, %s', (name, options) => {
    const model = onlineLinear.create(regression, { ...defaults, ...options }, 1);
    const expected = streams.answers[name].map((value) => [value]);
    expectNear(answersOf(model, streams.regression, 1), expected, 1e-6);
  });
});

test("nearest neighbours' votes are scikit-learn's, with one more for what the window holds", () => {
  const model = nearestNeighbours.create(multiclass, { neighbours: 5, window: 50 }, 1);
  const expected = streams.answers.neighbours.map((chances, at) => {
    const window = streams.multiclass.slice(Math.max(0, at + 5 - 50), at + 5);
    return chances.map(
      (chance, c) => (5 * chance + window.filter((y) => y === c).length / window.length) / 6,
    );
  });
  expectNear(answersOf(model, streams.multiclass, 3).slice(5), expected, 1e-6);
  const values = nearestNeighbours.create(regression, { neighbours: 5, window: 50 }, 1);
  const ofValues = streams.answers.neighboursRegression.map((value) => [value]);
  expectNear(answersOf(values, streams.regression, 1).slice(5), ofValues, 1e-6);
});

test("naive Bayes on numbers and categories answers as scikit-learn's two together", () => {
  const problem: OnlineProblem = { task: 'multiclass', categories: [0, 0, 0, 0, 3, 3], classes: 3 };
  const both = Float32Array.from(streams.x.flatMap((numbers, row) => [...numbers, ...streams.colour[row]!]));
  const model = gaussianNaiveBayes.create(problem, { smoothing: 1 }, 1);
  for (const [row, label] of streams.multiclass.entries()) model.learn(both, row * 6, label, 1);
  const answers = streams.multiclass.map((_, row) => {
    const answer = new Float64Array(3);
    model.predict(both, row * 6, answer);
    return [...answer];
  });
  expectNear(answers, streams.answers.naiveBayes, 1e-5);
});

test("streaming discriminant analysis answers as scikit-learn's of all rows at once, in any order", () => {
  for (const step of [1, 7, 113]) {
    const model = streamingLda.create(multiclass, { shrinkage: 0.1 }, 1);
    for (let n = 0, row = 0; n < rows; n++, row = (row + step) % rows)
      model.learn(x, row * 4, streams.multiclass[row]!, 1);
    const answers = streams.multiclass.map((_, row) => {
      const answer = new Float64Array(3);
      model.predict(x, row * 4, answer);
      return [...answer];
    });
    expectNear(answers, streams.answers.lda, 1e-8);
  }
});

test('ridge on random features is the same in any order, and after classes came one by one', () => {
  const options = { features: 40, ridge: 1e-3, forgetting: 1 };
  const order = [...streams.multiclass.keys()];
  const byClass = [...order].sort((a, b) => streams.multiclass[a]! - streams.multiclass[b]!);
  const answers = [order, [...order].reverse(), byClass].map((rows) => {
    const model = incrementalRidge.create({ ...multiclass, task: 'binary', classes: 2 }, options, 3);
    model.grow(multiclass);
    for (const row of rows) model.learn(x, row * 4, streams.multiclass[row]!, 1);
    return order.map((row) => {
      const answer = new Float64Array(3);
      model.predict(x, row * 4, answer);
      return [...answer];
    });
  });
  expectNear(answers[1]!, answers[0]!, 1e-6);
  expectNear(answers[2]!, answers[0]!, 1e-6);
});

test('with forgetting, ridge follows a concept that turned; without, it answers for both', () => {
  const missed = (forgetting: number) => {
    const model = incrementalRidge.create(regression, { features: 40, ridge: 1e-3, forgetting }, 3);
    for (let pass = 0; pass < 2; pass++)
      for (let row = 0; row < rows; row++)
        model.learn(x, row * 4, pass ? 60 - streams.regression[row]! : streams.regression[row]!, 1);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const answer = new Float64Array(1);
      model.predict(x, row * 4, answer);
      sum += Math.abs(answer[0]! - (60 - streams.regression[row]!));
    }
    return sum / rows;
  };
  expect(missed(0.95)).toBeLessThan(0.5 * missed(1));
});
