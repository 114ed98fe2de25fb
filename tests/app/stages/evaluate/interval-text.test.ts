import { expect, test } from 'vitest';
import type { Resampling } from '../../../../src/core/evaluation.ts';
import { intervalsText } from '../../../../src/app/stages/evaluate/interval-text.ts';

test.each<[Resampling | undefined, string]>([
  [{ kind: 'plain', resamples: 266 }, '95% intervals: rows drawn again 266 times (bootstrap).'],
  [
    { kind: 'stratified', resamples: 1000 },
    '95% intervals: rows drawn again 1,000 times within each class (stratified bootstrap).',
  ],
  [
    { kind: 'block', resamples: 1000, blockLength: 15 },
    '95% intervals: rows drawn again 1,000 times in blocks of 15 neighbouring rows, since they are in the order of time (block bootstrap).',
  ],
  [
    { kind: 'block', resamples: 1000, blockLength: 1 },
    '95% intervals: rows drawn again 1,000 times (bootstrap); they are in the order of time, but neighbours are no more alike than others.',
  ],
  [undefined, '95% intervals by formula: this version was evaluated before rows were drawn again for them.'],
])('%j', (intervals, text) => {
  expect(intervalsText(intervals)).toBe(text);
});
