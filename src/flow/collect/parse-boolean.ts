/** 1, 0, or NaN where the text is neither true, false, yes nor no (in any case). 0 and 1 are numbers. */
export function parseBoolean(text: string): number {
  if (text.length > 5) return NaN;
  switch (text.toLowerCase()) {
    case 'true':
    case 'yes':
      return 1;
    case 'false':
    case 'no':
      return 0;
    default:
      return NaN;
  }
}

/** The same for a column that is known to be boolean: 1, 0, t, f, y and n count as well. */
export function parseBooleanAsAsked(text: string): number {
  switch (text.toLowerCase()) {
    case '1':
    case 't':
    case 'y':
      return 1;
    case '0':
    case 'f':
    case 'n':
      return 0;
    default:
      return parseBoolean(text);
  }
}
