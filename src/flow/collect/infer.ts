import type { ColumnKind } from '../../core/column.ts';
import { decideNumberFormat, type NumberMarks } from './decide-number-format.ts';
import { isMissingText } from './missing.ts';
import { type NumberFormat, PLAIN } from './number-format.ts';
import { parseBoolean } from './parse-boolean.ts';
import { parseTime, TIME_FORMATS, type TimeFormat } from './parse-time.ts';
import {
  ambiguousDatesNote,
  type Cell,
  formatNote,
  mixedDatesNote,
  mixedNumbersNote,
  openNote,
  zoneNote,
} from './reading-notes.ts';

/** What a column looks like. */
export interface Guess {
  readonly kind: ColumnKind;
  readonly timeFormat: TimeFormat;
  readonly numberFormat: NumberFormat;
  /** A sentence for the person where the guess could have gone another way. */
  readonly note: string | null;
}

/** Up to one misfit in 20 does not keep a column from being taken for numbers or dates at first. */
export const TOLERATED_MISFITS = 0.05;
/** So much of a long text tells that it is prose. */
const TELLING_LETTERS = 1000;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What else is known of a column: the line of each of its texts, and the marks that a person has chosen. */
export interface ColumnContext {
  readonly lines?: ArrayLike<number>;
  readonly marks?: NumberMarks;
}

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
 * What could be read in two ways is not guessed at: slashed dates that fit both day/month and month/day, numbers such as
 * "1,234", and columns that mix ways of writing stay what their texts are, with a note.
 *
 * @param excluded kinds and number formats that a cell elsewhere has already contradicted.
 */
export function inferKind(
  name: string,
  texts: readonly string[],
  excluded: ReadonlySet<ColumnKind | NumberFormat> = new Set(),
  { lines = [], marks = {} }: ColumnContext = {},
): Guess {
  const present: Cell[] = [];
  texts.forEach((text, index) => {
    const trimmed = text.trim();
    if (!isMissingText(trimmed)) present.push({ text: trimmed, line: lines[index] });
  });
  const words = present.map(({ text }) => text);
  let note: string | null = null;
  if (!excluded.has('number')) {
    const decision = decideNumberFormat(words, allowance(words.length), marks, excluded);
    if (decision && !decision.open) {
      const numberFormat = decision.format;
      return { kind: 'number', timeFormat: 'iso', numberFormat, note: formatNote(name, words, numberFormat) };
    }
    note = decision?.open ? openNote(name, decision) : mixedNumbersNote(name, present);
  }
  const guess = (kind: ColumnKind, timeFormat: TimeFormat = 'iso'): Guess => ({
    kind,
    timeFormat,
    numberFormat: PLAIN,
    note,
  });
  if (!excluded.has('time')) {
    const formats = timeFormatsOf(words);
    if (formats.length === 1) {
      note = zoneNote(name, present);
      return guess('time', formats[0]);
    }
    note ??= formats.length > 1 ? ambiguousDatesNote(name, words[0]!) : null;
  }
  note ??= mixedDatesNote(name, present);
  if (!excluded.has('boolean') && words.length > 0 && areBoolean(words)) return guess('boolean');
  return guess(codedKind(words));
}

/** The format of a column that is known to hold times: where day and month could be swapped, the day comes first. */
export function timeFormatOf(texts: readonly string[]): TimeFormat {
  const present = texts.map((text) => text.trim()).filter((text) => !isMissingText(text));
  const fits = TIME_FORMATS.map((format) => ({
    format,
    count: present.reduce((sum, text) => sum + (Number.isNaN(parseTime(text, format)) ? 0 : 1), 0),
  }));
  return fits.reduce((best, each) => (each.count > best.count ? each : best)).format;
}

/** Which formats fit the most cells, if those are nearly all. */
export function timeFormatsOf(present: readonly string[]): readonly TimeFormat[] {
  if (present.length === 0) return [];
  const misfits = TIME_FORMATS.map((format) => {
    const allowed = allowance(present.length);
    let count = 0;
    for (const text of present) if (Number.isNaN(parseTime(text, format)) && ++count > allowed) break;
    return count > allowed ? Infinity : count;
  });
  const least = Math.min(...misfits);
  return least === Infinity ? [] : TIME_FORMATS.filter((_, index) => misfits[index] === least);
}

/** Misfits let through at first; none in columns of fewer than 20 cells. */
function allowance(cells: number): number {
  return Math.floor(cells * TOLERATED_MISFITS);
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
  const words = present.reduce((sum, text) => sum + text.slice(0, TELLING_LETTERS).split(/\s+/u).length, 0);
  if (words > 4 * present.length) return 'text';
  return distinct === present.length ? 'identifier' : 'category';
}
