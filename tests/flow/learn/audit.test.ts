import { expect, test } from 'vitest';
import { monotonicFactory } from 'ulid';
import { Random } from '../../../src/core/random.ts';
import { isDrawnForAudit } from '../../../src/flow/learn/audit.ts';

test('the share of the predictions that is drawn is the rate, for ids that only differ in their last letters as well', () => {
  const random = new Random(1);
  const next = monotonicFactory(() => random.uniform());
  const ids = Array.from({ length: 20_000 }, () => next(1_700_000_000_000));
  for (const rate of [0.01, 0.05, 0.5]) {
    const drawn = ids.filter((id) => isDrawnForAudit(id, rate)).length;
    expect(Math.abs(drawn - rate * ids.length)).toBeLessThan(4 * Math.sqrt(rate * (1 - rate) * ids.length));
  }
});

test('a prediction is drawn or not, however often it is asked', () => {
  for (const id of ['01JD0000000000000000000000', '01JD0000000000000000000001'])
    expect(new Set(Array.from({ length: 5 }, () => isDrawnForAudit(id, 0.5))).size).toBe(1);
});
