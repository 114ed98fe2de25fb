import { expect, test } from 'vitest';
import type { ModelVersion } from '../../../../src/core/records.ts';
import { dataText, isFromElsewhere, rolesText } from '../../../../src/app/parts/versions/version-facts.ts';

test('roles without rows are left out', () => {
  expect(rolesText({ train: 8000, validation: 0, guard: 0, report: 0, judge: 2000, unused: 12 })).toBe(
    '8,000 learnt from, 2,000 kept to judge, 12 unused',
  );
});

test('rows have only measured what another system trained; what came in an archive has none', () => {
  const counts = { train: 65, validation: 15, guard: 5, report: 15, judge: 0, unused: 0 };
  const view = {
    splits: [{ id: 'split', tableId: 'table', counts }],
    tables: [{ id: 'table', name: 'homes.csv' }],
  } as unknown as Parameters<typeof dataText>[1];
  const version = (cause: ModelVersion['cause'], splits: readonly string[]) =>
    ({ cause, splits }) as ModelVersion;
  expect(isFromElsewhere(version('imported', ['split']))).toBe(true);
  expect(isFromElsewhere(version('imported', []))).toBe(false);
  expect(isFromElsewhere(version('fine-tuned', ['split', 'split']))).toBe(false);
  expect(dataText(version('imported', ['split']), view)).toBe('measured on 15 rows of homes.csv');
  expect(dataText(version('trained', ['split']), view)).toBe('65 rows of homes.csv');
  expect(dataText(version('imported', []), view)).toBe('without the rows that it learnt from');
});
