import { describe, expect, it } from 'vitest';
import {
  interruptionNote,
  interruptionState,
  interruptionTitle,
} from '../../../src/app/parts/interruption-words.ts';

const reading = (done: number, total: number) => ({ phase: 'reading', done, total, unit: 'bytes' as const });

describe('what is said of an interrupted job', () => {
  it('is called by what it works on', () => {
    expect(interruptionTitle({ job: 'import', title: 'sales.csv' })).toBe('Import of sales.csv');
    expect(interruptionTitle({ job: 'train', title: 'price' })).toBe(
      'Training of a model that predicts “price”',
    );
    expect(interruptionTitle({ job: 'learn-on', title: 'week-2.csv' })).toBe('Learning on with week-2.csv');
  });

  it.each([
    [reading(43, 100), false, 'was cut off at 43%'],
    [reading(999, 1000), false, 'was cut off at 99%'],
    [reading(101, 100), false, 'was cut off at 100%'],
    [reading(1_500_000, 0), false, 'was cut off after 1.5 MB'],
    [
      { phase: 'training', done: 1200, total: 0, unit: 'steps' as const },
      false,
      'was cut off after 1,200 steps',
    ],
    [reading(0, 0), false, 'was cut off at its start'],
    [null, false, 'was cut off at its start'],
    [reading(7, 100), true, 'is under way in another tab, at 7%'],
    [null, true, 'is under way in another tab'],
  ])('%j, elsewhere %j: %s', (progress, isRunningElsewhere, said) => {
    expect(interruptionState({ progress, isRunningElsewhere })).toBe(said);
  });

  it('says what it was at and since when', () => {
    expect(interruptionNote({ progress: reading(1, 2), startedAt: 0 }, 300_000)).toBe(
      'reading · begun 5 min ago',
    );
    expect(interruptionNote({ progress: null, startedAt: 0 }, 0)).toBe('begun just now');
  });
});
