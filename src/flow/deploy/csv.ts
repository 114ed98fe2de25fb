import { cellText, type Column } from '../../core/column.ts';
import type { Table } from '../../core/table.ts';

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/u;
const STARTS_FORMULA = /^[=+\-@\t\r]/u;
const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;

/**
 * A table as CSV (RFC 4180: comma, CRLF, quotes doubled), UTF-8 when encoded. A missing cell is empty; a time is
 * written in ISO 8601.
 *
 * A text that a spreadsheet would run as a formula (it starts with = + - @, tab or CR and is no plain number) gets an
 * apostrophe in front, as OWASP advises ("CSV Injection"); so do column names.
 *
 * @example
 * const table: Table = {
 *   rows: 2,
 *   columns: [
 *     { kind: 'text', name: 'name', values: Uint32Array.of(0, 1), dictionary: ['a, b', '=1+1'] },
 *     { kind: 'number', name: 'size', values: Float64Array.of(1.5, NaN) },
 *   ],
 * };
 * csvText(table, { header: true }) // 'name,size\r\n"a, b",1.5\r\n\'=1+1,\r\n'
 */
export function csvText(table: Table, options: { readonly header: boolean }): string {
  const writers = table.columns.map(cellWriter);
  const lines: string[] = [];
  if (options.header) lines.push(line(table.columns.map((column) => escaped(column.name))));
  for (let row = 0; row < table.rows; row++) lines.push(line(writers.map((write) => write(row))));
  return lines.map((text) => `${text}\r\n`).join('');
}

/** An empty line would be read as no row at all. */
function line(cells: readonly string[]): string {
  return cells.join(',') || '""';
}

function cellWriter(column: Column): (row: number) => string {
  if (!('dictionary' in column)) return (row) => cellText(column, row) ?? '';
  const labels = column.dictionary.map(escaped);
  return (row) => labels[column.values[row]!] ?? '';
}

function escaped(text: string): string {
  const harmless = STARTS_FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
