import type { Dialect } from './dialect.ts';

const ORDINARY = 0;
const DELIMITER = 1;
const NEWLINE = 2;
const QUOTE = 3;
const NUL = 4;
const QUOTE_BYTE = 34;
const CR = 13;
const LF = 10;

/**
 * What was found from a record's start on: a record, an empty line, that more bytes are needed to tell, or what is
 * wrong with it.
 */
export type Scan = 'record' | 'blank' | 'more' | 'text-after-quote' | 'open-quote' | 'binary';

/**
 * Finds where records end and how many cells they have, on the bytes alone (delimiter, quote and line ends are ASCII,
 * which never occurs inside a UTF-8 sequence). A parser that is forgiving comes afterwards: what it is given has been
 * checked here, so that no cell can slip into another column without a word.
 */
export class RecordScanner {
  /** Of the record found last: where it ends (after its line end), its cells, and the line ends inside it. */
  end = 0;
  cells = 0;
  innerLines = 0;
  isAscii = true;
  /** Where the trouble is; after `more`, the quote that is still open, or else the record's start. */
  faultAt = 0;
  /**
   * Cell after cell of the records found, where each ends; each record opens with the place before its first cell. `kept` of
   * them are in use, and who has no more use for them sets it to 0.
   */
  bounds: Int32Array = new Int32Array(1024); // (records, cells + 1)
  kept = 0;

  readonly #classes = new Uint8Array(256);
  readonly #newline: number;
  /** No byte above it is anything but part of a cell. */
  readonly #last: number;
  /** All bits that the bytes inside quotes have. */
  #seen = 0;

  constructor(dialect: Dialect) {
    this.#newline = dialect.newline === 'LF' ? LF : CR;
    this.#classes[dialect.delimiter.charCodeAt(0)] = DELIMITER;
    this.#classes[this.#newline] = NEWLINE;
    this.#classes[0] = NUL;
    if (dialect.quoting) this.#classes[QUOTE_BYTE] = QUOTE;
    this.#last = this.#classes.findLastIndex((kind) => kind !== ORDINARY);
  }

  /** Looks at the record that starts at `start`, which is below the number of bytes. */
  next(bytes: Uint8Array, start: number, isLast: boolean): Scan {
    const classes = this.#classes;
    const last = this.#last;
    const length = bytes.length;
    const opening = this.kept;
    let kept = opening;
    let bounds = this.bounds;
    this.cells = 1;
    this.innerLines = 0;
    this.faultAt = start;
    this.#seen = 0;
    let seen = 0;
    let cellStart = start;
    if (kept + 2 > bounds.length) bounds = this.#grow();
    bounds[kept++] = start - 1;
    for (let at = start; at < length; at++) {
      const byte = bytes[at]!;
      if (byte > last) {
        seen |= byte;
        continue;
      }
      const kind = classes[byte]!;
      if (kind === ORDINARY) continue;
      if (kind === DELIMITER) {
        if (kept + 1 >= bounds.length) bounds = this.#grow();
        bounds[kept++] = at;
        cellStart = at + 1;
      } else if (kind === QUOTE) {
        if (at !== cellStart) continue;
        this.cells = kept - opening;
        const linesBefore = this.innerLines;
        const close = this.#closingQuote(bytes, at);
        if (close < 0 || (close + 1 === length && !isLast)) {
          this.faultAt = at;
          return isLast ? 'open-quote' : 'more';
        }
        at = close;
        if (!this.#endsCell(bytes, close + 1)) {
          if (close + 2 >= length && !isLast) return 'more';
          this.faultAt = cellStart;
          // A quote that meets text in a later line was most likely meant to close in its own.
          return this.innerLines > linesBefore ? 'open-quote' : 'text-after-quote';
        }
      } else if (kind === NEWLINE) {
        this.end = at + 1;
        const isCrlf = this.#newline === LF && at > start && bytes[at - 1] === CR;
        const cellEnd = isCrlf ? at - 1 : at;
        if (cellEnd === start) return 'blank';
        return this.#keep(kept, opening, cellEnd, seen);
      } else {
        this.faultAt = at;
        return 'binary';
      }
    }
    this.end = length;
    return isLast ? this.#keep(kept, opening, length, seen) : 'more';
  }

  /** A whole record: its bounds stay. */
  #keep(kept: number, opening: number, end: number, seen: number): Scan {
    this.bounds[kept] = end;
    this.kept = kept + 1;
    this.cells = kept - opening;
    this.isAscii = (seen | this.#seen) < 0x80;
    return 'record';
  }

  #grow(): Int32Array {
    const bounds = new Int32Array(2 * this.bounds.length);
    bounds.set(this.bounds);
    this.bounds = bounds;
    return bounds;
  }

  /** The quote that closes the cell, or -1. */
  #closingQuote(bytes: Uint8Array, open: number): number {
    const newline = this.#newline;
    const length = bytes.length;
    let lines = 0;
    let seen = 0;
    for (let at = open + 1; at < length; at++) {
      const byte = bytes[at]!;
      seen |= byte;
      if (byte === newline) lines++;
      if (byte !== QUOTE_BYTE) continue;
      if (at + 1 < length && bytes[at + 1] === QUOTE_BYTE) at++;
      else {
        this.innerLines += lines;
        this.#seen |= seen;
        return at;
      }
    }
    return -1;
  }

  #endsCell(bytes: Uint8Array, at: number): boolean {
    if (at >= bytes.length) return true;
    const kind = this.#classes[bytes[at]!];
    if (kind === DELIMITER || kind === NEWLINE) return true;
    return this.#newline === LF && bytes[at] === CR && bytes[at + 1] === LF;
  }
}
