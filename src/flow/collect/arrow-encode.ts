import {
  type Batch,
  batchType,
  bool,
  Column as ArrowColumn,
  type DataType,
  dictionary,
  float64,
  TimeUnit,
  timestamp,
  uint32,
  utf8,
} from '@uwdata/flechette';
import { type CodedColumn, type Column, MISSING_BOOLEAN, MISSING_CODE } from '../../core/column.ts';

const TWO_32 = 4294967296;

/** A column as an Arrow column of one batch; the buffers are written whole, cell objects are never made. */
export function encodeColumn(column: Column, rows: number): ArrowColumn<unknown> {
  switch (column.kind) {
    case 'number': {
      const values = column.values;
      return batchOf(
        float64(),
        rows,
        validity(rows, (row) => values[row] === values[row]),
        { values },
      );
    }
    case 'time': {
      const values = column.values;
      return batchOf(
        timestamp(TimeUnit.MILLISECOND, 'UTC'),
        rows,
        validity(rows, (row) => values[row] === values[row]),
        { values: toInt64(values) },
      );
    }
    case 'boolean': {
      const values = column.values;
      return batchOf(
        bool(),
        rows,
        validity(rows, (row) => values[row] !== MISSING_BOOLEAN),
        {
          values: validity(rows, (row) => values[row] === 1).bits,
        },
      );
    }
    default:
      return encodeCodes(column, rows);
  }
}

interface Validity {
  readonly bits: Uint8Array;
  readonly missing: number;
}

/** A bit a row, least significant first, set where the cell is there. */
function validity(rows: number, isThere: (row: number) => boolean): Validity {
  const bits = new Uint8Array((rows + 7) >> 3);
  let missing = 0;
  for (let row = 0; row < rows; row++) {
    if (isThere(row)) bits[row >> 3]! |= 1 << (row & 7);
    else missing++;
  }
  return { bits, missing };
}

function batchOf(
  type: DataType,
  rows: number,
  { bits, missing }: Validity,
  buffers: { values: ArrayBufferView; offsets?: Int32Array },
): ArrowColumn<unknown> {
  return new ArrowColumn([newBatch(type, rows, missing, bits, buffers)], type);
}

function newBatch(
  type: DataType,
  length: number,
  nullCount: number,
  bits: Uint8Array,
  buffers: { values: ArrayBufferView; offsets?: Int32Array },
): Batch<unknown> {
  const BatchOfType = batchType(type, {}) as new (options: object) => Batch<unknown>;
  const validity = nullCount > 0 ? bits : new Uint8Array(0);
  return new BatchOfType({ length, nullCount, type, validity, ...buffers });
}

/** Whole milliseconds as 64-bit integers in two halves: making a BigInt of every cell is ten times slower. */
function toInt64(values: Float64Array): BigInt64Array {
  const halves = new Int32Array(values.length * 2);
  for (let row = 0; row < values.length; row++) {
    const value = Math.round(values[row]!);
    if (value !== value) continue;
    const high = Math.floor(value / TWO_32);
    halves[2 * row] = value - high * TWO_32;
    halves[2 * row + 1] = high;
  }
  return new BigInt64Array(halves.buffer);
}

function encodeCodes(column: CodedColumn, rows: number): ArrowColumn<unknown> {
  const { values } = column;
  const labelType = utf8();
  const type = dictionary(labelType, uint32());
  const { bits, missing } = validity(rows, (row) => values[row] !== MISSING_CODE);
  const labels = encodeLabels(column.dictionary, labelType);
  const batch = newBatch(type, rows, missing, bits, { values }) as Batch<unknown> & {
    setDictionary(labels: ArrowColumn<unknown>): void;
    dictionary: ArrowColumn<unknown>;
  };
  // Not by setDictionary, which would decode every label again.
  batch.dictionary = labels;
  return new ArrowColumn([batch], type);
}

/** `type` is the very object that the dictionary's type refers to: the encoder finds the dictionary by it. */
function encodeLabels(labels: readonly string[], type: DataType): ArrowColumn<unknown> {
  const encoder = new TextEncoder();
  const values = encoder.encode(labels.join(''));
  const offsets = new Int32Array(labels.length + 1);
  let characters = 0;
  for (const [index, label] of labels.entries()) {
    characters += label.length;
    offsets[index + 1] = characters;
  }
  if (characters !== values.length)
    for (const [index, label] of labels.entries())
      offsets[index + 1] = offsets[index]! + encoder.encode(label).length;
  return new ArrowColumn([newBatch(type, labels.length, 0, new Uint8Array(0), { values, offsets })], type);
}
