import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Column, MISSING_CODE } from '../../../src/core/column.ts';
import type { Table } from '../../../src/core/table.ts';

const folder = join(import.meta.dirname, '../../..', process.env.PERENNIAL_DATA ?? '../shared/data');
const MISSING = new Set(['', '?', 'NA']);

export function hasData(name: string): boolean {
  return existsSync(join(folder, name));
}

/** A plain CSV without quoted delimiters, its first `limit` rows; all numbers: number, all ISO dates: time, else category. */
export function readCsv(name: string, limit = Infinity): Table {
  const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split(/\r?\n/);
  const cut = (line: string) => line.split(',').map((cell) => cell.trim().replace(/^"|"$/g, ''));
  const rows = lines.slice(1, limit + 1).map(cut);
  const columns = cut(lines[0]!).map((header, at) =>
    columnFrom(
      header,
      rows.map((row) => row[at]!),
    ),
  );
  return { rows: rows.length, columns };
}

export function columnFrom(name: string, cells: readonly (string | null)[]): Column {
  const texts = cells.map((cell) => (cell === null || MISSING.has(cell) ? null : cell));
  const present = texts.filter((text) => text !== null);
  const numbers = (read: (text: string) => number) =>
    Float64Array.from(texts, (text) => (text === null ? NaN : read(text)));
  if (present.every((text) => !Number.isNaN(Number(text))))
    return { kind: 'number', name, values: numbers(Number) };
  if (present.every((text) => /^\d{4}-\d\d-\d\d/.test(text)))
    return { kind: 'time', name, values: numbers((text) => Date.parse(`${text.replace(' ', 'T')}Z`)) };
  const codes = new Map<string, number>();
  const values = Uint32Array.from(texts, (text) => {
    if (text === null) return MISSING_CODE;
    if (!codes.has(text)) codes.set(text, codes.size);
    return codes.get(text)!;
  });
  return { kind: 'category', name, values, dictionary: [...codes.keys()] };
}

/** A table of the cells given, each column's kind found as in a file. */
export function tableOf(columns: Readonly<Record<string, readonly (string | number | null)[]>>): Table {
  const made = Object.entries(columns).map(([name, cells]) =>
    columnFrom(
      name,
      cells.map((cell) => (cell === null ? null : String(cell))),
    ),
  );
  return { rows: made[0]?.values.length ?? 0, columns: made };
}
