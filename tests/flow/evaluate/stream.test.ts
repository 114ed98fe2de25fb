import { expect, test } from 'vitest';
import { LabelBaselines } from '../../../src/flow/evaluate/label-baselines.ts';

test('labels alone: the newest, and the most frequent so far', () => {
  const baselines = new LabelBaselines([0, 0, 0]);
  expect([baselines.noChange, baselines.majority]).toEqual([0, 0]);
  baselines.learn([2, 1, 2, 1]);
  expect([baselines.noChange, baselines.majority]).toEqual([1, 1]);
  baselines.learn([]);
  expect(baselines.noChange).toBe(1);
  baselines.learn([2]);
  expect([baselines.noChange, baselines.majority]).toEqual([2, 2]);
});

test('before any label is known, both say what was most frequent before', () => {
  const baselines = new LabelBaselines([0.2, 0.5, 0.3]);
  expect([baselines.noChange, baselines.majority]).toEqual([1, 1]);
  baselines.learn([2, 2]);
  expect([baselines.noChange, baselines.majority]).toEqual([2, 2]);
});
