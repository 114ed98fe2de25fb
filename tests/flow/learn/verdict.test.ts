import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../../src/core/evaluation.ts';
import { judge } from '../../../src/flow/learn/verdict.ts';

const judging: Comparison = {
  rows: 1200,
  loss: 'error-rate',
  champion: 0.2,
  challenger: 0.15,
  difference: -0.05,
  low: -0.07,
  high: -0.03,
  wins: 80,
  losses: 20,
  ties: 1100,
};
/** A challenger that errs 3 points more on 400 guard rows. */
const forgotten: Comparison = { ...judging, rows: 400, difference: 0.0304, low: 0.0211, high: 0.0397 };
const proof = { evidence: 20, alpha: 0.05, judging, holdingAnchor: null, forgettingBudget: 0.02 };

describe('enough evidence', () => {
  test('promotes, from 1 / alpha on', () => {
    expect(judge(proof)).toEqual({
      verdict: 'promoted',
      reason:
        'Promoted: evidence that it is better is 20 to 1, 20 to 1 is needed; ' +
        'on the 1,200 newest rows it alone was right 80 times, the champion alone 20 times.',
    });
  });

  test('promotes also where the anchor is lost within the budget, or the interval only reaches beyond it', () => {
    for (const low of [-0.01, 0.0199, 0.02])
      expect(judge({ ...proof, holdingAnchor: { ...forgotten, low } }).verdict).toBe('promoted');
  });

  test('is told in three digits, or as beyond counting', () => {
    expect(judge({ ...proof, evidence: 4.84e7 }).reason).toContain('is better is more than a million to 1');
    expect(judge({ ...proof, evidence: 123_956 }).reason).toContain('is better is 123,000 to 1');
    expect(judge({ ...proof, evidence: 0.000123 }).reason).toContain('is better is 0.000123 to 1');
  });
});

describe('not enough evidence', () => {
  test('keeps the challenger', () => {
    expect(judge({ ...proof, evidence: 19.99 })).toEqual({
      verdict: 'unproven',
      reason:
        'Not promoted yet: evidence that it is better is 19.9 to 1, 20 to 1 is needed; ' +
        'on the 1,200 newest rows it alone was right 80 times, the champion alone 20 times. ' +
        'It stays the challenger and goes on learning.',
    });
  });

  test('counts one row and one time as one', () => {
    const single: Comparison = { ...judging, rows: 1, wins: 1, losses: 0 };
    expect(judge({ ...proof, evidence: 1.234, alpha: 0.01, judging: single }).reason).toBe(
      'Not promoted yet: evidence that it is better is 1.23 to 1, 100 to 1 is needed; ' +
        'on the 1 newest row it alone was right 1 time, the champion alone 0 times. ' +
        'It stays the challenger and goes on learning.',
    );
  });

  test('speaks of closeness where values are told', () => {
    const values: Comparison = { ...judging, loss: 'absolute-error', rows: 50, wins: 30, losses: 19 };
    expect(judge({ ...proof, evidence: 0.5, judging: values }).reason).toContain(
      'on the 50 newest rows it was closer 30 times, the champion 19 times.',
    );
  });
});

describe('a challenger that forgot', () => {
  test('is blocked, whatever the evidence, where the whole interval lies beyond the budget', () => {
    expect(judge({ ...proof, evidence: 1e9, holdingAnchor: forgotten })).toEqual({
      verdict: 'forgot',
      reason:
        'Not promoted: on 400 guard rows of earlier data it errs 3.04 points more ' +
        '(95 % interval 2.11 points to 3.97 points), beyond the forgetting budget of 2 points.',
    });
  });

  test('is told in the unit of the target where values are told', () => {
    const holdingAnchor: Comparison = { ...forgotten, loss: 'absolute-error', rows: 1 };
    expect(judge({ ...proof, holdingAnchor, forgettingBudget: 0.0151 }).reason).toBe(
      'Not promoted: on 1 guard row of earlier data it errs 0.0304 more ' +
        '(95 % interval 0.0211 to 0.0397), beyond the forgetting budget of 0.0151.',
    );
    const dear = { ...holdingAnchor, difference: 2_345_678, low: 1_900_000, high: 2_800_000 };
    expect(judge({ ...proof, holdingAnchor: dear }).reason).toContain(
      'errs 2,350,000 more (95 % interval 1,900,000 to 2,800,000)',
    );
  });
});
