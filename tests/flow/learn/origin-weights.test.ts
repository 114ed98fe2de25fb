import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEvidence, LABEL_ORIGINS, type LabelOrigin } from '../../../src/core/feedback.ts';
import { originWeights } from '../../../src/flow/learn/origin-weights.ts';

const times = (count: number, origin: LabelOrigin): LabelOrigin[] =>
  Array.from({ length: count }, () => origin);

describe('what counts how much', () => {
  test('rows of full batches and audits count 1, whatever was served', () => {
    const origins = [...times(30, 'full-batch'), ...times(5, 'audit')];
    expect(originWeights(origins, { served: 10_000, errorRate: 0.1 }, 0.5)).toBeNull();
  });

  test('corrections have their share of what was served, no more', () => {
    // 20 mistakes were put right among 100 predictions: a fifth of what the update learns.
    const replayRatio = 1;
    const weights = originWeights(times(20, 'correction'), { served: 100, errorRate: null }, replayRatio)!;
    expect(weights[0]).toBeCloseTo(0.25, 6);
    const corrections = 20 * weights[0]!;
    expect(corrections / (corrections + replayRatio * 20)).toBeCloseTo(20 / 100, 6);
  });

  test('confirmations count as corrections do; where every prediction was answered, all count 1', () => {
    const origins = [...times(5, 'correction'), ...times(15, 'confirmation')];
    const weights = originWeights(origins, { served: 120, errorRate: null }, 0.5)!;
    expect(new Set(weights).size).toBe(1);
    expect(weights[0]).toBeCloseTo(0.1, 6);
    expect(originWeights(origins, { served: 20, errorRate: null }, 0.5)).toBeNull();
  });

  test('where nobody counted, every mistake is taken to have been corrected', () => {
    const counted = originWeights(times(20, 'correction'), { served: 200, errorRate: null }, 2);
    expect(originWeights(times(20, 'correction'), { served: null, errorRate: 0.1 }, 2)).toEqual(counted);
    expect(originWeights(times(20, 'correction'), { served: null, errorRate: null }, 2)).toBeNull();
  });

  test('a model that was never seen to err: they still teach a little', () => {
    const weights = originWeights(times(20, 'correction'), { served: null, errorRate: 0 }, 2)!;
    expect([...weights].every((weight) => weight === Math.fround(0.1))).toBe(true);
  });
});

test('no row weighs nothing or more than 1, fair rows weigh 1, and answers no more than their share unless at the bound', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...LABEL_ORIGINS), { minLength: 1, maxLength: 60 }),
      fc.nat(10_000),
      fc.double({ min: 0, max: 3, noNaN: true }),
      (origins, unanswered, replayRatio) => {
        const answers = origins.filter((origin) => !isEvidence(origin)).length;
        const served = answers + unanswered;
        const weights = originWeights(origins, { served, errorRate: null }, replayRatio);
        const weightOf = (row: number) => (weights ? weights[row]! : 1);
        let told = 0;
        let all = replayRatio * origins.length;
        origins.forEach((origin, row) => {
          expect(weightOf(row)).toBeGreaterThan(0);
          expect(weightOf(row)).toBeLessThanOrEqual(1);
          if (isEvidence(origin)) expect(weightOf(row)).toBe(1);
          else told += weightOf(row);
          all += weightOf(row);
        });
        const isAtBound = origins.some(
          (origin, row) => !isEvidence(origin) && weightOf(row) <= Math.fround(0.1),
        );
        if (!isAtBound && answers > 0) expect(told / all).toBeLessThanOrEqual(answers / served + 1e-6);
      },
    ),
  );
});
