import { expect, test } from 'vitest';
import {
  curveSentence,
  curveUnit,
  keepsLast,
  outOfBagText,
  stepsText,
} from '../../../../src/app/parts/charts/curve-words.ts';

const points = [
  { step: 3, epoch: 1, trainLoss: 0.5, validationLoss: 0.4 },
  { step: 6, epoch: 2, trainLoss: 0.3, validationLoss: 0.6 },
];

test('a curve of epochs is told by epochs, one of trees by trees', () => {
  expect(curveSentence(points, 'epoch')).toBe(
    'After 2 epochs: training loss 0.3, validation loss 0.6; lowest on validation rows 0.4 at epoch 1.',
  );
  expect(curveSentence(points, 'tree')).toBe(
    'After 6 trees: training loss 0.3, validation loss 0.6; lowest on validation rows 0.4 at tree 3.',
  );
});

test('where a metric decides, the best is told by it, and errors as they are measured', () => {
  const sentence = (scores: readonly number[]) =>
    curveSentence(
      points.map((point, at) => ({ ...point, score: scores[at]! })),
      'tree',
    );
  expect(sentence([0.8, 0.9])).toBe(
    'After 6 trees: training loss 0.3, validation loss 0.6; best on validation rows by what it stops by, 0.9, at tree 6.',
  );
  expect(sentence([-2, -3])).toContain('by what it stops by, 2, at tree 3.');
});

test('without validation rows it says nothing of them, and without a point what is to come', () => {
  const alone = [{ step: 1, epoch: 1, trainLoss: 2, validationLoss: null }];
  expect(curveSentence(alone, 'tree')).toBe('After 1 tree: training loss 2.');
  expect(curveSentence([], 'tree')).toBe('The curve appears with the first tree.');
});

test('a step of boosted trees is a tree; that of others is a step', () => {
  expect(curveUnit('network')).toBe('epoch');
  expect(stepsText(60, 'boosted-trees')).toBe('60 trees');
  expect(stepsText(1, 'linear')).toBe('1 step');
});

test('rows out of the bag have a part in the sentence, and one of their own', () => {
  const last = { ...points[1]!, outOfBagLoss: 0.45, outOfBagScore: 0.9 };
  expect(curveSentence([points[0]!, last], 'tree')).toContain(
    'validation loss 0.6, out-of-bag loss 0.45; lowest on validation rows 0.4',
  );
  expect(outOfBagText(last, 'multiclass')).toContain('Out of bag: accuracy 90%, loss 0.45.');
  expect(outOfBagText(last, 'regression')).toContain('Out of bag: R² 0.9, loss 0.45.');
  expect(outOfBagText({ ...last, outOfBagScore: null }, 'regression')).toContain('Out of bag: loss 0.45.');
  expect(outOfBagText(points[1]!, 'binary')).toBe(null);
});

test('forests keep all their trees, others the point of the lowest loss', () => {
  expect(['random-forest', 'extra-trees', 'boosted-trees', 'network'].filter(keepsLast)).toEqual([
    'random-forest',
    'extra-trees',
  ]);
  expect(stepsText(100, 'extra-trees')).toBe('100 trees');
});
