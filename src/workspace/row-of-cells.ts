import { type Column, MISSING_BOOLEAN, MISSING_CODE } from '../core/column.ts';
import { PerennialError } from '../core/errors.ts';
import type { Field } from '../core/schema.ts';
import type { Table } from '../core/table.ts';
import { isMissingText } from '../flow/collect/missing.ts';
import { parseBooleanAsAsked } from '../flow/collect/parse-boolean.ts';
import { parseNumber } from '../flow/collect/parse-number.ts';
import { parseTime } from '../flow/collect/parse-time.ts';
import type { Workspace } from './api.ts';

type Row = Parameters<Workspace['predictRow']>[1];
type Cell = Row[string];

/**
 * Cells that a person has typed, as a table of one row. Texts are read as they would be in a file: blanks around them
 * are nothing, "NA" and its like are missing, a time without a zone is UTC.
 *
 * @throws PerennialError `cell`, naming the column, what it says and what it must be
 */
export function tableOfRow(inputs: readonly Field[], row: Row): Table {
  return { rows: 1, columns: inputs.map((field) => columnOfCell(field, presentCell(row[field.name]))) };
}

function presentCell(cell: Cell | undefined): Cell {
  if (typeof cell !== 'string') return cell ?? null;
  const text = cell.trim();
  return isMissingText(text) ? null : text;
}

function columnOfCell({ name, kind }: Field, cell: Cell): Column {
  switch (kind) {
    case 'number':
      return { kind, name, values: Float64Array.of(cell === null ? NaN : numberIn(name, cell)) };
    case 'time':
      return { kind, name, values: Float64Array.of(cell === null ? NaN : timeIn(name, cell)) };
    case 'boolean':
      return { kind, name, values: Uint8Array.of(cell === null ? MISSING_BOOLEAN : truthIn(name, cell)) };
    default:
      return cell === null
        ? { kind, name, values: Uint32Array.of(MISSING_CODE), dictionary: [] }
        : { kind, name, values: Uint32Array.of(0), dictionary: [String(cell)] };
  }
}

function numberIn(name: string, cell: NonNullable<Cell>): number {
  const value = typeof cell === 'string' ? parseNumber(cell, true) : Number(cell);
  return Number.isFinite(value) ? value : refuse(name, cell, 'a number, such as 3.5');
}

function timeIn(name: string, cell: NonNullable<Cell>): number {
  const value = typeof cell === 'number' ? cell : parseTime(String(cell), 'iso');
  return Number.isFinite(value) ? value : refuse(name, cell, 'a date or time, such as 2024-05-31T12:00');
}

function truthIn(name: string, cell: NonNullable<Cell>): number {
  const value = parseBooleanAsAsked(String(cell));
  return Number.isNaN(value) ? refuse(name, cell, 'true or false') : value;
}

function refuse(name: string, cell: NonNullable<Cell>, wanted: string): never {
  throw new PerennialError('cell', `"${name}" is "${String(cell)}"; it must be ${wanted}, or left empty`, {
    stage: 'prepare',
    details: { column: name },
  });
}
