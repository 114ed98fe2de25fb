import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, cellAt } from '../../../src/core/column.ts';
import { retypeColumn, withOwnLabels } from '../../../src/flow/collect/retype.ts';

const labels: Column = {
  kind: 'category',
  name: 'c',
  values: new Uint32Array([0, 1, 2, 0xffffffff, 1]),
  dictionary: ['007', 'yes', '2024-01-02'],
};
const cells = (column: Column) => Array.from(column.values, (_, row) => cellAt(column, row));

describe('a column read as another kind', () => {
  test('labels as numbers, times and booleans; what does not fit is missing and counted', () => {
    const asNumber = retypeColumn(labels, 'number');
    expect(cells(asNumber.column)).toEqual([7, null, null, null, null]);
    expect(asNumber.unreadable).toEqual({ count: 3, firstText: 'yes', firstRow: 1 });
    const asTime = retypeColumn(labels, 'time');
    expect(cells(asTime.column)).toEqual([null, null, Date.parse('2024-01-02'), null, null]);
    expect(asTime.unreadable).toEqual({ count: 3, firstText: '007', firstRow: 0 });
    const asBoolean = retypeColumn(labels, 'boolean');
    expect(cells(asBoolean.column)).toEqual([null, true, null, null, true]);
    expect(asBoolean.unreadable).toEqual({ count: 2, firstText: '007', firstRow: 0 });
  });

  test('numbers are read by the marks that the labels have, and not where those leave them open', () => {
    const written = (...dictionary: string[]): Column => ({
      ...labels,
      values: Uint32Array.from(dictionary, (_, code) => code),
      dictionary,
    });
    expect(cells(retypeColumn(written('1.234,5', '7,25', 'odd'), 'number').column)).toEqual([
      1234.5,
      7.25,
      null,
    ]);
    const open = retypeColumn(written('1,234', '12'), 'number');
    expect(cells(open.column)).toEqual([null, 12]);
    expect(open.unreadable).toEqual({ count: 1, firstText: '1,234', firstRow: 0 });
  });

  test('0 and 1 as booleans, booleans as numbers', () => {
    const numbers: Column = { kind: 'number', name: 'n', values: new Float64Array([0, 1, NaN, 2]) };
    const { column, unreadable } = retypeColumn(numbers, 'boolean');
    expect(cells(column)).toEqual([false, true, null, null]);
    expect(unreadable).toEqual({ count: 1, firstText: '2', firstRow: 3 });
    expect(cells(retypeColumn(column, 'number').column)).toEqual([0, 1, null, null]);
  });

  test('from category to text and identifier only the meaning changes', () => {
    expect(retypeColumn(labels, 'text')).toEqual({ column: { ...labels, kind: 'text' }, unreadable: null });
    expect(retypeColumn(labels, 'category').column).toBe(labels);
  });

  test('numbers and times come back from their labels', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -6e13, max: 2e14 }), fc.constant(NaN)), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(values, fc.constantFrom('number' as const, 'time' as const), (values, kind) => {
        const column: Column = { kind, name: 'n', values: Float64Array.from(values, (value) => value + 0) };
        const asLabels = retypeColumn(column, 'category').column;
        expect(retypeColumn(asLabels, kind)).toEqual({ column, unreadable: null });
      }),
    );
  });

  test('a part of a column has its own labels alone, and the same cells', () => {
    const codes = fc.array(fc.constantFrom(0, 1, 2, 0xffffffff), { maxLength: 8 });
    fc.assert(
      fc.property(codes, (codes) => {
        const part: Column = { ...labels, values: Uint32Array.from(codes) };
        const own = withOwnLabels(part) as typeof labels;
        expect(cells(own)).toEqual(cells(part));
        expect(own.dictionary).toEqual([...new Set(cells(part).filter((cell) => cell !== null))]);
      }),
    );
    const numbers: Column = { kind: 'number', name: 'n', values: Float64Array.of(1) };
    expect(withOwnLabels(numbers)).toBe(numbers);
  });
});
