import { POWERS } from './parse-number.ts';
import { DAY_MS, daysSince1970 } from './parse-time.ts';

/**
 * Reads the bytes from `start` up to but without `end` as a number or a time; NaN where the cell is not written in the
 * plainest way, so that its text has to be looked at.
 */
export type PlainCell = (bytes: Uint8Array, start: number, end: number) => number;

/** So many digits are a whole number without rounding. */
const EXACT_DIGITS = 15;
const POINT = 46;
const COMMA = 44;

/**
 * A sign, digits and decimals and nothing else: what `parseNumber` says of the same text.
 *
 * @example
 * plainNumber('.')(new TextEncoder().encode('-12.5'), 0, 5) // -12.5
 */
export function plainNumber(decimal: '.' | ','): PlainCell {
  const point = decimal === '.' ? POINT : COMMA;
  return (bytes, start, end) => {
    if (start === end) return NaN;
    let at = start;
    const sign = bytes[at]!;
    if (sign === 45 || sign === 43) at++;
    const whole = at;
    let mantissa = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    let digits = at - whole;
    if (digits > 1 && bytes[whole] === 48) return NaN;
    let decimals = 0;
    if (at < end && bytes[at] === point) {
      const first = ++at;
      for (; at < end; at++) {
        const digit = bytes[at]! - 48;
        if (digit < 0 || digit > 9) break;
        mantissa = mantissa * 10 + digit;
      }
      decimals = at - first;
      digits += decimals;
    }
    if (at < end || digits === 0 || digits > EXACT_DIGITS) return NaN;
    if (decimals > 0) mantissa /= POWERS[decimals]!;
    return sign === 45 ? -mantissa : mantissa;
  };
}

/**
 * `YYYY-MM-DD`, alone or with `HH:MM:SS` behind a blank or a T, in milliseconds since 1970: what `parseTime` says of the
 * same text.
 *
 * @example
 * plainTime(new TextEncoder().encode('1970-01-02'), 0, 10) // 86400000
 */
export function plainTime(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if ((length !== 10 && length !== 19) || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return NaN;
  const year = pair(bytes, start) * 100 + pair(bytes, start + 2);
  const days = daysSince1970(year, pair(bytes, start + 5), pair(bytes, start + 8));
  if (length === 10) return days * DAY_MS;
  const between = bytes[start + 10];
  if ((between !== 84 && between !== 32) || bytes[start + 13] !== 58 || bytes[start + 16] !== 58) return NaN;
  const hour = pair(bytes, start + 11);
  const minute = pair(bytes, start + 14);
  const second = pair(bytes, start + 17);
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return NaN;
  return days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Two digits, or NaN. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}
