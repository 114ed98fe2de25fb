import type { ReadOptions } from '../../core/reader.ts';
import { FORMATS, isInfiniteText, type NumberFormat, parseFormatted, PLAIN } from './number-format.ts';

/** The marks that a person has chosen, for columns that leave them open. */
export type NumberMarks = Pick<ReadOptions, 'decimal' | 'thousands'>;

/** How the numbers of a column are written. */
export interface FormatDecision {
  readonly format: NumberFormat;
  /** A cell that stands for another number in `rival`, which fits the column as well; null where nothing is open. */
  readonly open: { readonly text: string; readonly rival: NumberFormat } | null;
}

/**
 * The format that fits the most of a column's cells, decided over all of them; null where none fits all but `allowed`.
 *
 * Where formats fit equally well and every cell is the same number in all of them, the first one serves. Where a cell is
 * not, what the person has chosen decides; without that the column stays open.
 *
 * @param excluded formats that a cell has already contradicted: another one must fit better than they do.
 *
 * @example
 * decideNumberFormat(['1,5', '1,234'], 0) // { format: { decimal: ',', thousands: '.' }, open: null }
 * decideNumberFormat(['1,234'], 0)?.open // { text: '1,234', rival: { decimal: ',', thousands: '.' } }
 */
export function decideNumberFormat(
  present: readonly string[],
  allowed: number,
  marks: NumberMarks = {},
  excluded: ReadonlySet<unknown> = new Set(),
): FormatDecision | null {
  const cells = present.filter((text) => !isInfiniteText(text));
  if (cells.length === 0) return present.length === 0 ? { format: PLAIN, open: null } : null;
  const plain = misfitsOf(cells, PLAIN, allowed);
  const isChosen = marks.decimal !== undefined || marks.thousands !== undefined;
  const isPlainOpen = plain <= allowed && !excluded.has(PLAIN);
  if (plain === 0 && isPlainOpen && !isChosen) return { format: PLAIN, open: null };
  const all = FORMATS.map((format) => misfitsOf(cells, format, allowed));
  const barred = Math.min(...all.filter((_, index) => excluded.has(FORMATS[index])));
  const counts = all.map((count) => (count < barred ? count : Infinity));
  if (isChosen) {
    const chosen = leastOf(
      FORMATS.filter((format) => isOfMarks(format, marks)),
      counts,
    );
    const agreed = chosen.find((format) => plain > 0 || firstDifference(cells, PLAIN, format) !== null);
    if (agreed) return { format: agreed, open: null };
    if (plain === 0 && isPlainOpen) return { format: PLAIN, open: null };
  }
  const best = leastOf(FORMATS, counts);
  const least = best.length > 0 ? counts[FORMATS.indexOf(best[0]!)]! : Infinity;
  if (!(least < plain)) return isPlainOpen ? { format: PLAIN, open: null } : null;
  const format = best[0]!;
  for (const rival of best) {
    const text = firstDifference(cells, format, rival);
    if (text !== null) return { format, open: { text, rival } };
  }
  return { format, open: null };
}

/** Cells that are no numbers in a format; Infinity once they are more than allowed. */
function misfitsOf(cells: readonly string[], format: NumberFormat, allowed: number): number {
  let count = 0;
  for (const text of cells)
    if (Number.isNaN(parseFormatted(text, format)) && ++count > allowed) return Infinity;
  return count === cells.length ? Infinity : count;
}

function leastOf(formats: readonly NumberFormat[], counts: readonly number[]): readonly NumberFormat[] {
  const countOf = (format: NumberFormat) => counts[FORMATS.indexOf(format)]!;
  const least = Math.min(...formats.map(countOf));
  return least === Infinity ? [] : formats.filter((format) => countOf(format) === least);
}

function isOfMarks(format: NumberFormat, { decimal, thousands }: NumberMarks): boolean {
  if (decimal !== undefined && format.decimal !== decimal) return false;
  return thousands === undefined || thousands === '' || format.thousands === thousands;
}

function firstDifference(cells: readonly string[], one: NumberFormat, other: NumberFormat): string | null {
  for (const text of cells)
    if (!Object.is(parseFormatted(text, one), parseFormatted(text, other))) return text;
  return null;
}
