import { cutCells } from './cells.ts';
import type { Dialect } from './dialect.ts';
import { DELIMITER_NAMES, quoted, unreadableFile } from './failures.ts';
import { RecordScanner } from './record-scanner.ts';

/** A record this long is the work of a quote that never closes. */
const LONGEST_RECORD_BYTES = 1 << 22;

/** Rows that stand next to each other in the file, each with its line, counted from 1. */
export interface Block {
  readonly rows: string[][];
  readonly lines: number[];
}

/**
 * Turns the bytes of a delimited file, fed in slices of any size, into rows of equally many cells.
 *
 * Throws `ragged-row`, `open-quote`, `text-after-quote`, `binary` or `encoding`, naming line and value.
 */
export class BlockCutter {
  /** Cells a row; 0 until the first one is seen. */
  columns = 0;
  #line = 1;
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  readonly #dialect: Dialect;
  readonly #scanner: RecordScanner;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
    this.#scanner = new RecordScanner(dialect);
  }

  /** The whole records that are there now; what is left over waits for more bytes, unless these are the last. */
  *feed(slice: Uint8Array<ArrayBuffer>, isLast: boolean): Generator<Block> {
    const bytes = join(this.#rest, slice);
    const scanner = this.#scanner;
    let start = 0;
    while (start < bytes.length) {
      // A block: records without empty lines between them.
      const from = start;
      const lines: number[] = [];
      const crlfEnds: number[] = [];
      let hasQuotes = false;
      let scan = scanner.next(bytes, start, isLast);
      while (scan === 'record') {
        this.#checkWidth(bytes, start);
        lines.push(this.#line);
        this.#line += scanner.innerLines + 1;
        hasQuotes ||= scanner.hasQuotes;
        start = scanner.end;
        if (scanner.isCrlf) crlfEnds.push(start - from);
        if (start >= bytes.length) break;
        scan = scanner.next(bytes, start, isLast);
      }
      if (start > from) {
        const block = withPlainLineEnds(bytes.subarray(from, start), crlfEnds);
        const shape = { columns: this.columns, hasQuotes };
        yield { rows: cutCells(this.#decode(block, lines), this.#dialect, shape), lines };
        continue;
      }
      if (scan === 'blank') {
        this.#line++;
        start = scanner.end;
      } else if (scan === 'more' && bytes.length - start <= LONGEST_RECORD_BYTES) break;
      else this.#fail(scan, bytes);
    }
    this.#rest = bytes.slice(start);
  }

  #decode(bytes: Uint8Array<ArrayBuffer>, lines: number[]): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      const line = lines[0]! + linesBeforeFault(bytes);
      throw unreadableFile(
        'encoding',
        `line ${line} is not UTF-8 text; save the file as UTF-8 (in a spreadsheet: "CSV UTF-8") and try again`,
        { line },
      );
    }
  }

  #checkWidth(bytes: Uint8Array, start: number): void {
    const { cells, end } = this.#scanner;
    if (this.columns === 0) this.columns = cells;
    if (cells === this.columns) return;
    const delimiter = DELIMITER_NAMES[this.#dialect.delimiter]!;
    const text = excerpt(bytes, start, end);
    throw unreadableFile(
      'ragged-row',
      `line ${this.#line} has ${count(cells)}, the first line has ${count(this.columns)} (line ${this.#line}: ${quoted(text)}); ` +
        (cells > this.columns
          ? `put quotes around cells that contain a ${delimiter}, or choose another delimiter`
          : `add the missing cells, or choose another delimiter than the ${delimiter}`),
      { line: this.#line, cells, columns: this.columns, text },
    );
  }

  #fail(scan: string, bytes: Uint8Array): never {
    const { cells, faultAt } = this.#scanner;
    const line = this.#line;
    if (scan === 'binary')
      throw unreadableFile(
        'binary',
        `line ${line} contains a byte that no text has (NUL), so this is not a delimited text file; choose a CSV or TSV file saved as UTF-8`,
        { line },
      );
    if (scan === 'more' && !(this.#dialect.quoting && bytes[faultAt] === 34))
      throw unreadableFile(
        'long-line',
        `line ${line} is longer than 4 MB; check that this is a delimited text file with one row a line`,
        { line },
      );
    const text = excerpt(bytes, faultAt, bytes.length);
    if (scan === 'text-after-quote')
      throw unreadableFile(
        'text-after-quote',
        `line ${line}, column ${cells}: text follows the closing quote in ${quoted(text)}; double the quotes inside the cell ("" for ") or remove the one at its start`,
        { line, column: cells, text },
      );
    throw unreadableFile(
      'open-quote',
      `line ${line}, column ${cells}: a quote opens and never closes, at ${quoted(text)}; close it or remove it`,
      { line, column: cells, text },
    );
  }
}

function count(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}

function excerpt(bytes: Uint8Array, from: number, to: number): string {
  const text = new TextDecoder().decode(bytes.slice(from, Math.min(to, from + 200)));
  return text.split(/\r|\n/u)[0]!;
}

function join(rest: Uint8Array<ArrayBuffer>, slice: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (rest.length === 0) return slice;
  const bytes = new Uint8Array(rest.length + slice.length);
  bytes.set(rest);
  bytes.set(slice, rest.length);
  return bytes;
}

/**
 * The same records, each ended by LF alone; `crlfEnds` has where those end that were ended by CRLF. A CR elsewhere is part
 * of a cell, so the parser must not be told that lines end in CRLF.
 */
function withPlainLineEnds(
  bytes: Uint8Array<ArrayBuffer>,
  crlfEnds: readonly number[],
): Uint8Array<ArrayBuffer> {
  if (crlfEnds.length === 0) return bytes;
  const plain = new Uint8Array(bytes.length - crlfEnds.length);
  let from = 0;
  let to = 0;
  for (const end of crlfEnds) {
    plain.set(bytes.subarray(from, end - 2), to);
    to += end - 2 - from;
    plain[to++] = 10;
    from = end;
  }
  plain.set(bytes.subarray(from), to);
  return plain;
}

/** Line ends before the first byte that is not UTF-8: everything before it decodes. */
function linesBeforeFault(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 0;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(10, start);
    if (end < 0) return line;
    try {
      decoder.decode(bytes.slice(start, end));
    } catch {
      return line;
    }
    line++;
    start = end + 1;
  }
}
