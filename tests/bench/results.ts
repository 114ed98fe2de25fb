import { mkdirSync, writeFileSync } from 'node:fs';
import { median } from './median.ts';

export interface Row {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly runs: readonly number[];
  /** As the figure must be: ">= 0.76"; "reported" where nothing is asked. */
  readonly goal: string;
  readonly note: string;
}

/** A row of the median of its runs. */
export function rowOf(id: string, runs: readonly number[], unit: string, goal: string, note = ''): Row {
  return { id, value: median(runs), unit, runs, goal, note };
}

function isReached({ value, goal }: Row): boolean | null {
  const match = /^(>=|<=|>|<) ([\d.]+)$/.exec(goal);
  if (!match) return null;
  const bound = Number(match[2]);
  switch (match[1]) {
    case '>=':
      return value >= bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    default:
      return value < bound;
  }
}

export function writeResults(suite: string, rows: readonly Row[]): void {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${suite}.json`, folder), `${JSON.stringify({ rows }, null, 2)}\n`);
}

export function printResults(rows: readonly Row[]): void {
  const lines = rows.map((row) => [
    row.id,
    `${Number(row.value.toPrecision(4))} ${row.unit}`,
    row.goal,
    { true: 'reached', false: 'MISSED', null: '' }[String(isReached(row)) as 'true' | 'false' | 'null'],
    row.note,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
