import { expect, test } from 'vitest';
import { knownAccuracyText, notEstimatedText } from '../../../../src/app/stages/predict/quality-text.ts';

const score = { metric: 'accuracy', value: 0.8821, low: 0.86, high: 0.9, baseline: 0.5 } as const;

test('what was known is said with its rows: report rows, rows that judged, or nothing', () => {
  const evaluation = { task: 'binary', rows: 1500, baseline: 'majority', scores: [score] } as const;
  expect(knownAccuracyText({ evaluation, judgement: null })).toBe(
    'When labels were known it was 88.2% (86.0–90.0%), on 1,500 report rows.',
  );
  const judging = { challenger: 0.1, rows: 300 } as never;
  expect(knownAccuracyText({ evaluation: null, judgement: { judging } as never })).toBe(
    'When labels were known it was 90.0%, on 300 rows that judged it.',
  );
  expect(knownAccuracyText({ evaluation: null, judgement: null })).toMatch(/has not been measured/);
});

test('why there is no estimate is said with what it would take', () => {
  const none = { kind: 'not-estimated', fewestRows: 30 } as const;
  expect(notEstimatedText({ ...none, reason: 'few-held-rows', heldRows: 20 })).toMatch(
    /only 20 labelled rows that it has not learnt, and it takes 30/,
  );
  expect(notEstimatedText({ ...none, reason: 'few-held-rows', heldRows: 0 })).toMatch(
    /no labelled row that the model has not learnt/,
  );
  expect(notEstimatedText({ ...none, reason: 'regression', heldRows: 0 })).toMatch(/answers with a number/);
});
