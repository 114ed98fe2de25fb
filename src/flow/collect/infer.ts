import type { ColumnKind } from '../../core/column.ts';
import { isMissingText } from './missing.ts';
import { parseBoolean } from './parse-boolean.ts';
import { parseNumber } from './parse-number.ts';
import { parseTime, type TimeFormat } from './parse-time.ts';

/** What a column looks like. */
export interface Guess {
  readonly kind: ColumnKind;
  readonly timeFormat: TimeFormat;
  /** A sentence for the person where the guess could have gone another way. */
  readonly note: string | null;
}

/** Fewer misfits than one in 200 do not keep a column from being taken for numbers at first. */
export const TOLERATED_MISFITS = 0.005;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const FORMATS: readonly TimeFormat[] = ['iso', 'day.month.year', 'day/month/year', 'month/day/year'];

/**
 * The kind of a column from a sample of its cells:
 *
 * 1. number, time or boolean (true/false or yes/no) if the cells fit; without any cell: number;
 * 2. identifier if all cells are UUIDs;
 * 3. category if they repeat: at most 20 different values, or at most one for 20 cells;
 * 4. text if they have more than four words on average;
 * 5. identifier if no two are equal;
 * 6. category otherwise.
 *
 * Slashed dates that fit both day/month and month/day are not guessed at: the column stays what its texts are, with a note.
 *
 * @param excluded kinds that a cell elsewhere has already contradicted.
 */
export function inferKind(
  name: string,
  texts: readonly string[],
  excluded: ReadonlySet<ColumnKind> = new Set(),
): Guess {
  const present: string[] = [];
  for (const text of texts) {
    const trimmed = text.trim();
    if (!isMissingText(trimmed)) present.push(trimmed);
  }
  const guess = (kind: ColumnKind, timeFormat: TimeFormat = 'iso', note: string | null = null): Guess => ({
    kind,
    timeFormat,
    note,
  });
  if (!excluded.has('number') && fit(present, (text) => parseNumber(text))) return guess('number');
  let note: string | null = null;
  if (!excluded.has('time')) {
    const formats = timeFormatsOf(present);
    if (formats.length === 1) return guess('time', formats[0]);
    if (formats.length > 1) note = ambiguous(name, present[0]!);
  }
  if (!excluded.has('boolean') && present.length > 0 && areBoolean(present)) return guess('boolean');
  return guess(codedKind(present), 'iso', note);
}

/** The format of a column that is known to hold times: where day and month could be swapped, the day comes first. */
export function timeFormatOf(texts: readonly string[]): TimeFormat {
  const present = texts.map((text) => text.trim()).filter((text) => !isMissingText(text));
  const fits = FORMATS.map((format) => ({
    format,
    count: present.reduce((sum, text) => sum + (Number.isNaN(parseTime(text, format)) ? 0 : 1), 0),
  }));
  return fits.reduce((best, each) => (each.count > best.count ? each : best)).format;
}

/** Which formats fit the most cells, if those are nearly all. */
export function timeFormatsOf(present: readonly string[]): readonly TimeFormat[] {
  if (present.length === 0) return [];
  const misfits = FORMATS.map((format) => {
    const allowed = allowance(present.length);
    let count = 0;
    for (const text of present) if (Number.isNaN(parseTime(text, format)) && ++count > allowed) break;
    return count > allowed ? Infinity : count;
  });
  const least = Math.min(...misfits);
  return least === Infinity ? [] : FORMATS.filter((_, index) => misfits[index] === least);
}

function ambiguous(name: string, example: string): string {
  return `column "${name}" holds dates such as "${example}" that fit both day/month and month/day; it is read as text: write the dates as YYYY-MM-DD, or set the column to time to read the day first`;
}

/** Misfits let through at first: below one in 200, none in short columns. */
function allowance(cells: number): number {
  return Math.ceil(cells * TOLERATED_MISFITS) - 1;
}

function fit(present: readonly string[], parse: (text: string) => number): boolean {
  let allowed = allowance(present.length);
  for (const text of present) if (Number.isNaN(parse(text)) && --allowed < 0) return false;
  return true;
}

/** Two words that are one pair: a column of true and no is none. */
function areBoolean(present: readonly string[]): boolean {
  const isTrueFalse = /^[tf]/i.test(present[0]!);
  return present.every((text) => !Number.isNaN(parseBoolean(text)) && /^[tf]/i.test(text) === isTrueFalse);
}

function codedKind(present: readonly string[]): ColumnKind {
  if (present.length > 0 && present.every((text) => UUID.test(text))) return 'identifier';
  const distinct = new Set(present).size;
  if (distinct <= Math.max(20, present.length / 20)) return 'category';
  const words = present.reduce((sum, text) => sum + text.split(/\s+/u).length, 0) / present.length;
  if (words > 4) return 'text';
  return distinct === present.length ? 'identifier' : 'category';
}
