import { deleteDB } from 'idb';
import { afterAll, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { leftovers, stateOf, type Step, STEPS, takeStep } from './walk.ts';

// Real workers that are ended in the middle of their work. Tabs die in the end-to-end tests.

afterAll(async () => deleteDB('perennial'));

const noTab = () => {
  throw new Error('no tab dies here');
};

test('whichever worker dies, and when: the walk ends in the state of one that was never disturbed', async () => {
  const reports = {} as Record<Step, number>;
  for (const step of STEPS) reports[step] = await takeStep('undisturbed', step, null, noTab);
  const expected = await stateOf('undisturbed');
  const blobs = await leftovers();
  expect(blobs).toMatchObject({ job: 0, 'job-file': 0, drafts: 0 });

  const random = new Random(1);
  for (const whom of ['compute', 'workspace'] as const) {
    for (const step of STEPS) {
      const afterReports = random.below(reports[step] + 1);
      const isSpared = whom === 'compute' && step === 'promote';
      await takeStep(whom, step, isSpared ? null : { whom, afterReports }, noTab);
    }
    expect(await stateOf(whom)).toBe(expected);
    expect(await leftovers()).toEqual(blobs);
  }
}, 90_000);
