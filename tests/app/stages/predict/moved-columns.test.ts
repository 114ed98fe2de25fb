import { expect, test } from 'vitest';
import { changesOf, chanceText, movedText } from '../../../../src/app/stages/predict/moved-columns.ts';
import type { FileDrift } from '../../../../workers/workspace/contract.ts';

const tested = (effectSize: number, hasDrifted: boolean) => ({
  ...{ test: 'x', title: 'X', statistic: 1, pValue: 0.5, correctedPValue: 0.5, leastEffect: 0 },
  ...{ effectSize, hasDrifted },
});
const none = { ...tested(0, false), reference: 0, window: 0 };
const columnOf = (column: string, values: ReturnType<typeof tested> | null, missing = none) => ({
  ...{ column, columnKind: 'number' as const, values, missing },
  hasMoved: (values?.hasDrifted ?? false) || missing.hasDrifted,
});
const drift: Pick<FileDrift, 'columns'> = {
  columns: [
    columnOf('still', tested(0.9, false)),
    columnOf('near', tested(0.2, true)),
    columnOf('text', null, { ...tested(0.3, true), reference: 0, window: 0.4 }),
    columnOf('far', tested(0.8, true)),
  ],
};

test('what moved comes first, the largest effect first; missing cells count where there are any', () => {
  expect(changesOf(drift).map(({ column, of }) => `${column} ${of}`)).toEqual([
    'far values',
    'text missing',
    'near values',
    'still values',
  ]);
});

test('a sentence names the columns that moved, or says that none did', () => {
  expect(movedText(drift)).toMatch(/^3 of the 4 columns that the model reads are .*: far, text, near\.$/);
  expect(movedText(drift, true)).toContain('otherwise than in the training rows here: far');
  expect(movedText({ columns: drift.columns.slice(0, 1) })).toMatch(/^None of the 1 column /);
});

test('a small chance is not written as none', () => {
  expect([chanceText(0.00012), chanceText(0.0456)]).toEqual(['<0.001', '0.046']);
});
