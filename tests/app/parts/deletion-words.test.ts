import { expect, test } from 'vitest';
import { deletionText } from '../../../src/app/parts/deletion-words.ts';

const nothing = { tables: [], versions: [], predictions: 0, sizeBytes: 0, refusal: null };

test.each([
  [nothing, 'an empty project for good, and frees 0 B.'],
  [{ ...nothing, versions: [3], sizeBytes: 1536 }, 'version 3 for good, and frees 1.5 kB.'],
  [{ ...nothing, tables: ['a.csv'], versions: [1, 2] }, 'the table a.csv and versions 1 and 2 for good'],
  [
    { ...nothing, tables: ['a', 'b', 'c'], predictions: 1 },
    'the tables a, b and c and 1 kept prediction for',
  ],
  [
    { ...nothing, versions: [1, 2, 3, 4, 5, 6, 7], predictions: 1200 },
    '7 versions and 1,200 kept predictions',
  ],
])('%j', (deletion, words) => {
  expect(deletionText(deletion)).toContain(`This deletes ${words}`);
});
