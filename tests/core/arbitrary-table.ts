import fc from 'fast-check';
import { type Column, COLUMN_KINDS, MISSING_BOOLEAN, MISSING_CODE } from '../../src/core/column.ts';
import type { Table } from '../../src/core/table.ts';

const labels = fc.uniqueArray(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 5 });
const numbers = fc.oneof(fc.double(), fc.integer(), fc.constant(NaN));
const times = fc.oneof(fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), fc.constant(NaN));

/** A column of the kind for every kind, named after it, with missing cells, odd numbers and odd labels. */
export function arbitraryTable(limits: { minRows?: number; maxRows?: number } = {}): fc.Arbitrary<Table> {
  return fc.integer({ min: limits.minRows ?? 0, max: limits.maxRows ?? 12 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.tuple(...COLUMN_KINDS.map((kind) => arbitraryColumn(kind, rows))),
    }),
  );
}

function arbitraryColumn(kind: Column['kind'], rows: number): fc.Arbitrary<Column> {
  const cells = <T>(cell: fc.Arbitrary<T>) => fc.array(cell, { minLength: rows, maxLength: rows });
  switch (kind) {
    case 'number':
    case 'time':
      return cells(kind === 'time' ? times : numbers).map((values) => ({
        kind,
        name: kind,
        values: Float64Array.from(values),
      }));
    case 'boolean':
      return cells(fc.constantFrom(0, 1, MISSING_BOOLEAN)).map((values) => ({
        kind,
        name: kind,
        values: Uint8Array.from(values),
      }));
    default:
      return labels.chain((dictionary) =>
        cells(fc.oneof(fc.nat(dictionary.length - 1), fc.constant(MISSING_CODE))).map((values) => ({
          kind,
          name: kind,
          values: Uint32Array.from(values),
          dictionary,
        })),
      );
  }
}
