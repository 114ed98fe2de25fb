import type { FormatDecision } from './decide-number-format.ts';
import { quoted } from './failures.ts';
import { FORMATS, type NumberFormat, parseFormatted, PLAIN } from './number-format.ts';
import { parseTime, TIME_FORMATS } from './parse-time.ts';

/** A cell that is there, without the blanks around it, and its line where that is known. */
export interface Cell {
  readonly text: string;
  readonly line: number | undefined;
}

const ZONE = /(?:z|[+-]\d\d:?\d\d)$/iu;
const TIME_OF_DAY = /\d[ t]\d\d:\d\d/iu;
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/u;

/** A cell as it stands in the file, and where. */
function shown({ text, line }: Cell): string {
  return line === undefined ? quoted(text) : `${quoted(text)} (line ${line})`;
}

/** How a number is read that is not written plainly; null where all are. */
export function formatNote(name: string, words: readonly string[], format: NumberFormat): string | null {
  if (format === PLAIN) return null;
  const example = words.find((text) => !Object.is(parseFormatted(text, PLAIN), parseFormatted(text, format)));
  if (example === undefined) return null;
  return `column "${name}": ${quoted(example)} is read as ${parseFormatted(example, format)}, and all others likewise; choose other marks if that is wrong`;
}

/** Numbers that could be others under another format. */
export function openNote(name: string, { format, open }: FormatDecision): string {
  const { text, rival } = open!;
  return `column "${name}" holds numbers such as ${quoted(text)} that could be ${parseFormatted(text, format)} or ${parseFormatted(text, rival)}; it is read as text: choose the decimal mark, and it becomes a column of numbers`;
}

/**
 * Points that could stand between thousands: every number with a point has three digits behind it and no zero in front.
 * Null where one cell shows that they stand before decimals.
 */
export function groupedPoint(words: readonly string[]): string | null {
  let example: string | null = null;
  for (const word of words) {
    const text = word.trim();
    if (!text.includes('.')) continue;
    if (!GROUPED.test(text)) return null;
    example ??= text;
  }
  return example;
}

/** Points that are taken for decimal ones. */
export function pointNote(name: string, text: string): string {
  return `column "${name}": ${quoted(text)} is read as ${Number(text)}; if its points stand between thousands, choose the decimal comma`;
}

/** Two ways of writing numbers in one column; null where the cells are not all numbers. */
export function mixedNumbersNote(name: string, cells: readonly Cell[]): string | null {
  const formats = [PLAIN, ...FORMATS];
  const pair = twoWays(cells, (text) => formats.map((format) => !Number.isNaN(parseFormatted(text, format))));
  return (
    pair &&
    `column "${name}" writes numbers in more than one way: ${shown(pair[0])} and ${shown(pair[1])}; it is read as text: write them alike, or set the column to number to leave out what does not fit`
  );
}

/** Two ways of writing dates in one column; null where the cells are not all dates. */
export function mixedDatesNote(name: string, cells: readonly Cell[]): string | null {
  const pair = twoWays(cells, (text) => TIME_FORMATS.map((format) => !Number.isNaN(parseTime(text, format))));
  return (
    pair &&
    `column "${name}" writes dates in more than one way: ${shown(pair[0])} and ${shown(pair[1])}; it is read as text: write them as YYYY-MM-DD, or set the column to time to leave out what does not fit`
  );
}

/** The first cell, and the first one that fits none of the ways that all cells before it fit. */
function twoWays(cells: readonly Cell[], fits: (text: string) => readonly boolean[]): [Cell, Cell] | null {
  const first = cells[0];
  let common: readonly boolean[] | null = null;
  let second: Cell | null = null;
  for (const cell of cells) {
    const ways = fits(cell.text);
    if (!ways.includes(true)) return null;
    const both: readonly boolean[] = common === null ? ways : common.map((fit, way) => fit && ways[way]!);
    if (both.includes(true)) common = both;
    else second ??= cell;
  }
  return first && second ? [first, second] : null;
}

/** Times of which some name their zone and some do not. */
export function zoneNote(name: string, cells: readonly Cell[]): string | null {
  const times = cells.filter(({ text }) => TIME_OF_DAY.test(text));
  const zoned = times.find(({ text }) => ZONE.test(text));
  const bare = times.find(({ text }) => !ZONE.test(text));
  if (!zoned || !bare) return null;
  return `column "${name}": some times name a zone, as ${shown(zoned)}, and some do not, as ${shown(bare)}; those are read as UTC`;
}

/** Slashed dates that fit both orders of day and month. */
export function ambiguousDatesNote(name: string, example: string): string {
  return `column "${name}" holds dates such as "${example}" that fit both day/month and month/day; it is read as text: write the dates as YYYY-MM-DD, or set the column to time to read the day first`;
}
