import { quoted, unreadableFile } from './failures.ts';
import { inferKind } from './infer.ts';
import { isMissingText } from './missing.ts';
import { isNumberText } from './number-format.ts';
import { timeFormatsOf } from './infer.ts';

/**
 * Whether the first row names the columns: it holds no number and no date, and differs from what is below it. Where a
 * column below is no text the first row is its name; where all are text it is one if none of its cells occurs again
 * in its column.
 */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const first = rows[0]!.map((cell) => cell.trim());
  if (first.every((cell) => isMissingText(cell)) || first.some(looksLikeData)) return false;
  if (rows.length === 1) return true;
  const columns = first.map((_, column) => rows.slice(1).map((row) => row[column]!));
  const isTyped = columns.some((texts, column) => {
    if (texts.every((text) => isMissingText(text.trim()))) return false;
    const { kind } = inferKind('', texts);
    return kind === 'number' || kind === 'time' || (kind === 'boolean' && !isBooleanWord(first[column]!));
  });
  return isTyped || columns.every((texts, column) => !texts.some((text) => text.trim() === first[column]));
}

function looksLikeData(cell: string): boolean {
  return isNumberText(cell) || timeFormatsOf([cell]).length > 0;
}

function isBooleanWord(cell: string): boolean {
  return inferKind('', [cell]).kind === 'boolean';
}

/** The columns' names from the first row; throws `empty-header` or `duplicate-header`. */
export function headerNames(cells: readonly string[], line: number): string[] {
  const names = cells.map((cell) => cell.trim());
  const seen = new Map<string, number>();
  names.forEach((name, index) => {
    if (name === '')
      throw unreadableFile(
        'empty-header',
        `line ${line}: column ${index + 1} of ${names.length} has no name ("" in the header); give it one in the file, or read the file as one without a header`,
        { line, column: index + 1 },
      );
    const earlier = seen.get(name);
    seen.set(name, index);
    if (earlier !== undefined)
      throw unreadableFile(
        'duplicate-header',
        `line ${line}: columns ${earlier + 1} and ${index + 1} have the same name ${quoted(name)}; rename one of them in the file`,
        { line, column: index + 1, name },
      );
  });
  return names;
}

/** column_1, column_2, ... */
export function numberedNames(columns: number): string[] {
  return Array.from({ length: columns }, (_, index) => `column_${index + 1}`);
}
