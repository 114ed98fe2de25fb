import { parseNumber } from './parse-number.ts';

/** Which marks stand in a column's numbers: one pair for the whole column, never decided cell by cell. */
export interface NumberFormat {
  readonly decimal: '.' | ',';
  /** Between groups of three digits; '' where there are no groups. A blank is any blank of a number, a thin one too. */
  readonly thousands: '' | ',' | '.' | ' ' | "'";
}

export const PLAIN: NumberFormat = { decimal: '.', thousands: '' };

/** Numbers without groups fit as well, so these are all that there are besides the plain one. */
export const FORMATS: readonly NumberFormat[] = [
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
];

const MARKS: Readonly<Record<string, string>> = {
  '.': '\\.',
  ',': ',',
  ' ': '[ \\u00a0\\u2009\\u202f]',
  "'": "['\\u2019]",
};
const SHAPES = new Map(FORMATS.map((format) => [keyOf(format), shapeOf(format)]));
/** A longer text is no number that a person has written. */
const LONGEST = 400;

interface Shape {
  readonly number: RegExp;
  readonly marks: RegExp;
}

function keyOf({ decimal, thousands }: NumberFormat): string {
  return decimal + thousands;
}

function shapeOf({ decimal, thousands }: NumberFormat): Shape {
  const mark = MARKS[thousands]!;
  const whole = `(?:[1-9]\\d{0,2}(?:${mark}\\d{3})+|\\d+)`;
  const point = MARKS[decimal]!;
  return {
    number: new RegExp(`^[+-]?(?:${whole}(?:${point}\\d*)?|${point}\\d+)(?:e[+-]?\\d+)?$`, 'iu'),
    marks: new RegExp(mark, 'gu'),
  };
}

/**
 * A number as a column writes it; NaN where the text is none. All groups must be whole: "1,23,456" is no number.
 *
 * @example
 * parseFormatted('1.234,56', { decimal: ',', thousands: '.' }) // 1234.56
 * parseFormatted('1.23,5', { decimal: ',', thousands: '.' }) // NaN
 */
export function parseFormatted(text: string, format: NumberFormat, leadingZeros = false): number {
  const shape = SHAPES.get(keyOf(format));
  if (!shape) return parseNumber(text, leadingZeros);
  if (text.length > LONGEST) return NaN;
  const trimmed = text.trim();
  if (!shape.number.test(trimmed)) return NaN;
  const plain = trimmed.replace(shape.marks, '');
  return parseNumber(format.decimal === ',' ? plain.replace(',', '.') : plain, leadingZeros);
}

/**
 * Whether a text says that a number is without bounds, or is one too large to hold: "inf", "-Infinity", "∞", "1e999".
 */
export function isInfiniteText(text: string): boolean {
  if (text.length > LONGEST) return false;
  if (/^[+-]?(?:inf(?:inity)?|∞)$/iu.test(text)) return true;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e\+?\d+)?$/iu.test(text) && !Number.isFinite(Number(text));
}

/** Whether a text is a number in any of the formats; "007" is one as well. */
export function isNumberText(text: string): boolean {
  return [PLAIN, ...FORMATS].some((format) => !Number.isNaN(parseFormatted(text, format, true)));
}
