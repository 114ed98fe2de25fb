const whole = new Intl.NumberFormat('en');
/** Four digits stand together: they are often a year. */
const plain = new Intl.NumberFormat('en', { useGrouping: 'min2' });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/**
 * @example
 * countText(10000, 'row') // "10,000 rows"
 * countText(1, 'row') // "1 row"
 */
export function countText(count: number, noun?: string): string {
  const text = whole.format(count);
  return noun === undefined ? text : `${text} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * A number in as few digits as tell it apart.
 *
 * @example
 * numberText(0.0123456) // "0.01235"
 * numberText(1234567.8) // "1,234,568"
 */
export function numberText(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e12 || size < 1e-5)) return value.toExponential(2);
  if (Number.isInteger(value) || size >= 10 ** digits) return plain.format(Math.round(value));
  return new Intl.NumberFormat('en', { maximumSignificantDigits: digits }).format(value);
}

/** shareText(0.1234) // "12.3%" */
export function shareText(share: number): string {
  return share > 0 && share < 0.001 ? '<0.1%' : percent.format(share);
}

/** bytesText(1536) // "1.5 kB" */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** durationText(95) // "1 min 35 s" */
export function durationText(seconds: number): string {
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** How long ago, in words as short as they can be. */
export function agoText(at: number, now = Date.now()): string {
  const minutes = Math.floor((now - at) / 60000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  if (minutes < 7 * 24 * 60) return `${countText(Math.floor(minutes / 1440), 'day')} ago`;
  return date.format(at);
}

/** timeText(0) // "Jan 1, 1970, 12:00 AM" in the person's own time zone */
export function timeText(at: number): string {
  return dateTime.format(at);
}

/**
 * A time from a table, in UTC as it was read, without the parts that say nothing.
 *
 * @example
 * momentText('2007-11-01T00:00:00.000Z') // "2007-11-01"
 * momentText('2007-11-01T09:30:00.000Z') // "2007-11-01 09:30"
 */
export function momentText(iso: string): string {
  return iso
    .replace('T', ' ')
    .replace(/Z$/, '')
    .replace(/\.000$/, '')
    .replace(/:00$/, '')
    .replace(/ 00:00$/, '');
}

/** A time in a table, whose day is what counts, in UTC as it was read. */
export function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** sentenceCase('reading') // "Reading" */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
