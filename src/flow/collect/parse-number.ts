export const POWERS = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);
const LARGEST_EXACT = 2 ** 53;

/**
 * A decimal number, with an exponent if need be and with blanks around it; NaN where the text is none.
 *
 * Whole parts with a leading zero ("007") are codes, not numbers, unless `leadingZeros` lets them in. Hexadecimal,
 * "Infinity" and thousands separators are no numbers either. The value is the one nearest to the text: up to 2^53 and
 * 22 decimals by one exact division (Clinger, "How to read floating point numbers accurately", 1990), else by `Number`.
 *
 * @example
 * parseNumber(' -1.5e3 ') // -1500
 * parseNumber('007') // NaN
 */
export function parseNumber(text: string, leadingZeros = false): number {
  let end = text.length;
  let at = 0;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  while (end > at && isBlank(text.charCodeAt(end - 1))) end--;
  const start = at;
  const sign = text.charCodeAt(at);
  if (sign === 45 || sign === 43) at++;
  const whole = at;
  let mantissa = 0;
  let digit = text.charCodeAt(at) - 48;
  while (at < end && digit >= 0 && digit <= 9) {
    mantissa = mantissa * 10 + digit;
    digit = text.charCodeAt(++at) - 48;
  }
  const wholeDigits = at - whole;
  if (wholeDigits > 1 && !leadingZeros && text.charCodeAt(whole) === 48) return NaN;
  let decimals = 0;
  if (at < end && text.charCodeAt(at) === 46) {
    const point = ++at;
    digit = text.charCodeAt(at) - 48;
    while (at < end && digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digit = text.charCodeAt(++at) - 48;
    }
    decimals = at - point;
  }
  if (wholeDigits + decimals === 0) return NaN;
  if (at < end) return exponentEnds(text, at, end) ? finite(text.slice(start, end)) : NaN;
  if (mantissa > LARGEST_EXACT || decimals > 22) return finite(text.slice(start, end));
  const value = decimals === 0 ? mantissa : mantissa / POWERS[decimals]!;
  return sign === 45 ? -value : value;
}

/** Too large for a number is no number: infinity would stand for many different texts. */
function finite(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}

function exponentEnds(text: string, from: number, end: number): boolean {
  const letter = text.charCodeAt(from);
  if (letter !== 101 && letter !== 69) return false;
  let at = from + 1;
  const sign = text.charCodeAt(at);
  if (sign === 45 || sign === 43) at++;
  if (at >= end) return false;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 160;
}
