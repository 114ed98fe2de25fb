import { expect, test } from 'vitest';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import { withUnreadable } from '../../../src/flow/collect/unreadable-warning.ts';
import { profileTable } from '../../../src/flow/prepare/profile.ts';

const profiles: readonly ColumnProfile[] = profileTable({
  rows: 4,
  columns: [
    { kind: 'number', name: 'constant', values: Float64Array.of(1, 1, 1, 1) },
    { kind: 'number', name: 'free', values: Float64Array.of(1, 2, 4, 3) },
  ],
});

test('a column with unreadable cells says how many, and shows the first', () => {
  const warned = withUnreadable(profiles, [
    { column: 'constant', count: 1234, firstText: 'n.a.', firstLine: 17 },
    { column: 'gone', count: 1, firstText: 'x', firstLine: 2 },
  ]);
  expect(warned[0]!.warnings).toEqual([
    ...profiles[0]!.warnings,
    {
      kind: 'unreadable',
      message: '"constant": 1,234 cells are not like the others (first: "n.a.", line 17).',
    },
  ]);
  expect(profiles[0]!.warnings.length).toBeGreaterThan(0);
  expect(warned[1]).toBe(profiles[1]);
});

test('one cell is one', () => {
  const [, free] = withUnreadable(profiles, [{ column: 'free', count: 1, firstText: '', firstLine: 2 }]);
  expect(free!.warnings.at(-1)!.message).toBe('"free": 1 cell is not like the others (first: "", line 2).');
});
