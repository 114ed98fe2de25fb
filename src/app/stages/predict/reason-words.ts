import type { AnswerReasons } from '../../../core/answer-reasons.ts';
import { countText, numberText, shareText } from '../../parts/format.ts';

/** One step on the way from where nothing is known of a row to its answer. */
export interface ReasonStep {
  /** The column; null for all that are not named one by one. */
  readonly column: string | null;
  readonly title: string;
  readonly contribution: number;
  /** Where the score stood before it, and where it stands after. */
  readonly from: number;
  readonly to: number;
}

/** The largest steps, then what all other columns that contribute add together. */
export function stepsOf({ base, columns }: AnswerReasons, limit: number): readonly ReasonStep[] {
  const moving = columns.filter(({ contribution }) => contribution !== 0);
  // One more is no reason to put it with others.
  const named = moving.length <= limit + 1 ? moving : moving.slice(0, limit);
  const others = moving.slice(named.length);
  const steps: ReasonStep[] = [];
  let at = base;
  const add = (column: string | null, title: string, contribution: number): void => {
    steps.push({ column, title, contribution, from: at, to: at + contribution });
    at += contribution;
  };
  for (const { column, contribution } of named) add(column, column, contribution);
  const rest = others.reduce((sum, { contribution }) => sum + contribution, 0);
  if (others.length > 0) add(null, `${countText(others.length)} other columns`, rest);
  return steps;
}

type Scale = AnswerReasons['scale'];

/**
 * Steps as their scale says them, all to the same digits.
 *
 * @example
 * stepTexts('log-odds', [0.5, -0.25]) // ["+0.50", "−0.25"]
 * stepTexts('probability', [-0.051]) // ["−5.1 points"]
 */
export function stepTexts(scale: Scale, contributions: readonly number[]): readonly string[] {
  const largest = Math.max(...contributions.map(Math.abs));
  const digits = largest > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(largest)))) : 0;
  return contributions.map((contribution) => {
    const size = Math.abs(contribution);
    const sign = contribution < 0 ? '−' : '+';
    if (scale === 'probability') return `${sign}${(size * 100).toFixed(1)} points`;
    if (scale !== 'value') return `${sign}${size.toFixed(2)}`;
    const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return `${sign}${size.toLocaleString('en', { ...fixed, useGrouping: 'min2' })}`;
  });
}

/**
 * A score with the answer that it stands for, where these are two.
 *
 * @example
 * placeText('log-odds', -2.38, 0.084) // "−2.38 (8.4%)"
 */
export function placeText(scale: Scale, score: number, answer: number): string {
  if (scale === 'value') return numberText(score);
  if (scale === 'probability') return shareText(score);
  const text = `${score < 0 ? '−' : ''}${Math.abs(score).toFixed(2)}`;
  return `${text} (${scale === 'log-value' ? numberText(answer) : shareText(answer)})`;
}

/** What the numbers are counted in, in a sentence; empty where it is plain. */
export function scaleText({ scale, label }: Pick<AnswerReasons, 'scale' | 'label'>, target: string): string {
  switch (scale) {
    case 'value':
      return '';
    case 'probability':
      return `In points of the probability of “${label}”.`;
    case 'log-value':
      return `In logarithms: +0.69 doubles “${target}”.`;
    case 'log-odds':
      return `In log-odds: +0.69 doubles the odds of “${label}”.`;
    case 'log-lead':
      return `In logarithms: +0.69 doubles how far “${label}” is ahead of the classes' geometric mean.`;
  }
}
