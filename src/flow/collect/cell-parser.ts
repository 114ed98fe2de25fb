import { parseBoolean, parseBooleanAsAsked } from './parse-boolean.ts';
import { type NumberFormat, parseFormatted, PLAIN } from './number-format.ts';
import { parseNumber } from './parse-number.ts';
import { parseTime, type TimeFormat } from './parse-time.ts';

/** A cell's text without missing tokens and blanks as a number (a time in ms, a boolean as 0 or 1); NaN: it does not fit. */
export type CellParser = (text: string) => number;

/** How a column writes its numbers or dates. */
export interface CellFormats {
  readonly timeFormat: TimeFormat;
  readonly numberFormat: NumberFormat;
}

/**
 * How the cells of a kind are read. A kind that a person asked for is read more generously than one that was guessed:
 * "007" is the number 7, and 0 and 1 are booleans.
 */
export function cellParser(
  kind: 'number' | 'time' | 'boolean',
  { timeFormat, numberFormat }: CellFormats,
  isAsked: boolean,
): CellParser {
  switch (kind) {
    case 'number':
      return numberFormat === PLAIN
        ? (text) => parseNumber(text, isAsked)
        : (text) => parseFormatted(text, numberFormat, isAsked);
    case 'time':
      return (text) => parseTime(text, timeFormat);
    case 'boolean':
      return isAsked ? parseBooleanAsAsked : parseBoolean;
  }
}
