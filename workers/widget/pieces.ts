import { pause } from '../../src/core/clock.ts';
import type { Column } from '../../src/core/column.ts';
import type { CellsByName } from '../../src/core/feedback.ts';
import type { Matrix } from '../../src/core/matrix.ts';
import { letOthersIn } from '../../src/core/sliced.ts';
import { sliceRows, type Table } from '../../src/core/table.ts';
import { prepareRows } from '../../src/flow/prepare/prepare-rows.ts';
import { columnOfRows } from '../../src/workspace/row-of-cells.ts';
import { stepsOf } from './family.ts';
import { type Line, matrixOf } from './model.ts';

/** Cells at a time: some five milliseconds of work while the code is cold. */
const PIECE_CELLS = 160;

/** Some rows of many, as the model reads them. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly table: Table;
  readonly x: Matrix;
}

/** How many rows are looked at before others are let in. */
export function pieceRows({ recipe }: Line): number {
  return Math.max(1, Math.floor(PIECE_CELLS / recipe.inputs.length));
}

/**
 * The rows as the model reads them, in pieces between which others are let in: where the house is on the page, it still draws.
 * Rows that are one piece are read at once. Throws `cell`, naming column, cell and row, before the first piece is there.
 */
export async function* piecesOf(
  line: Line,
  rows: readonly CellsByName[],
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const { recipe } = line;
  const size = pieceRows(line);
  const columns: Column[] = [];
  for (const field of recipe.inputs) {
    columns.push(columnOfRows(field, rows));
    if (rows.length > size) await pause();
  }
  const table = { rows: rows.length, columns };
  if (rows.length <= size) {
    if (rows.length > 0) yield { from: 0, to: rows.length, table, x: matrixOf(line, table) };
    return;
  }
  const { features } = recipe;
  const findStep = stepsOf(line.family);
  const all = new Float32Array(rows.length * features.length); // (rows, features)
  for (let from = 0; from < rows.length; from += size) {
    const to = Math.min(from + size, rows.length);
    const piece = sliceRows(table, from, to);
    await letOthersIn(prepareRows(recipe, piece, findStep, all, from), { signal });
    const data = all.subarray(from * features.length, to * features.length);
    yield { from, to, table: piece, x: { rows: to - from, features, data } };
  }
}

/** Throws what reading the rows would throw. */
export async function requireReadable(...about: Parameters<typeof piecesOf>): Promise<void> {
  const pieces = piecesOf(...about);
  while (!(await pieces.next()).done);
}
