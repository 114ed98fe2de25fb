/**
 * A column: named cells of one kind, stored as one typed array.
 *
 * | kind       | storage                               | a missing cell   |
 * |------------|---------------------------------------|------------------|
 * | number     | Float64Array                          | NaN              |
 * | time       | Float64Array, milliseconds since 1970 | NaN              |
 * | boolean    | Uint8Array, 0 or 1                    | MISSING_BOOLEAN  |
 * | category   | Uint32Array into a dictionary         | MISSING_CODE     |
 * | text       | the same                              | MISSING_CODE     |
 * | identifier | the same                              | MISSING_CODE     |
 *
 * Category, text and identifier differ in meaning only: a category repeats, a text is prose, an identifier
 * names its row and says nothing about the next one.
 */
export type ColumnKind = 'number' | 'category' | 'boolean' | 'time' | 'text' | 'identifier';

export const COLUMN_KINDS: readonly ColumnKind[] = [
  'number',
  'category',
  'boolean',
  'time',
  'text',
  'identifier',
];

export const MISSING_CODE = 0xffffffff;
export const MISSING_BOOLEAN = 255;

export interface NumberColumn {
  readonly kind: 'number' | 'time';
  readonly name: string;
  readonly values: Float64Array<ArrayBuffer>;
}

export interface BooleanColumn {
  readonly kind: 'boolean';
  readonly name: string;
  readonly values: Uint8Array<ArrayBuffer>;
}

export interface CodedColumn {
  readonly kind: 'category' | 'text' | 'identifier';
  readonly name: string;
  readonly values: Uint32Array<ArrayBuffer>;
  /** What each code stands for; without repetition, in order of first appearance. */
  readonly dictionary: readonly string[];
}

export type Column = NumberColumn | BooleanColumn | CodedColumn;

/** The column of such a kind. */
export type ColumnOf<K extends ColumnKind> = K extends 'number' | 'time'
  ? NumberColumn
  : K extends 'boolean'
    ? BooleanColumn
    : CodedColumn;

/** A single cell as a person would write it: null where it is missing. */
export type Cell = number | string | boolean | null;

export function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'number':
    case 'time':
      return Number.isNaN(column.values[row]!);
    case 'boolean':
      return column.values[row] === MISSING_BOOLEAN;
    default:
      return column.values[row] === MISSING_CODE;
  }
}

/** The cell's value: a time as milliseconds, a category as its label, null where it is missing. */
export function cellAt(column: Column, row: number): Cell {
  if (isMissing(column, row)) return null;
  switch (column.kind) {
    case 'number':
    case 'time':
      return column.values[row]!;
    case 'boolean':
      return column.values[row] === 1;
    default:
      return column.dictionary[column.values[row]!]!;
  }
}

/**
 * The cell as text: numbers in their shortest exact form, times in ISO 8601, null where it is missing.
 *
 * @example
 * cellText({ kind: 'time', name: 'at', values: new Float64Array([0]) }, 0) // "1970-01-01T00:00:00.000Z"
 */
export function cellText(column: Column, row: number): string | null {
  const cell = cellAt(column, row);
  if (cell === null) return null;
  return column.kind === 'time' ? new Date(cell as number).toISOString() : String(cell);
}
