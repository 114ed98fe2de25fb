import {
  type BooleanColumn,
  type CodedColumn,
  type Column,
  type ColumnKind,
  type ColumnOf,
  type NumberColumn,
  cellText,
  isMissing,
  MISSING_BOOLEAN,
  MISSING_CODE,
} from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import type { Field } from '../../core/schema.ts';
import { isCoded, isNumeric } from './present.ts';

/** What a conversion has to know of the column as it was learnt. */
type Wanted = Pick<Field, 'kind' | 'labels'>;

const MISSING_TOKENS = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);
const ISO_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?)?\s*(Z|[+-]\d{2}:\d{2})?$/;
const TRUTHS: readonly (readonly [string, string])[] = [
  ['false', 'true'],
  ['no', 'yes'],
  ['n', 'y'],
  ['f', 't'],
  ['0', '1'],
];

/**
 * The same cells as a column of the kind that was learnt, wherever there is only one way to read them so.
 *
 * A later file may be read otherwise than the first: a column without a value, numbers beside a token for a
 * missing cell, labels that happen to be numbers. What cannot be read so is refused: a number as a time (seconds or
 * milliseconds?), a label as a number, a time as a category.
 *
 * @param startRow the row of the whole table that the column's first cell stands in
 * @throws PerennialError `column-kind`, naming the column, the first cell that does not fit, and its row counted from 1
 * @example
 * const column: Column = { kind: 'category', name: 'age', values: Uint32Array.of(0, 1), dictionary: ['39', 'n/a'] };
 * convertColumn(column, { kind: 'number', labels: [] }).values // Float64Array [39, NaN]
 */
export function convertColumn<K extends ColumnKind>(
  column: Column,
  wanted: Wanted & { readonly kind: K },
  startRow = 0,
): ColumnOf<K> {
  return convert(column, wanted, startRow) as ColumnOf<K>;
}

function convert(column: Column, wanted: Wanted, startRow: number): Column {
  if (column.kind === wanted.kind) return column;
  const refuse: Refuse = (row) => refuseCell(column, wanted.kind, row, startRow);
  switch (wanted.kind) {
    case 'number':
      return toNumbers(column, 'number', column.kind === 'time' ? null : parseNumber, refuse);
    case 'time':
      return toNumbers(column, 'time', isCoded(column) ? parseTime : null, refuse);
    case 'boolean':
      return toBooleans(column, refuse);
    default:
      return toLabels(column, wanted.kind, wanted.labels, refuse);
  }
}

/** Says that the cell of this row cannot be read as wanted. */
type Refuse = (row: number) => never;

/** Reads a label: undefined where it cannot be read, NaN where it stands for a missing cell. */
type Parse = (label: string) => number | undefined;

function parseNumber(label: string): number | undefined {
  if (isMissingToken(label)) return NaN;
  const value = Number(label);
  return Number.isNaN(value) ? undefined : value;
}

function parseTime(label: string): number | undefined {
  if (isMissingToken(label)) return NaN;
  const match = ISO_TIME.exec(label.trim());
  if (!match) return undefined;
  const [, day, minute = '00:00', second = '', zone = 'Z'] = match;
  const time = Date.parse(`${day}T${minute}${second}${zone}`);
  return Number.isNaN(time) ? undefined : time;
}

function parseTruth(label: string): number | undefined {
  if (isMissingToken(label)) return NaN;
  const text = label.trim().toLowerCase();
  const pair = TRUTHS.find((truths) => truths.includes(text));
  return pair?.indexOf(text);
}

function isMissingToken(label: string): boolean {
  return MISSING_TOKENS.has(label.trim().toLowerCase());
}

/** Every cell by `parse`, each label of a dictionary once; `null`: only missing cells will do. */
function readCells(column: Column, parse: Parse | null, refuse: Refuse): Float64Array<ArrayBuffer> {
  const values = new Float64Array(column.values.length);
  const known = new Map<number, number>();
  for (let row = 0; row < values.length; row++) {
    if (isMissing(column, row)) {
      values[row] = NaN;
      continue;
    }
    const stored = column.values[row]!;
    let value = known.get(stored);
    if (value === undefined) {
      value = parse?.(column.kind === 'boolean' ? String(stored) : cellText(column, row)!);
      if (value === undefined) return refuse(row);
      if (isCoded(column)) known.set(stored, value);
    }
    values[row] = value;
  }
  return values;
}

function toNumbers(
  column: Column,
  kind: 'number' | 'time',
  parse: Parse | null,
  refuse: Refuse,
): NumberColumn {
  return { kind, name: column.name, values: readCells(column, parse, refuse) };
}

function toBooleans(column: Column, refuse: Refuse): BooleanColumn {
  const read = readCells(column, column.kind === 'time' ? null : parseTruth, refuse);
  const values = Uint8Array.from(read, (value) => (Number.isNaN(value) ? MISSING_BOOLEAN : value));
  return { kind: 'boolean', name: column.name, values };
}

function toLabels(
  column: Column,
  kind: 'category' | 'text' | 'identifier',
  labels: readonly string[],
  refuse: Refuse,
): CodedColumn {
  if (isCoded(column)) return { ...column, kind };
  const spell = column.kind === 'boolean' ? truthSpelling(labels) : numberSpelling(labels);
  const codes = new Map<string, number>();
  const known = new Map<number, number>();
  const values = new Uint32Array(column.values.length).fill(MISSING_CODE);
  for (let row = 0; row < values.length; row++) {
    if (isMissing(column, row)) continue;
    const stored = column.values[row]!;
    let code = known.get(stored);
    if (code === undefined) {
      const label = column.kind === 'time' ? undefined : spell(stored);
      if (label === undefined) return refuse(row);
      code = codes.get(label) ?? codes.size;
      codes.set(label, code);
      known.set(stored, code);
    }
    values[row] = code;
  }
  return { kind, name: column.name, values, dictionary: [...codes.keys()] };
}

/** Writes a number as the label that was learnt for it ("1.0"), or else in its shortest form. */
function numberSpelling(labels: readonly string[]): (value: number) => string {
  const spelling = new Map<number, string>();
  for (const label of labels) {
    const value = label.trim() === '' ? NaN : Number(label);
    if (!Number.isNaN(value) && !spelling.has(value)) spelling.set(value, label);
  }
  return (value) => spelling.get(value) ?? String(value);
}

/** Writes a truth value as the labels that were learnt do; undefined where none of them is a truth value. */
function truthSpelling(labels: readonly string[]): (value: number) => string | undefined {
  const pair = TRUTHS.find((truths) => labels.some((label) => truths.includes(label.trim().toLowerCase())));
  return (value) =>
    pair && (labels.find((label) => label.trim().toLowerCase() === pair[value]) ?? pair[value]);
}

const KIND_WORDS: Readonly<Record<ColumnKind, string>> = {
  number: 'a number',
  category: 'a category',
  boolean: 'a yes or no',
  time: 'a date or time',
  text: 'a text',
  identifier: 'an identifier',
};

function refuseCell(column: Column, kind: ColumnKind, row: number, startRow: number): never {
  const cell = cellText(column, row)!;
  throw new PerennialError(
    'column-kind',
    `column "${column.name}" was learnt as ${KIND_WORDS[kind]}, but "${cell}" in row ${startRow + row + 1} is ${isNumeric(column) || column.kind === 'boolean' ? KIND_WORDS[column.kind] : 'none'}; correct the cell, or leave it empty`,
    { stage: 'prepare', details: { column: column.name, cell, row: startRow + row + 1, kind } },
  );
}
