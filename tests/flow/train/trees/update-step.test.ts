import { expect, test } from 'vitest';
import { boostedTrees } from '../../../../src/flow/train/trees/boosted-trees.ts';
import { updateStep } from '../../../../src/flow/train/trees/update-step.ts';

const options = {
  ...boostedTrees.defaults,
  ...{
    trees: 40,
    learningRate: 0.1,
    updateRows: 500,
    updateTrees: 5,
    updateLearningRate: 0.02,
    refitDecay: 0.5,
  },
};

test('an update goes as far as it has rows, from one tree to as many as there are at first', () => {
  expect(updateStep(options, 500, false)).toEqual({ rounds: 5, learningRate: 0.02, decay: 0.5 });
  expect(updateStep(options, 1500, false)).toEqual({ rounds: 15, learningRate: 0.06, decay: 0.125 });
  expect(updateStep(options, 50_000, false)).toEqual({ rounds: 40, learningRate: 0.1, decay: 0.5 ** 100 });
  expect(updateStep(options, 1, false)).toEqual({ rounds: 1, learningRate: 0.02, decay: 0.5 ** (1 / 500) });
  expect(updateStep({ ...options, mostTrees: 3 }, 500, false)).toMatchObject({ rounds: 3 });
});

test('a changed concept is taken at once', () => {
  expect(updateStep(options, 500, true)).toEqual({ rounds: 5, learningRate: 0.1, decay: 0 });
});

test('leaves that are not refitted keep all, and trees that are not added are none', () => {
  expect(updateStep({ ...options, update: 'append' }, 500, true)).toMatchObject({ rounds: 5, decay: 1 });
  expect(updateStep({ ...options, update: 'refit' }, 500, false)).toMatchObject({ rounds: 0, decay: 0.5 });
});
