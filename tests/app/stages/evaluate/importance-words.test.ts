import { expect, test } from 'vitest';
import {
  linesOf,
  measuredText,
  measuresOf,
  topText,
} from '../../../../src/app/stages/evaluate/importance-words.ts';
import type { Importance, PermutationImportance } from '../../../../src/core/importance.ts';

const permutation: PermutationImportance = {
  ...{ rows: 450, repeats: 5, loss: 'log-loss', before: 0.3, errorBefore: 0.153 },
  columns: [
    { column: 'gain', rise: 0.147, spread: 0.023, errorRise: 0.044 },
    { column: 'age', rise: 0.0684, spread: 0.008, errorRise: 0.0001 },
    { column: 'race', rise: -0.0022, spread: 0.0014, errorRise: -0.001 },
    { column: 'never', rise: 0, spread: 0, errorRise: 0 },
  ],
};
const importance: Importance = {
  permutation,
  role: 'report',
  use: [
    { column: 'age', gainShare: 0.75, splits: 5 },
    { column: 'gain', gainShare: 0.25, splits: 2000 },
    { column: 'never', gainShare: 0, splits: 0 },
  ],
};

test('shuffled columns have numbers of equal digits, and bars that leave room for what they may be off by', () => {
  const lines = linesOf(importance, 'shuffled');
  expect(lines.map(({ text }) => text)).toEqual([
    '+0.147 ± 0.023',
    '+0.068 ± 0.008',
    '−0.002 ± 0.001',
    '0.000 ± 0.000',
  ]);
  expect(lines.map(({ besides }) => besides)).toEqual(['+4.4 points', '0 points', '−0.1 points', '0 points']);
  expect(lines[0]!.share + lines[0]!.spread).toBeCloseTo(1, 12);
  expect(lines[1]!.share).toBeCloseTo(0.0684 / 0.17, 12);
  expect(lines[2]!.share).toBe(0);
});

test('misses in large units have no decimals, and no share of wrong answers', () => {
  const columns = [{ column: 'carat', rise: 1436.2, spread: 17.4, errorRise: null }];
  const misses: PermutationImportance = {
    ...permutation,
    loss: 'absolute-error',
    errorBefore: null,
    columns,
  };
  expect(linesOf({ ...importance, permutation: misses }, 'shuffled')).toMatchObject([
    { text: '+1436 ± 17', besides: '' },
  ]);
  expect(topText({ ...misses, before: 111.2 })).toBe(
    'It looks most at “carat”: where that is shuffled, answers are off by 1547 on average instead of 111.',
  );
});

test('gains are shares and splits are counts, each with its own first', () => {
  expect(linesOf(importance, 'gain').map(({ column, text, share }) => [column, text, share])).toEqual([
    ['age', '75%', 1],
    ['gain', '25%', 0.25 / 0.75],
    ['never', '0%', 0],
  ]);
  expect(linesOf(importance, 'splits').map(({ column, text }) => [column, text])).toEqual([
    ['gain', '2,000'],
    ['age', '5'],
    ['never', '0'],
  ]);
});

test('what was not measured is not offered', () => {
  expect(measuresOf(importance)).toEqual(['shuffled', 'gain', 'splits']);
  expect(measuresOf({ ...importance, use: null })).toEqual(['shuffled']);
  expect(measuresOf({ permutation: null, role: null, use: importance.use })).toEqual(['gain', 'splits']);
  expect(measuredText({ permutation: null, role: null, use: importance.use })).toBe('');
});

test('the sentences say what shuffling does, and which rows those were', () => {
  expect(topText(permutation)).toBe(
    'It looks most at “gain”: where that is shuffled, 80.3% of the answers are right instead of 84.7%.',
  );
  expect(topText({ ...permutation, columns: permutation.columns.slice(2) })).toMatch(/No column matters/);
  expect(measuredText(importance)).toMatch(/5 times among 450 report rows, which neither taught/);
  expect(measuredText(importance, true)).toMatch(/report rows, some of which it may have learnt elsewhere/);
  expect(measuredText({ ...importance, role: 'validation' })).toMatch(/validation rows.*a bit worse/);
});
