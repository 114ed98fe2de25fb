/** Columns drawn beyond either edge. */
const SPARE = 2;

/** A column that is drawn, and how many are left out between it and the one drawn before. */
export interface DrawnColumn {
  readonly index: number;
  readonly skipped: number;
}

/**
 * The columns in sight of a table that is scrolled sideways, some to spare, and those that are to be drawn wherever they are.
 *
 * @param width of each column, in pixels
 * @param room the width in which columns are seen, in pixels
 * @param kept drawn in any case; indexes that are no column's are passed over
 * @example
 * drawnColumns(5000, 1760, 176, 176, [0])
 * // [{ index: 0, skipped: 0 }, { index: 8, skipped: 7 }, { index: 9, skipped: 0 }, { index: 10, skipped: 0 },
 * //  { index: 11, skipped: 0 }, { index: 12, skipped: 0 }]
 */
export function drawnColumns(
  columns: number,
  scrollLeft: number,
  width: number,
  room: number,
  kept: readonly number[] = [],
): readonly DrawnColumn[] {
  const first = Math.max(0, Math.min(Math.floor(scrollLeft / width), columns - 1) - SPARE);
  const last = Math.min(columns, Math.ceil((scrollLeft + room) / width) + SPARE);
  const inSight = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  const outside = kept.filter((index) => index >= 0 && index < columns && (index < first || index >= last));
  const indexes = [...new Set([...inSight, ...outside])].sort((a, b) => a - b);
  return indexes.map((index, at) => ({ index, skipped: index - (indexes[at - 1] ?? -1) - 1 }));
}
