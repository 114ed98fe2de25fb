import type { ColumnKind } from '../core/column.ts';
import { PerennialError } from '../core/errors.ts';
import type { CellsByName } from '../core/feedback.ts';

/** A row by the names of its columns; null, undefined, NaN and an absent name are missing cells. */
export type Row = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;

/**
 * Rows as CSV (RFC 4180), made to be read again: texts stay as they are, times are ISO 8601.
 *
 * Throws `no-rows` where there are none, and `row` for what is no row.
 */
export function rowsAsCsv(rows: readonly Row[]): string {
  const names = columnNames(rows);
  const lines = rows.map((row) => line(names.map((name) => textOf(row[name]))));
  return [line(names), ...lines].map((text) => `${text}\r\n`).join('');
}

/** The columns whose present cells are all numbers, all truths or all Dates. */
export function kindsOfRows(rows: readonly Row[]): Record<string, ColumnKind> {
  const kinds: Record<string, ColumnKind> = Object.create(null) as Record<string, ColumnKind>;
  for (const name of columnNames(rows)) {
    const found = new Set(rows.map((row) => kindOf(row[name])));
    found.delete('missing');
    const [kind] = found;
    if (found.size === 1 && kind !== undefined && kind !== 'string' && kind !== 'missing') kinds[name] = kind;
  }
  return kinds;
}

/** A row as one is asked about: a Date is its milliseconds since 1970. */
export function cellsOf(row: Row): CellsByName {
  const cells = Object.entries(row).map(([name, cell]) => {
    const value = cell instanceof Date ? cell.getTime() : cell;
    return [name, value === undefined || Number.isNaN(value) ? null : value] as const;
  });
  return Object.fromEntries(cells);
}

function columnNames(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0)
    throw new PerennialError('no-rows', 'there are no rows: the array is empty; bring at least one row', {
      stage: 'collect',
    });
  rows.forEach((row, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw noRow(row, index);
  });
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function noRow(row: unknown, index: number): PerennialError {
  const given = Array.isArray(row) ? 'an array' : row === null ? 'null' : `a ${typeof row}`;
  return new PerennialError(
    'row',
    `row ${index} is ${given}; a row is an object with a cell for each column, such as { size: 3.5, kind: "oak" }`,
    { stage: 'collect', details: { row: index } },
  );
}

function kindOf(cell: Row[string]): 'missing' | 'string' | 'number' | 'boolean' | 'time' {
  if (textOf(cell) === '') return 'missing';
  if (cell instanceof Date) return 'time';
  return typeof cell as 'string' | 'number' | 'boolean';
}

function textOf(cell: Row[string]): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString();
  return typeof cell === 'number' && Number.isNaN(cell) ? '' : String(cell);
}

/** An empty line would be read as no row at all. */
function line(cells: readonly string[]): string {
  return cells.map(quotedWhereNeeded).join(',') || '""';
}

function quotedWhereNeeded(text: string): string {
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
