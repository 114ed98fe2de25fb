export const ROW_HEIGHT = 34;

/** Rows drawn beyond either edge, so that a quick scroll meets rows and not a gap. */
const SPARE = 8;
/** Browsers stop at about 33 million pixels: beyond this, a pixel scrolled is more than a pixel of rows. */
const TALLEST = 12_000_000;

/** Which rows are to be drawn, from `first` up to `last`, and how much empty height stands above and below them. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
  readonly above: number;
  readonly below: number;
}

/**
 * The rows in sight of a scrolled table, and some to spare.
 *
 * @param room the height in which rows are seen, in pixels
 * @example
 * rowWindow(1000, 3400, 340) // { first: 92, last: 118, above: 3128, below: 29988 }
 */
export function rowWindow(rows: number, scrollTop: number, room: number): RowWindow {
  const isWhole = rows * ROW_HEIGHT <= TALLEST;
  const height = Math.min(rows * ROW_HEIGHT, TALLEST);
  const inSight = Math.ceil(room / ROW_HEIGHT);
  const scrollable = Math.max(1, height - room);
  const top = Math.min(scrollTop, scrollable);
  const seen = isWhole
    ? Math.floor(top / ROW_HEIGHT)
    : Math.round((top / scrollable) * Math.max(0, rows - inSight));
  const first = Math.max(0, seen - SPARE);
  const last = Math.min(rows, seen + inSight + SPARE);
  const above = isWhole ? first * ROW_HEIGHT : Math.max(0, top - (seen - first) * ROW_HEIGHT);
  return { first, last, above, below: Math.max(0, height - above - (last - first) * ROW_HEIGHT) };
}
