import { describe, expect, test } from 'vitest';
import {
  type Column,
  cellAt,
  cellText,
  isMissing,
  MISSING_BOOLEAN,
  MISSING_CODE,
} from '../../src/core/column.ts';

const columns: readonly (readonly [Column, unknown, string])[] = [
  [{ kind: 'number', name: 'a', values: Float64Array.of(0.1, NaN) }, 0.1, '0.1'],
  [{ kind: 'time', name: 'a', values: Float64Array.of(0, NaN) }, 0, '1970-01-01T00:00:00.000Z'],
  [{ kind: 'boolean', name: 'a', values: Uint8Array.of(1, MISSING_BOOLEAN) }, true, 'true'],
  [
    { kind: 'category', name: 'a', values: Uint32Array.of(1, MISSING_CODE), dictionary: ['x', 'y'] },
    'y',
    'y',
  ],
  [{ kind: 'text', name: 'a', values: Uint32Array.of(0, MISSING_CODE), dictionary: ['x'] }, 'x', 'x'],
  [{ kind: 'identifier', name: 'a', values: Uint32Array.of(0, MISSING_CODE), dictionary: ['x'] }, 'x', 'x'],
];

describe.each(columns)('a cell of $kind', (column, cell, text) => {
  test('is told as a value and as text', () => {
    expect([isMissing(column, 0), cellAt(column, 0), cellText(column, 0)]).toEqual([false, cell, text]);
  });

  test('is null where it is missing', () => {
    expect([isMissing(column, 1), cellAt(column, 1), cellText(column, 1)]).toEqual([true, null, null]);
  });
});
