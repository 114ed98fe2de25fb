import { describe, expect, it } from 'vitest';
import { headline, scoreText } from '../../../../src/app/parts/scores/metrics.ts';
import { catalog } from '../../../../src/workspace/catalog.ts';
import { findLearner } from '../../../../src/workspace/model-catalog.ts';
import { isAbout, isEditable, optionWords } from '../../../../src/app/stages/train/option-words.ts';
import type { Evaluation, MetricName } from '../../../../src/core/evaluation.ts';
import type { Task } from '../../../../src/core/schema.ts';

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
  it('has words for every option of every learner that a field can tell', async () => {
    for (const kind of Object.keys(catalog.learners)) {
      const { defaults } = await findLearner(kind);
      for (const [name, value] of Object.entries(defaults)) {
        const words = optionWords(name, kind);
        if (isEditable(value)) expect(words.hint, `${kind}: ${name}`).not.toBe('');
        const choices = words.choices?.map((choice) => (typeof choice === 'string' ? choice : choice.value));
        if (choices) expect(choices, `${kind}: ${name}`).toContain(value);
      }
    }
  });

  it('knows which choices are about classes, and which about values', () => {
    const offered = (task: Task) =>
      optionWords('stopBy', 'boosted-trees').choices!.flatMap((choice) =>
        typeof choice === 'string' || !isAbout(choice.of, task) ? [] : [choice.value],
      );
    expect(offered('multiclass')).toEqual(['loss', 'accuracy', 'balanced-accuracy', 'macro-f1', 'roc-auc']);
    expect(offered('regression')).toEqual(['loss', 'mae', 'rmse']);
    expect(isAbout(optionWords('quantile', 'boosted-trees').of, 'binary')).toBe(false);
    expect(isAbout(optionWords('leaves', 'boosted-trees').of, 'binary')).toBe(true);
  });

  it('leaves what no field can tell to code', () => {
    expect([1, 'a', false, [2, 3]].map(isEditable)).toEqual([true, true, true, true]);
    expect([{}, [], [['a']], null].map(isEditable)).toEqual([false, false, false, false]);
  });

  it('spells out a name that it has no words for', () => {
    expect(optionWords('maximumDepth', 'linear').title).toBe('Maximum depth');
  });
});
