import { expect, test } from 'vitest';
import { originsText, originText } from '../../../src/app/parts/origin-words.ts';

test('labels are told by how they came to be known, what counts as evidence first', () => {
  expect(originText('confirmation', 1)).toBe('1 confirmation');
  expect(originsText({ correction: 2000, confirmation: 0, audit: 2, 'full-batch': 5 })).toBe(
    '5 of full batches, 2 checks, 2,000 corrections',
  );
});
