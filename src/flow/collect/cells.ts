import { initParser, type Schema } from 'udsv';
import type { Dialect } from './dialect.ts';

/** What the scanner has found out about a block of whole, equally wide records without empty lines. */
export interface BlockShape {
  readonly columns: number;
  readonly hasQuotes: boolean;
}

/**
 * Cuts a block of checked records into cells.
 *
 * @returns one array of texts a record; quotes around a cell are gone, doubled ones are single, blanks are kept.
 */
export function cutCells(text: string, dialect: Dialect, shape: BlockShape): string[][] {
  const newline = dialect.newline === 'LF' ? '\n' : '\r';
  const whole = text.endsWith(newline) ? text : text + newline;
  if (shape.columns === 1) return cutOneColumn(whole.slice(0, -newline.length), newline, shape.hasQuotes);
  return parserOf(dialect.delimiter, newline, shape.hasQuotes, shape.columns).stringArrs<string[]>(whole);
}

/** The parser takes a line end in a row's first cell for an empty line, so single columns are cut here. */
function cutOneColumn(text: string, newline: string, hasQuotes: boolean): string[][] {
  if (!hasQuotes) return text.split(newline).map((cell) => [cell]);
  const cells: string[][] = [];
  for (let at = 0; at <= text.length; at += newline.length) {
    const isQuoted = text[at] === '"';
    let end = isQuoted ? text.indexOf('"', at + 1) : text.indexOf(newline, at);
    while (isQuoted && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    if (end < 0) end = text.length;
    cells.push([isQuoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end)]);
    at = isQuoted ? end + 1 : end;
  }
  return cells;
}

function parserOf(delimiter: string, newline: string, hasQuotes: boolean, columns: number) {
  const encloser = hasQuotes ? '"' : '';
  const schema = {
    skip: 0,
    col: delimiter,
    row: newline,
    encl: encloser,
    esc: encloser,
    trim: false,
    cols: Array.from({ length: columns }, (_, index) => ({
      name: String(index),
      type: 's' as const,
      repl: { empty: undefined, null: undefined, NaN: undefined },
    })),
  };
  return initParser(schema satisfies Schema);
}
