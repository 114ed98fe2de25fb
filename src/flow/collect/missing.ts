/** What spreadsheets write into cells whose formula has failed. */
const ERRORS = new Set(['#N/A', '#REF!', '#DIV/0!', '#VALUE!', '#NAME?', '#NULL!', '#NUM!']);

export function isErrorText(text: string): boolean {
  return text.charCodeAt(0) === 35 && text.length < 9 && ERRORS.has(text.toUpperCase());
}

/**
 * Whether a cell without the blanks around it says that there is nothing: empty, NA, N/A, ?, null, - or NaN, in any
 * case, or a spreadsheet's error such as #DIV/0!.
 *
 * @example
 * isMissingText('n/a') // true
 * isMissingText('0') // false
 */
export function isMissingText(text: string): boolean {
  if (text.length > 4) return isErrorText(text);
  switch (text) {
    case '':
    case '?':
    case '-':
      return true;
  }
  switch (text.toLowerCase()) {
    case 'na':
    case 'n/a':
    case 'nan':
    case 'null':
      return true;
    default:
      return isErrorText(text);
  }
}
