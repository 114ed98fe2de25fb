import { describe, expect, test } from 'vitest';
import { headlineText } from '../../../../src/app/stages/evaluate/headline-text.ts';
import type { Evaluation } from '../../../../src/core/evaluation.ts';
import type { ModelVersion } from '../../../../src/core/records.ts';

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
