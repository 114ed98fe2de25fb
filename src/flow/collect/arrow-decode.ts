import { type Column as ArrowColumn, Type } from '@uwdata/flechette';
import { type Column, type ColumnKind, MISSING_BOOLEAN, MISSING_CODE } from '../../core/column.ts';

const TWO_32 = 4294967296;

/** What is read of an Arrow batch: its raw buffers. */
interface Buffers {
  readonly length: number;
  readonly nullCount: number;
  readonly validity: Uint8Array;
  readonly values: Float64Array | Uint32Array | Uint8Array | BigInt64Array;
  readonly offsets?: Int32Array;
  readonly dictionary?: ArrowColumn<unknown>;
}

/** One of our columns from an Arrow column of one batch; throws where type or buffers are not as they must be. */
export function decodeColumn(name: string, kind: ColumnKind, column: ArrowColumn<unknown>): Column {
  const batches = column.data as unknown as readonly Buffers[];
  const buffers = batches[0];
  if (!buffers || batches.length !== 1) throw new Error(`column "${name}" is not one record batch`);
  const rows = buffers.length;
  const expected = ARROW_TYPES[kind];
  if (column.type.typeId !== expected) throw new Error(`column "${name}" is not stored as a ${kind}`);
  switch (kind) {
    case 'number':
    case 'time':
      return { kind, name, values: decodeNumbers(name, kind, buffers, rows) };
    case 'boolean': {
      const bits = checked(name, buffers.values as Uint8Array, (rows + 7) >> 3);
      const values = new Uint8Array(rows);
      for (let row = 0; row < rows; row++) values[row] = (bits[row >> 3]! >> (row & 7)) & 1;
      forMissing(name, buffers, (row) => (values[row] = MISSING_BOOLEAN));
      return { kind, name, values };
    }
    default: {
      const values = checked(name, buffers.values as Uint32Array<ArrayBuffer>, rows).slice(0, rows);
      const dictionary = decodeLabels(name, buffers.dictionary);
      forMissing(name, buffers, (row) => (values[row] = MISSING_CODE));
      for (const code of values)
        if (code >= dictionary.length && code !== MISSING_CODE)
          throw new Error(`column "${name}" has the code ${code}, but only ${dictionary.length} labels`);
      return { kind, name, values, dictionary };
    }
  }
}

const ARROW_TYPES: Readonly<Record<ColumnKind, number>> = {
  number: Type.Float,
  time: Type.Timestamp,
  boolean: Type.Bool,
  category: Type.Dictionary,
  text: Type.Dictionary,
  identifier: Type.Dictionary,
};

function decodeNumbers(
  name: string,
  kind: 'number' | 'time',
  buffers: Buffers,
  rows: number,
): Float64Array<ArrayBuffer> {
  let values: Float64Array<ArrayBuffer>;
  if (kind === 'number')
    values = checked(name, buffers.values as Float64Array<ArrayBuffer>, rows).slice(0, rows);
  else {
    const stored = checked(name, buffers.values as BigInt64Array, rows);
    const halves = new Int32Array(stored.buffer, stored.byteOffset, rows * 2);
    values = new Float64Array(rows);
    for (let row = 0; row < rows; row++)
      values[row] = halves[2 * row + 1]! * TWO_32 + (halves[2 * row]! >>> 0);
  }
  forMissing(name, buffers, (row) => (values[row] = NaN));
  return values;
}

function checked<T extends { readonly length: number }>(name: string, values: T, length: number): T {
  if (values.length < length) throw new Error(`column "${name}" is cut off`);
  return values;
}

function forMissing(
  name: string,
  { length, nullCount, validity }: Buffers,
  visit: (row: number) => void,
): void {
  if (nullCount === 0) return;
  checked(name, validity, (length + 7) >> 3);
  for (let row = 0; row < length; row++) if (((validity[row >> 3]! >> (row & 7)) & 1) === 0) visit(row);
}

function decodeLabels(name: string, column: ArrowColumn<unknown> | undefined): string[] {
  const [labels] = (column?.data ?? []) as unknown as readonly Buffers[];
  if (!labels?.offsets) throw new Error(`column "${name}" has no dictionary`);
  const offsets = checked(name, labels.offsets, labels.length > 0 ? labels.length + 1 : 0);
  const end = offsets[labels.length] ?? 0;
  const bytes = checked(name, labels.values as Uint8Array, end).subarray(0, end);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const text = decoder.decode(bytes);
  const isAscii = text.length === bytes.length;
  return Array.from({ length: labels.length }, (_, index) =>
    isAscii
      ? text.slice(offsets[index], offsets[index + 1])
      : decoder.decode(bytes.subarray(offsets[index], offsets[index + 1])),
  );
}
