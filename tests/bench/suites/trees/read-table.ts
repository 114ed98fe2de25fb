import type { Task } from '../../../../src/core/schema.ts';
import { csvLines, dataFile, noData } from '../../../data.ts';
import type { RowTable } from './write-rows.ts';

export interface TableFiles {
  /** Read one after the other. */
  readonly files: readonly string[];
  readonly task: Task;
  readonly target: string;
  readonly categories: readonly string[];
  readonly without: readonly string[];
}

/** Reads CSV files of simple cells. Categories and labels are in the order of their names; "?" is missing; a date is a number of days. */
export function readTable({ files, task, target, categories, without }: TableFiles): RowTable {
  const { names, cells } = readCells(files);
  const features = names.filter((name) => name !== target && !without.includes(name));
  const counts: Record<string, number> = {};
  const columns = features.map((name) => {
    const column = names.indexOf(name);
    const own = cells.map((row) => row[column]!);
    if (!categories.includes(name)) return own.map(numberOf);
    const known = sortedDistinct(own.filter((cell) => cell !== '?'));
    counts[name] = known.length;
    return own.map((cell) => (cell === '?' ? NaN : known.indexOf(cell)));
  });
  const targets = cells.map((row) => row[names.indexOf(target)]!.replace(/\.$/, ''));
  const classes = task === 'regression' ? [] : sortedDistinct(targets);
  const width = features.length;
  const x = new Float32Array(cells.length * width);
  for (const [feature, column] of columns.entries())
    for (const [row, value] of column.entries()) x[row * width + feature] = value;
  const y = Float32Array.from(targets, (cell) =>
    task === 'regression' ? Number(cell) : classes.indexOf(cell),
  );
  return { shape: { task, features, classes, categories: counts }, x, y };
}

/** Rows that a file has. */
export function rowsIn(file: string): number {
  return csvLines(pathOf(file)).rows.length;
}

function readCells(files: readonly string[]): { names: readonly string[]; cells: readonly string[][] } {
  const read = files.map((file) => csvLines(pathOf(file)));
  const split = (line: string) => line.split(',').map((cell) => cell.trim().replaceAll('"', ''));
  return { names: split(read[0]!.header), cells: read.flatMap(({ rows }) => rows.map(split)) };
}

function numberOf(cell: string): number {
  if (cell === '?' || cell === '') return NaN;
  return /^\d{4}-\d\d-\d\d$/.test(cell) ? Date.parse(cell) / 86_400_000 : Number(cell);
}

function sortedDistinct(cells: readonly string[]): readonly string[] {
  return [...new Set(cells)].sort();
}

function pathOf(name: string): string {
  const path = dataFile(name);
  if (!path) throw new Error(noData(name));
  return path;
}
