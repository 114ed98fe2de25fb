import type { Random } from '../../../core/random.ts';
import { sampleRows } from '../trees/sample-rows.ts';
import type { ForestOptions } from './forest-options.ts';

/** The rows that a tree is grown on. */
export interface Bag {
  /** In ascending order; null: all. */
  readonly rows: Uint32Array<ArrayBuffer> | null;
  /** How often each row was drawn, 0 for those left out; null: each once. */
  readonly counts: Uint32Array<ArrayBuffer> | null; // (all rows)
}

/**
 * With replacement as many draws as there are rows, `bagRows` at most: some 37 of a hundred rows are never drawn, and judge the tree. Without, all rows, or
 * `bagRows` different ones.
 *
 * @example
 * drawBag(4, { bag: 'none', bagRows: 10 }, random) // { rows: null, counts: null }
 */
export function drawBag(
  rows: number,
  { bag, bagRows }: Pick<ForestOptions, 'bag' | 'bagRows'>,
  random: Random,
): Bag {
  if (!leavesRowsOut(rows, { bag, bagRows })) return { rows: null, counts: null };
  const counts = new Uint32Array(rows);
  const draws = Math.min(rows, bagRows);
  if (bag === 'none') for (const row of sampleRows(rows, draws, random)) counts[row] = 1;
  else for (let draw = 0; draw < draws; draw++) counts[random.below(rows)]!++;
  const drawn = new Uint32Array(draws);
  let taken = 0;
  for (let row = 0; row < rows; row++) if (counts[row]! > 0) drawn[taken++] = row;
  return { rows: drawn.slice(0, taken), counts };
}

/** Whether there are rows that a tree does not learn, by which it can be judged. */
export function leavesRowsOut(
  rows: number,
  { bag, bagRows }: Pick<ForestOptions, 'bag' | 'bagRows'>,
): boolean {
  return bag === 'replacement' || rows > bagRows;
}
