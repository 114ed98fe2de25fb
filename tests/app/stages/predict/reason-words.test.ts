import { expect, test } from 'vitest';
import { placeText, scaleText, stepTexts, stepsOf } from '../../../../src/app/stages/predict/reason-words.ts';
import type { AnswerReasons } from '../../../../src/core/answer-reasons.ts';

const reasonsOf = (contributions: readonly number[]): AnswerReasons => ({
  ...{ label: 'yes', scale: 'log-odds', base: -1, baseAnswer: 0.27, answer: 0.6 },
  score: contributions.reduce((sum, contribution) => sum + contribution, -1),
  columns: contributions.map((contribution, at) => ({ column: `column ${at}`, contribution })),
});

test('steps lead from base to score: the largest by name, the others together, those of 0 not at all', () => {
  const reasons = reasonsOf([2, -1, 0.5, 0.25, -0.125, 0]);
  const steps = stepsOf(reasons, 2);
  expect(steps.map(({ title, contribution, from, to }) => [title, contribution, from, to])).toEqual([
    ['column 0', 2, -1, 1],
    ['column 1', -1, 1, 0],
    ['3 other columns', 0.625, 0, 0.625],
  ]);
  expect(steps.at(-1)).toMatchObject({ column: null, to: reasons.score });
  expect(stepsOf(reasons, Infinity).map(({ column }) => column)).toEqual(
    reasons.columns.slice(0, 5).map(({ column }) => column),
  );
});

test('one column more than fits is named as well', () => {
  expect(stepsOf(reasonsOf([3, 2, 1]), 2).map(({ column }) => column)).not.toContain(null);
});

test('numbers are said on their scale', () => {
  expect(stepTexts('log-odds', [0.5, -0.25])).toEqual(['+0.50', '−0.25']);
  expect(stepTexts('probability', [-0.051, 0.2])).toEqual(['−5.1 points', '+20.0 points']);
  expect(stepTexts('value', [12435.12, -62.61])).toEqual(['+12,435', '−63']);
  expect(stepTexts('value', [0.0235, -0.001])).toEqual(['+0.0235', '−0.0010']);
  expect(stepTexts('value', [])).toEqual([]);
  expect(placeText('log-odds', -2.38, 0.084)).toBe('−2.38 (8.4%)');
  expect(placeText('log-value', 2, 7.389)).toBe('2.00 (7.389)');
  expect(placeText('probability', 0.25, 0.25)).toBe('25%');
  expect(placeText('value', 2736, 2736)).toBe('2736');
  expect(scaleText({ scale: 'log-odds', label: 'yes' }, 'y')).toMatch(/doubles the odds of “yes”/);
  expect(scaleText({ scale: 'value', label: null }, 'y')).toBe('');
});
