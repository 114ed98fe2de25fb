/** The order of day, month and year in a column: one for the whole column, never decided cell by cell. */
export type TimeFormat = 'iso' | 'day.month.year' | 'day/month/year' | 'month/day/year';

export const TIME_FORMATS: readonly TimeFormat[] = [
  'iso',
  'day.month.year',
  'day/month/year',
  'month/day/year',
];

export const DAY_MS = 86400000;

/**
 * Milliseconds since 1970, or NaN where the text is no date of this format.
 *
 * Every format takes a time of day after a blank or a T (`HH:MM`, `HH:MM:SS`, a fraction of which whole milliseconds
 * are kept) and then a zone (`Z`, `+02:00`, `+0200`). Without a zone the time is UTC.
 *
 * @example
 * parseTime('1970-01-01 00:00:01', 'iso') // 1000
 * parseTime('02/01/1970', 'day/month/year') // 86400000
 * parseTime('1970-02-30', 'iso') // NaN
 */
export function parseTime(text: string, format: TimeFormat): number {
  if (text.length < 8) return NaN;
  if (format === 'iso') {
    if (text[4] !== '-' || text[7] !== '-') return NaN;
    const days = daysSince1970(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
    return days * DAY_MS + timeOfDay(text, 10);
  }
  const separator = format === 'day.month.year' ? 46 : 47;
  const firstDigits = text.charCodeAt(1) === separator ? 1 : 2;
  const second = firstDigits + 1;
  const secondDigits = text.charCodeAt(second + 1) === separator ? 1 : 2;
  const year = second + secondDigits + 1;
  if (text.charCodeAt(firstDigits) !== separator || text.charCodeAt(year - 1) !== separator) return NaN;
  const one = digits(text, 0, firstDigits);
  const two = digits(text, second, secondDigits);
  const days =
    format === 'month/day/year'
      ? daysSince1970(digits(text, year, 4), one, two)
      : daysSince1970(digits(text, year, 4), two, one);
  return days * DAY_MS + timeOfDay(text, year + 4);
}

/** `count` digits as a whole number, or NaN. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Days of the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms", 2014), or NaN. */
export function daysSince1970(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month))) return NaN;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Milliseconds from midnight UTC; 0 where the text ends before it; NaN where it is no time of day. */
function timeOfDay(text: string, from: number): number {
  if (from >= text.length) return 0;
  const letter = text.charCodeAt(from);
  if (letter !== 32 && letter !== 84 && letter !== 116) return NaN;
  const hour = digits(text, from + 1, 2);
  const minute = digits(text, from + 4, 2);
  if (!(hour <= 23 && minute <= 59 && text.charCodeAt(from + 3) === 58)) return NaN;
  let at = from + 6;
  let ms = (hour * 60 + minute) * 60000;
  if (text.charCodeAt(at) === 58) {
    const second = digits(text, at + 1, 2);
    if (!(second <= 59)) return NaN;
    ms += second * 1000;
    at += 3;
    if (text.charCodeAt(at) === 46 || text.charCodeAt(at) === 44) {
      const start = ++at;
      for (; isDigit(text.charCodeAt(at)); at++)
        if (at - start < 3) ms += (text.charCodeAt(at) - 48) * 10 ** (2 - (at - start));
      if (at === start) return NaN;
    }
  }
  if (text.charCodeAt(at) === 32) at++;
  return at >= text.length ? ms : ms - zoneOffset(text, at);
}

function zoneOffset(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if ((sign === 90 || sign === 122) && at + 1 === text.length) return 0;
  if (sign !== 43 && sign !== 45) return NaN;
  const minutesAt = text.charCodeAt(at + 3) === 58 ? at + 4 : at + 3;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, minutesAt, 2);
  if (!(hours <= 18 && minutes <= 59 && minutesAt + 2 === text.length)) return NaN;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes) * 60000;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
