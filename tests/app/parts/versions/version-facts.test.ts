import { expect, test } from 'vitest';
import { rolesText } from '../../../../src/app/parts/versions/version-facts.ts';

test('roles without rows are left out', () => {
  expect(rolesText({ train: 8000, validation: 0, guard: 0, report: 0, judge: 2000, unused: 12 })).toBe(
    '8,000 learnt from, 2,000 kept to judge, 12 unused',
  );
});
