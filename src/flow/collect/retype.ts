import {
  cellText,
  type CodedColumn,
  type Column,
  type ColumnKind,
  MISSING_BOOLEAN,
  MISSING_CODE,
} from '../../core/column.ts';
import { cellParser } from './cell-parser.ts';
import { decideNumberFormat } from './decide-number-format.ts';
import { timeFormatOf } from './infer.ts';
import { type NumberFormat, PLAIN } from './number-format.ts';

/** Cells that the new kind cannot hold; they become missing. */
export interface UnreadableValues {
  readonly count: number;
  /** The first of them, and its row, counted from 0. */
  readonly firstText: string;
  readonly firstRow: number;
}

/**
 * The same cells read as another kind, by way of their text: a number from a label, a label from a number. What does not
 * fit becomes missing and is counted. A boolean is 0 or 1 as a number; from category, text and identifier to one
 * another only the meaning changes.
 *
 * @example
 * retypeColumn({ kind: 'category', name: 'n', values: new Uint32Array([0, 1]), dictionary: ['7', 'x'] }, 'number')
 * // {
 * //   column: { kind: 'number', name: 'n', values: Float64Array [7, NaN] },
 * //   unreadable: { count: 1, firstText: 'x', firstRow: 1 },
 * // }
 */
export function retypeColumn(
  column: Column,
  kind: ColumnKind,
): { column: Column; unreadable: UnreadableValues | null } {
  if (column.kind === kind) return { column, unreadable: null };
  switch (kind) {
    case 'number':
      if (column.kind === 'boolean') {
        const values = Float64Array.from(column.values, (value) => (value === MISSING_BOOLEAN ? NaN : value));
        return { column: { kind, name: column.name, values }, unreadable: null };
      }
      return toNumbers(column, kind);
    case 'time':
      return toNumbers(column, kind);
    case 'boolean': {
      const { column: numbers, unreadable } = toNumbers(column, kind);
      const values = Uint8Array.from(numbers.values, (value) =>
        Number.isNaN(value) ? MISSING_BOOLEAN : value,
      );
      return { column: { kind, name: column.name, values }, unreadable };
    }
    default:
      return { column: toCodes(column, kind), unreadable: null };
  }
}

/** Numbers that could be read in two ways are not read at all: "1,234" stays a label. */
function numberFormatOf(labels: readonly string[]): NumberFormat {
  const decision = decideNumberFormat(labels, Infinity);
  return decision && !decision.open ? decision.format : PLAIN;
}

function toNumbers(column: Column, kind: 'number' | 'time' | 'boolean') {
  const { values: codes, dictionary } = toCodes(column, 'category');
  const parse = cellParser(
    kind,
    {
      timeFormat: kind === 'time' ? timeFormatOf(dictionary) : 'iso',
      numberFormat: kind === 'number' ? numberFormatOf(dictionary) : PLAIN,
    },
    true,
  );
  const parsed = Float64Array.from(dictionary, parse);
  const values = new Float64Array(codes.length);
  let count = 0;
  let firstRow = -1;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    values[row] = code === MISSING_CODE ? NaN : parsed[code]!;
    if (code === MISSING_CODE || !Number.isNaN(values[row])) continue;
    if (count++ === 0) firstRow = row;
  }
  return {
    column: { kind: kind === 'time' ? ('time' as const) : ('number' as const), name: column.name, values },
    unreadable: count === 0 ? null : { count, firstText: cellText(column, firstRow)!, firstRow },
  };
}

function toCodes(column: Column, kind: CodedColumn['kind']): CodedColumn {
  if ('dictionary' in column) return { ...column, kind };
  const codes = new Map<number, number>();
  const dictionary: string[] = [];
  const values = new Uint32Array(column.values.length);
  for (let row = 0; row < values.length; row++) {
    const value = column.values[row]!;
    let code = codes.get(value);
    if (code === undefined) {
      const text = cellText(column, row);
      code = text === null ? MISSING_CODE : dictionary.length;
      if (text !== null) dictionary.push(text);
      codes.set(value, code);
    }
    values[row] = code;
  }
  return { kind, name: column.name, values, dictionary };
}

/**
 * The column with a dictionary of only those labels that its cells have, in order of first appearance: what a chunk of
 * a retyped column needs before it is stored, lest each chunk holds the labels of all.
 *
 * @example
 * const chunk: Column = { kind: 'text', name: 't', values: Uint32Array.of(2, 0), dictionary: ['a', 'b', 'c'] };
 * withOwnLabels(chunk) // { kind: 'text', name: 't', values: Uint32Array [0, 1], dictionary: ['c', 'a'] }
 */
export function withOwnLabels(column: Column): Column {
  if (!('dictionary' in column)) return column;
  const codes = new Map<number, number>();
  const values = column.values.map((code) => {
    if (code === MISSING_CODE) return code;
    const own = codes.get(code) ?? codes.size;
    codes.set(code, own);
    return own;
  });
  const dictionary = [...codes.keys()].map((code) => column.dictionary[code]!);
  return { ...column, values, dictionary };
}
