import {
  type Column,
  type ColumnKind,
  type ColumnOf,
  MISSING_BOOLEAN,
  MISSING_CODE,
} from '../core/column.ts';
import { PerennialError } from '../core/errors.ts';
import type { Cell, CellsByName } from '../core/feedback.ts';
import type { Field } from '../core/schema.ts';
import type { Table } from '../core/table.ts';
import { isMissingText } from '../flow/collect/missing.ts';
import { parseBooleanAsAsked } from '../flow/collect/parse-boolean.ts';
import { parseNumber } from '../flow/collect/parse-number.ts';
import { parseTime } from '../flow/collect/parse-time.ts';

type NamedKind = Pick<Field, 'name' | 'kind'>;

/**
 * Cells that a person has typed, as a table of one row. Texts are read as they would be in a file: blanks around them
 * are nothing, "NA" and its like are missing, a time without a zone is UTC.
 *
 * @throws PerennialError `cell`, naming the column, what it says and what it must be
 */
export function tableOfRow(inputs: readonly NamedKind[], row: CellsByName): Table {
  return { rows: 1, columns: inputs.map((field) => columnOfCells(field, [cellOf(row, field.name)], '')) };
}

/** The cells of one column of many rows; an error names the row as well, counted from 1. */
export function columnOfRows<K extends ColumnKind>(
  field: NamedKind & { readonly kind: K },
  rows: readonly CellsByName[],
): ColumnOf<K> {
  const cells = rows.map((row) => cellOf(row, field.name));
  return columnOfCells(field, cells, 'row ') as ColumnOf<K>;
}

/** What the row says of a column; null where it says nothing, or what is read as missing. */
export function cellOf(row: CellsByName, name: string): Cell {
  const cell = Object.hasOwn(row, name) ? row[name] : null;
  if (typeof cell !== 'string') return cell ?? null;
  const text = cell.trim();
  return isMissingText(text) ? null : text;
}

/** `counted`: how a row's number is begun where it is told; empty where there is but one. */
function columnOfCells({ name, kind }: NamedKind, cells: readonly Cell[], counted: string): Column {
  const read = (parse: (cell: NonNullable<Cell>) => number, missing: number, wanted: string) =>
    cells.map((cell, row) => {
      if (cell === null) return missing;
      const value = parse(cell);
      return Number.isFinite(value) ? value : refuse(name, cell, wanted, counted && `${counted}${row + 1}: `);
    });
  switch (kind) {
    case 'number':
      return { kind, name, values: Float64Array.from(read(numberIn, NaN, 'a number, such as 3.5')) };
    case 'time':
      return {
        kind,
        name,
        values: Float64Array.from(read(timeIn, NaN, 'a date or time, such as 2024-05-31T12:00')),
      };
    case 'boolean':
      return { kind, name, values: Uint8Array.from(read(truthIn, MISSING_BOOLEAN, 'true or false')) };
    default: {
      const codes = new Map<string, number>();
      const codeOf = (text: string): number => {
        const code = codes.get(text) ?? codes.size;
        codes.set(text, code);
        return code;
      };
      const values = Uint32Array.from(cells, (cell) => (cell === null ? MISSING_CODE : codeOf(String(cell))));
      return { kind, name, values, dictionary: [...codes.keys()] };
    }
  }
}

/** NaN where it says none. */
export function numberIn(cell: NonNullable<Cell>): number {
  return typeof cell === 'string' ? parseNumber(cell, true) : Number(cell);
}

function timeIn(cell: NonNullable<Cell>): number {
  return typeof cell === 'number' ? cell : parseTime(String(cell), 'iso');
}

function truthIn(cell: NonNullable<Cell>): number {
  return parseBooleanAsAsked(String(cell));
}

function refuse(name: string, cell: NonNullable<Cell>, wanted: string, place: string): never {
  throw new PerennialError(
    'cell',
    `${place}"${name}" is "${String(cell)}"; it must be ${wanted}, or left empty`,
    { stage: 'prepare', details: { column: name } },
  );
}
