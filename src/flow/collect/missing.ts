/**
 * Whether a cell without the blanks around it says that there is nothing: empty, NA, N/A, ?, null, - or NaN, in any
 * case.
 *
 * @example
 * isMissingText('n/a') // true
 * isMissingText('0') // false
 */
export function isMissingText(text: string): boolean {
  if (text.length > 4) return false;
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
      return false;
  }
}
