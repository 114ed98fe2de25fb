import { describe, expect, it } from 'vitest';
import { headline, scoreText } from '../../../../src/app/parts/scores/metrics.ts';
import { optionWords } from '../../../../src/app/stages/train/option-words.ts';
import { linear } from '../../../../src/flow/train/linear.ts';
import { network } from '../../../../src/flow/train/network.ts';
import type { Evaluation, MetricName } from '../../../../src/core/evaluation.ts';

const evaluationOf = (...metrics: MetricName[]): Evaluation => ({
  task: 'binary',
  rows: 10,
  baseline: 'majority',
  scores: metrics.map((metric) => ({ metric, value: 0.5, low: 0.4, high: 0.6, baseline: 0.5 })),
  classes: [],
  confusion: [],
  roc: [],
  residuals: [],
});

describe('headline', () => {
  it('is accuracy or R², whatever comes first', () => {
    expect(headline(evaluationOf('log-loss', 'accuracy'))?.metric).toBe('accuracy');
    expect(headline(evaluationOf('mae', 'rmse', 'r2'))?.metric).toBe('r2');
  });

  it('is the first score where there is neither, and none without an evaluation', () => {
    expect(headline(evaluationOf('log-loss'))?.metric).toBe('log-loss');
    expect(headline(null)).toBeUndefined();
  });
});

describe('scoreText', () => {
  it('shows shares in percent, and errors in the digits that their size deserves', () => {
    expect(scoreText('accuracy', 0.9412)).toBe('94.1%');
    expect(scoreText('log-loss', 0.31449)).toBe('0.314');
    expect(scoreText('mae', 1234.5)).toBe('1,235');
    expect(scoreText('rmse', 12.345)).toBe('12.35');
    expect(scoreText('r2', NaN)).toBe('–');
  });
});

describe('optionWords', () => {
  it('has words for every option of every learner', () => {
    for (const { defaults } of [linear, network])
      for (const name of Object.keys(defaults)) expect(optionWords(name).hint, name).not.toBe('');
  });

  it('spells out a name that it has no words for', () => {
    expect(optionWords('maximumDepth').title).toBe('Maximum depth');
  });
});
