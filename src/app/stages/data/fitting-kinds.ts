import type { ColumnKind } from '../../../core/column.ts';
import type { ColumnProfile } from '../../../core/profile.ts';

type Labels = Pick<ColumnProfile, 'kind' | 'top' | 'rows' | 'missing' | 'distinct'>;

const DATE = /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}([T ]\S+.*)?$/;
const NUMBER = /^[+-]?[\d.,'’\s]*\d[\d.,'’\s]*(e[+-]?\d+)?$/i;
const YES_OR_NO = /^(true|false|yes|no|y|n|t|f)$/i;

/** Each with what its labels look like, the narrowest first: a date is made of numbers. */
const LOOKS: readonly (readonly [ColumnKind, RegExp])[] = [
  ['time', DATE],
  ['number', NUMBER],
  ['boolean', YES_OR_NO],
];

/**
 * The kinds as which a column of labels could be read, going by its most frequent ones: that of most of them, then that of any.
 * Of prose that repeats, `category` as well. None where it is no column of labels.
 *
 * @example
 * fittingKinds({ kind: 'category', top: [{ label: '3', count: 9 }, { label: 'n/a', count: 1 }], ... }) // ["number"]
 */
export function fittingKinds({ kind, top, rows, missing, distinct }: Labels): readonly ColumnKind[] {
  if (kind !== 'category' && kind !== 'text' && kind !== 'identifier') return [];
  const counts = new Map<ColumnKind, number>();
  for (const { label, count } of top) {
    const look = LOOKS.find(([, pattern]) => pattern.test(label.trim()))?.[0];
    if (look) counts.set(look, (counts.get(look) ?? 0) + count);
  }
  const looks = [...counts].sort(([, a], [, b]) => b - a).map(([look]) => look);
  const repeats = distinct > 0 && distinct * 2 <= rows - missing;
  return kind !== 'category' && repeats ? [...looks, 'category'] : looks;
}
