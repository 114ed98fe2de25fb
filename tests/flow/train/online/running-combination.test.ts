import { expect, test } from 'vitest';
import { PerennialError } from '../../../../src/core/errors.ts';
import type { OnlineProblem } from '../../../../src/core/online-model.ts';
import { Random } from '../../../../src/core/random.ts';
import {
  runningCombination,
  type RunningCombinationOptions,
} from '../../../../src/flow/train/online/running-combination.ts';

/** The rows' x and target, one a call. */
type Stream = (row: number, random: Random) => { readonly x: readonly number[]; readonly y: number };

const rows = 1500;
const binary: OnlineProblem = { task: 'binary', categories: [0, 0], classes: 2 };
const regression: OnlineProblem = { task: 'regression', categories: [0, 0], classes: 0 };

/** Test, then train: the sum of the losses from this row on, of the combination and of no change. */
function losses(
  problem: OnlineProblem,
  stream: Stream,
  seed: number,
  { from = 0, experts }: { from?: number; experts?: RunningCombinationOptions['experts'] } = {},
) {
  const random = new Random(seed);
  const options = { ...runningCombination.defaults, ...(experts && { experts }) };
  const model = runningCombination.create(problem, options, seed);
  const answer = new Float64Array(Math.max(1, problem.classes));
  const of = { combination: 0, noChange: 0 };
  let last = 0;
  for (let row = 0; row < rows; row++) {
    if (row === from) of.combination = of.noChange = 0;
    const { x, y } = stream(row, random);
    const cells = Float32Array.from(x);
    model.predict(cells, 0, answer);
    if (problem.task === 'regression') {
      of.combination += (answer[0]! - y) ** 2;
      of.noChange += (last - y) ** 2;
    } else {
      of.combination += answer.indexOf(Math.max(...answer)) === y ? 0 : 1;
      of.noChange += last === y ? 0 : 1;
    }
    last = y;
    model.learn(cells, 0, y, 1);
  }
  return of;
}

/** A label that stays as it was with this probability, and features that say nothing. */
function sticky(stays: number): Stream {
  let label = 0;
  return (_, random) => {
    if (random.uniform() > stays) label = 1 - label;
    return { x: [random.normal(), random.normal()], y: label };
  };
}

test.each([0.98, 0.85, 0.6])('never loses to no change, where labels stay with probability %d', (stays) => {
  // What it costs to find out: a few rows, not a share of them.
  const { combination, noChange } = losses(binary, sticky(stays), 5);
  expect(combination).toBeLessThanOrEqual(noChange + 30);
});

test('follows a plane that turns round in mid-stream, and leaves no change far behind', () => {
  const turned: Stream = (row, random) => {
    const x = [random.normal(), random.normal()];
    return { x, y: +(x[0]! + x[1]! > 0) ^ +(row >= rows / 2) };
  };
  const { combination, noChange } = losses(binary, turned, 6);
  expect(combination).toBeLessThan(0.2 * noChange);
});

test('of values it does not lose to the last one on a walk, and leaves it behind on a line', () => {
  let value = 100;
  const walk: Stream = (_, random) => {
    value += random.normal();
    return { x: [random.normal(), random.normal()], y: value };
  };
  const walked = losses(regression, walk, 7);
  expect(walked.combination).toBeLessThanOrEqual(1.1 * walked.noChange);
  const line: Stream = (_, random) => {
    const x = [random.normal(), random.normal()];
    return { x, y: 1000 + 30 * x[0]! - 10 * x[1]! + random.normal() };
  };
  const straight = losses(regression, line, 8, { from: 100 });
  expect(straight.combination).toBeLessThan(0.001 * straight.noChange);
});

test('is as good as one of its kind alone, where a baseline is all there is', () => {
  const { combination, noChange } = losses(binary, sticky(0.9), 9, {
    experts: [{ kind: 'no-change', options: {} }],
  });
  expect(combination).toBe(noChange);
});

test.each([
  ['no list', 'x'],
  ['an unknown expert', [{ kind: 'oracle', options: {} }]],
  ['no trust', [{ kind: 'majority', options: {}, trust: 0 }]],
  ['options of an expert that are wrong', [{ kind: 'online-linear', options: { learningRate: -1 } }]],
  ['none that learns classes', [{ kind: 'mean', options: {} }]],
])('refuses %s', (_, experts) => {
  const options = { ...runningCombination.defaults, experts } as RunningCombinationOptions;
  expect(() => runningCombination.create(binary, options, 1)).toThrow(PerennialError);
});
