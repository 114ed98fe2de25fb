import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabelBaselines } from '../../../src/flow/evaluate/label-baselines.ts';
import { WindowMean } from '../../../src/flow/evaluate/window-mean.ts';

test('the window’s mean is that of the newest values', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1), { minLength: 1 }), fc.integer({ min: 1, max: 20 }), (values, length) => {
      const window = new WindowMean(length);
      for (const [index, value] of values.entries()) {
        const newest = values.slice(Math.max(0, index + 1 - length), index + 1);
        expect(window.add(value)).toBe(newest.reduce((sum, each) => sum + each, 0) / newest.length);
      }
    }),
  );
});

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
