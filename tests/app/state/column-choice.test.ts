import { expect, test } from 'vitest';
import { ColumnChoice } from '../../../src/app/state/column-choice.ts';

test('a column reaches the model unless it is the target, left out by default, or left out by the person', () => {
  const suggestion = {
    column: 'y',
    excluded: [
      { column: 'id', reason: 'names rows' },
      { column: 'constant', reason: 'one value' },
    ],
  };
  const choice = new ColumnChoice(suggestion, ['b'], ['id']);
  expect(['y', 'id', 'constant', 'a', 'b'].filter((column) => choice.uses(column))).toEqual(['id', 'a']);
  expect(choice.reasons.get('id')).toBe('names rows');
  expect(new ColumnChoice(null, [], []).uses('y')).toBe(true);
});
