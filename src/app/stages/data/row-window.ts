export const ROW_HEIGHT = 34;

/** Rows drawn beyond either edge, so that a quick scroll meets rows and not a gap. */
const SPARE = 8;
/** Browsers lay no element out whole beyond 17.9 (Firefox) or 33.5 (Chrome) million pixels. */
const TALLEST = 10_000_000;
/**
 * Of a table taller than that: a wheel, a finger or a key moves the rows by as many pixels as the bar, while a longer step,
 * which only the bar's handle takes, leads to its share of all rows. As near to either end, bar and rows agree.
 */
const LONGEST_STEP = 4000;

/** Where a table is scrolled to, in pixels: where the scrollbar stands, and which of all rows' pixels is the topmost in sight. */
export interface Position {
  readonly scrollTop: number;
  readonly offset: number;
}

/** Which rows are to be drawn, from `first` up to `last`, and how much empty height stands above and below them. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
  readonly above: number;
  readonly below: number;
}

export const AT_TOP: Position = { scrollTop: 0, offset: 0 };

/** The height of all rows as it is laid out: at most 10 million pixels. */
export function bodyHeight(rows: number): number {
  return Math.min(rows * ROW_HEIGHT, TALLEST);
}

/**
 * Where the scrollbar belongs when this pixel of all rows is the topmost in sight.
 *
 * @param room the height in which rows are seen, in pixels
 * @example
 * positionAt(1000, 340, 340) // { scrollTop: 340, offset: 340 }
 * positionAt(Infinity, 1_000_000, 340) // { scrollTop: 9999660, offset: 33999660 }
 */
export function positionAt(offset: number, rows: number, room: number): Position {
  const { range, bar } = extents(rows, room);
  const wanted = clamp(offset, range);
  if (range === bar || wanted <= LONGEST_STEP) return { scrollTop: wanted, offset: wanted };
  if (wanted >= range - LONGEST_STEP) return { scrollTop: bar - (range - wanted), offset: wanted };
  const share = (wanted - LONGEST_STEP) / (range - 2 * LONGEST_STEP);
  return { scrollTop: LONGEST_STEP + share * (bar - 2 * LONGEST_STEP), offset: wanted };
}

/** Where the table is once the scrollbar has moved to `scrollTop`; the bar itself may have to be moved to the answer's. */
export function scrolledTo(scrollTop: number, before: Position, rows: number, room: number): Position {
  const { range, bar } = extents(rows, room);
  const top = clamp(scrollTop, bar);
  if (range === bar) return { scrollTop: top, offset: top };
  const step = top - before.scrollTop;
  if (Math.abs(step) > LONGEST_STEP) return { scrollTop: top, offset: offsetAt(top, range, bar) };
  const offset = clamp(before.offset + step, range);
  const isNearAnEnd = top <= LONGEST_STEP || top >= bar - LONGEST_STEP;
  return isNearAnEnd ? positionAt(offset, rows, room) : { scrollTop: top, offset };
}

/**
 * The rows in sight of a scrolled table, and some to spare.
 *
 * @example
 * rowWindow({ scrollTop: 3400, offset: 3400 }, 1000, 340) // { first: 92, last: 118, above: 3128, below: 29988 }
 */
export function rowWindow({ scrollTop, offset }: Position, rows: number, room: number): RowWindow {
  const { range } = extents(rows, room);
  const top = clamp(offset, range);
  const hidden = top - scrollTop;
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - SPARE, Math.ceil(hidden / ROW_HEIGHT));
  const last = Math.min(rows, Math.ceil((top + room) / ROW_HEIGHT) + SPARE);
  const above = Math.max(0, first * ROW_HEIGHT - hidden);
  return { first, last, above, below: Math.max(0, bodyHeight(rows) - above - (last - first) * ROW_HEIGHT) };
}

/** How many rows are drawn at most where they are seen in this height. */
export function mostDrawn(room: number): number {
  return Math.ceil(room / ROW_HEIGHT) + 1 + 2 * SPARE;
}

function offsetAt(top: number, range: number, bar: number): number {
  if (top <= LONGEST_STEP) return top;
  if (top >= bar - LONGEST_STEP) return range - (bar - top);
  const share = (top - LONGEST_STEP) / (bar - 2 * LONGEST_STEP);
  return LONGEST_STEP + share * (range - 2 * LONGEST_STEP);
}

/** How far the rows and the bar can go. */
function extents(rows: number, room: number): { readonly range: number; readonly bar: number } {
  return {
    range: Math.max(0, rows * ROW_HEIGHT - room),
    bar: Math.max(0, bodyHeight(rows) - room),
  };
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), most);
}
