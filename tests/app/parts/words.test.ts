import { describe, expect, test } from 'vitest';
import {
  amountText,
  comparisonSentence,
  differenceText,
  findingOf,
  intervalText,
  lossText,
} from '../../../src/app/parts/comparison-words.ts';
import { headlineText } from '../../../src/app/parts/headline-text.ts';
import { rolesText } from '../../../src/app/parts/version-facts.ts';
import type { Comparison, Evaluation } from '../../../src/core/evaluation.ts';
import type { ModelVersion } from '../../../src/core/records.ts';

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

describe('headlineText', () => {
  const scores = (metric: 'accuracy' | 'mae', value: number, baseline: number) =>
    ({ scores: [{ metric, value, low: value, high: value, baseline }] }) as unknown as Evaluation;
  const classifier = {
    target: { column: 'class', task: 'binary', classes: ['DOWN', 'UP'] },
    baseline: { kind: 'majority', prior: [0.58, 0.42] },
  } as Pick<ModelVersion, 'baseline' | 'target'>;

  test('a classification: right answers beside the most frequent class', () => {
    expect(headlineText(scores('accuracy', 0.881, 0.571), classifier)).toBe(
      'Right in 88 of 100 cases. Always answering “DOWN” would be right in 57.',
    );
  });
  test('close to perfection is counted in thousands, and perfection is not rounded up to', () => {
    expect(headlineText(scores('accuracy', 0.9962, 0.571), classifier)).toMatch(
      /^Right in 996 of 1,000 cases/,
    );
    expect(headlineText(scores('accuracy', 1, 0.571), classifier)).toMatch(/^Right in 100 of 100 cases/);
  });
  test('a regression: the typical miss beside that of the mean', () => {
    const regression = {
      target: { column: 'price', task: 'regression', classes: [] },
      baseline: { kind: 'mean', mean: 39.328 },
    } as unknown as Pick<ModelVersion, 'baseline' | 'target'>;
    expect(headlineText(scores('mae', 3.124, 30.369), regression)).toBe(
      'Off by 3.12 on average. Always answering the mean, 39.33, would be off by 30.4.',
    );
  });
});

test('roles without rows are left out', () => {
  expect(rolesText({ train: 8000, validation: 0, guard: 0, report: 0, judge: 2000, unused: 12 })).toBe(
    '8,000 learnt from, 2,000 kept to judge, 12 unused',
  );
});
