import { describe, expect, test } from 'vitest';
import {
  amountText,
  comparisonSentence,
  differenceText,
  findingOf,
  intervalText,
  lossText,
} from '../../../../src/app/parts/scores/comparison-words.ts';
import type { Comparison } from '../../../../src/core/evaluation.ts';

const comparison: Comparison = {
  rows: 2000,
  loss: 'error-rate',
  champion: 0.184,
  challenger: 0.163,
  difference: -0.021,
  low: -0.037,
  high: -0.005,
  wins: 100,
  losses: 58,
  ties: 1842,
};

describe('losses and their differences', () => {
  test.each([
    [-0.021, 'error-rate', '', '−2.1 points'],
    [0.021, 'error-rate', '', '+2.1 points'],
    [-0.0004, 'error-rate', '', '−0.04 points'],
    [0, 'error-rate', '', '0.0 points'],
    [-234, 'absolute-error', 'price', '−234 price'],
    [Infinity, 'absolute-error', '', 'unbounded'],
    [NaN, 'error-rate', '', '–'],
  ] as const)('%d of %s is told as %s', (value, loss, unit, text) => {
    expect(differenceText(value, loss, unit)).toBe(text);
  });
  test('a share is a percentage, an error a number, a budget has no sign', () => {
    expect(lossText(0.1234, 'error-rate')).toBe('12.3%');
    expect(lossText(312.4, 'absolute-error')).toBe('312.4');
    expect(amountText(0.02, 'error-rate')).toBe('2 points');
    expect(intervalText(comparison)).toBe('−3.7 to −0.50 points');
  });
  test('only an interval beside zero tells who is better', () => {
    expect(findingOf({ low: -2, high: -1 })).toBe('better');
    expect(findingOf({ low: 1, high: 2 })).toBe('worse');
    expect(findingOf({ low: -1, high: 0 })).toBe('open');
  });
  test('a comparison is told in one sentence', () => {
    expect(comparisonSentence(comparison, 'version 6', 'version 4')).toBe(
      'On 2,000 rows version 6 is wrong in 16.3%, version 4 is wrong in 18.4%: a difference of −2.1 points ' +
        '(95% interval −3.7 to −0.50 points); version 6 is better.',
    );
    expect(comparisonSentence({ ...comparison, high: 0.001 }, 'a', 'b')).toContain(
      'cannot tell which is better',
    );
  });
});
