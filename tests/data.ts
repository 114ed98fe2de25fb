import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(process.env['PERENNIAL_DATA'] ?? '../shared/data');

/** Where a real data file is, or undefined where this machine does not have it. */
export function dataFile(name: string): string | undefined {
  const path = resolve(folder, name);
  return existsSync(path) ? path : undefined;
}

export const noData = (name: string): string =>
  `${name} is not on this machine (PERENNIAL_DATA names its folder)`;

/** A CSV file's header and its rows as lines. */
export function csvLines(path: string): { header: string; rows: string[] } {
  const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  return { header: header!, rows };
}

/** Rows `from` to `to` of a CSV file as a file of their own. */
export function csvPart({ header, rows }: ReturnType<typeof csvLines>, from: number, to: number): string {
  return `${[header, ...rows.slice(from, to)].join('\n')}\n`;
}
