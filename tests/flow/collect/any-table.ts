import fc from 'fast-check';
import { type Column, COLUMN_KINDS, MISSING_BOOLEAN, MISSING_CODE } from '../../../src/core/column.ts';
import type { Table } from '../../../src/core/table.ts';

/** A table of any columns; `labels` draws the texts of its dictionaries, `times` its times. */
export function anyTable({
  minColumns = 0,
  labels = fc.string({ unit: 'binary', minLength: 1 }),
  names = fc.string({ unit: 'binary' }),
  times = fc.integer({ min: -8.64e15, max: 8.64e15 }),
  numbers = fc.double({ noNaN: true }),
}: {
  minColumns?: number;
  labels?: fc.Arbitrary<string>;
  names?: fc.Arbitrary<string>;
  times?: fc.Arbitrary<number>;
  numbers?: fc.Arbitrary<number>;
} = {}): fc.Arbitrary<Table> {
  const column = (rows: number, name: string): fc.Arbitrary<Column> => {
    const cells = <T>(arbitrary: fc.Arbitrary<T>, missing: T) =>
      fc.array(fc.oneof({ arbitrary, weight: 4 }, { arbitrary: fc.constant(missing), weight: 1 }), {
        minLength: rows,
        maxLength: rows,
      });
    return fc.constantFrom(...COLUMN_KINDS).chain((kind): fc.Arbitrary<Column> => {
      switch (kind) {
        case 'number':
          return cells(numbers, NaN).map((values) => ({ kind, name, values: Float64Array.from(values) }));
        case 'time':
          return cells(times, NaN).map((values) => ({ kind, name, values: Float64Array.from(values) }));
        case 'boolean':
          return cells(fc.constantFrom(0, 1), MISSING_BOOLEAN).map((values) => ({
            kind,
            name,
            values: Uint8Array.from(values),
          }));
        default:
          return cells<string | null>(labels, null).map((texts) => {
            const dictionary = [...new Set(texts.filter((text) => text !== null))];
            const values = Uint32Array.from(texts, (text) =>
              text === null ? MISSING_CODE : dictionary.indexOf(text),
            );
            return { kind, name, values, dictionary };
          });
      }
    });
  };
  return fc
    .record({
      rows: fc.nat(20),
      names: fc.uniqueArray(names, { minLength: minColumns, maxLength: 5 }),
    })
    .chain(({ rows, names }) =>
      fc
        .tuple(...names.map((name) => column(rows, name)))
        .map((columns) => ({ rows: columns.length === 0 ? 0 : rows, columns })),
    );
}
