import { describe, expect, it } from 'vitest';
import { fittingKinds } from '../../../../src/app/stages/data/fitting-kinds.ts';
import type { ColumnKind } from '../../../../src/core/column.ts';

const column = (kind: ColumnKind, labels: readonly string[], distinct = 900) => ({
  kind,
  top: labels.map((label, index) => ({ label, count: labels.length - index })),
  rows: 1000,
  missing: 0,
  distinct,
});

describe('fittingKinds', () => {
  it.each<[readonly string[], readonly ColumnKind[]]>([
    [['3', '-4.5', '1e5', 'n/a'], ['number']],
    [['1.234,5', "1'234.5", '1 234', '?'], ['number']],
    [['2026-11-23', '2026-11-24T09:30:00Z', '24.11.2026', '#N/A'], ['time']],
    [
      ['11/23/2026', '7', 'soon'],
      ['time', 'number'],
    ],
    [['yes', 'no', 'perhaps'], ['boolean']],
    [['red', 'blue', ''], []],
  ])('%j could be read as %j', (labels, kinds) => {
    expect(fittingKinds(column('category', labels))).toEqual(kinds);
  });

  it('offers a category where prose repeats, and not where it does not', () => {
    expect(fittingKinds(column('text', ['red', 'blue'], 40))).toEqual(['category']);
    expect(fittingKinds(column('text', ['red', 'blue'], 900))).toEqual([]);
  });

  it('offers nothing for what is read as a number, a time or a yes-or-no already', () => {
    for (const kind of ['number', 'time', 'boolean'] as const)
      expect(fittingKinds(column(kind, ['1', '2']))).toEqual([]);
  });
});
