import type { PerennialError } from '../../core/errors.ts';
import { Block } from './block.ts';
import type { Dialect } from './dialect.ts';
import { DELIMITER_NAMES, quoted, unreadableFile } from './failures.ts';
import type { RecordPlace } from './record-place.ts';
import { RecordScanner } from './record-scanner.ts';
import type { SourceLength } from './transcoder.ts';
import { isUtf8, Utf8Survey } from './utf8-survey.ts';

/** Room for a cell of 10 MB; a longer record is the work of a quote that never closes. */
const LONGEST_RECORD_BYTES = 1 << 24;
/** Shown of a record that is wrong, at most. */
const EXCERPT_BYTES = 200;

/**
 * Turns the bytes of a delimited file, fed in slices of any size, into rows of equally many cells.
 *
 * Throws `ragged-row`, `open-quote`, `text-after-quote`, `binary` or `encoding`, naming line and value.
 */
export class BlockCutter {
  /** Cells a row; 0 until the first one is seen. */
  #columns: number;
  #line: number;
  /** Bytes not cut yet, and how many of them it takes before another look is worth its while. */
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #waitingBytes = 0;
  #enough = 0;
  /** Bytes of the file before those that wait. */
  #offset: number;
  readonly #dialect: Dialect;
  readonly #scanner: RecordScanner;
  readonly #sourceLength: SourceLength;

  /**
   * @param from where in the file the first byte that is fed stands.
   * @param columns cells a row; 0: as many as the first one has.
   */
  constructor(
    dialect: Dialect,
    from: RecordPlace = { offset: 0, line: 1 },
    columns = 0,
    sourceLength: SourceLength = (_, from, to) => to - from,
  ) {
    this.#dialect = dialect;
    this.#offset = from.offset;
    this.#line = from.line;
    this.#columns = columns;
    this.#sourceLength = sourceLength;
    this.#scanner = new RecordScanner(dialect);
  }

  /** The whole records that are there now; what is left over waits for more bytes, unless these are the last. */
  *feed(slice: Uint8Array<ArrayBuffer>, isLast: boolean): Generator<Block> {
    this.#waiting.push(slice);
    this.#waitingBytes += slice.length;
    if (this.#waitingBytes < this.#enough && !isLast) return;
    const bytes = join(this.#waiting, this.#waitingBytes);
    const scanner = this.#scanner;
    let start = 0;
    let counted = 0;
    const count = () => {
      this.#offset += this.#sourceLength(bytes, counted, start);
      counted = start;
    };
    while (start < bytes.length) {
      // A block: records without empty lines between them.
      const from = start;
      count();
      const lines: number[] = [];
      scanner.kept = 0;
      let scan = scanner.next(bytes, start, isLast);
      let fault: PerennialError | null = null;
      while (scan === 'record') {
        fault = this.#faultOf(bytes, from, start);
        if (fault) break;
        lines.push(this.#line);
        this.#line += scanner.innerLines + 1;
        start = scanner.end;
        if (start >= bytes.length) break;
        scan = scanner.next(bytes, start, isLast);
      }
      if (start > from) {
        yield new Block({
          bytes,
          start: from,
          end: start,
          bounds: scanner.bounds,
          columns: this.#columns,
          lines,
          lineBehind: this.#line,
          quoting: this.#dialect.quoting,
          offset: this.#offset,
          sourceLength: this.#sourceLength,
        });
        if (!fault) continue;
      }
      // The rows before it are handed on first, wherever the slices end.
      if (fault) throw fault;
      if (scan === 'blank') {
        this.#line++;
        start = scanner.end;
      } else if (scan === 'more' && bytes.length - start <= LONGEST_RECORD_BYTES) break;
      // The sentence shows what follows, wherever the slices end.
      else if (!isLast && bytes.length - scanner.faultAt < EXCERPT_BYTES) break;
      else this.#fail(scan, bytes);
    }
    const rest = bytes.slice(start);
    this.#waiting = [rest];
    this.#waitingBytes = rest.length;
    // Doubled each time, so that the bytes of a long record are looked at twice on average, not once a slice.
    this.#enough = 2 * rest.length;
    count();
  }

  /** What is wrong with the record found last, which starts at `start`; bytes are counted from `from`. */
  #faultOf(bytes: Uint8Array, from: number, start: number): PerennialError | null {
    const { end, isAscii } = this.#scanner;
    if (end - start > LONGEST_RECORD_BYTES) return this.#longLine();
    if (!isAscii && !isUtf8(bytes, start, end)) return this.#notUtf8(bytes, from, start);
    return this.#otherWidth(bytes, start);
  }

  #notUtf8(bytes: Uint8Array, from: number, start: number): PerennialError {
    const survey = new Utf8Survey();
    survey.feed(bytes.subarray(start, this.#scanner.end));
    survey.end();
    const at = start + survey.fault!.byte - 1;
    const newline = this.#dialect.newline === 'LF' ? 10 : 13;
    const line = this.#line + bytes.subarray(start, at).filter((byte) => byte === newline).length;
    const byte = this.#offset + at - from + 1;
    return unreadableFile(
      'encoding',
      `line ${line} (byte ${byte}) is not UTF-8 text; choose another encoding, or save the file as UTF-8 (in a spreadsheet: "CSV UTF-8") and try again`,
      { line, byte },
    );
  }

  #otherWidth(bytes: Uint8Array, start: number): PerennialError | null {
    const { cells, end } = this.#scanner;
    if (this.#columns === 0) this.#columns = cells;
    if (cells === this.#columns) return null;
    const delimiter = DELIMITER_NAMES[this.#dialect.delimiter]!;
    const text = excerpt(bytes, start, end);
    return unreadableFile(
      'ragged-row',
      `line ${this.#line} has ${numberOf(cells)}, the first line has ${numberOf(this.#columns)} (line ${this.#line}: ${quoted(text)}); ` +
        (cells > this.#columns
          ? `put quotes around cells that contain a ${delimiter}, or choose another delimiter`
          : `add the missing cells, or choose another delimiter than the ${delimiter}`),
      { line: this.#line, cells, columns: this.#columns, text },
    );
  }

  #longLine(): PerennialError {
    const line = this.#line;
    return unreadableFile(
      'long-line',
      `line ${line} is longer than 16 MB; check that this is a delimited text file with one row a line`,
      { line },
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
    if (scan === 'more' && !(this.#dialect.quoting && bytes[faultAt] === 34)) throw this.#longLine();
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

function numberOf(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}

function excerpt(bytes: Uint8Array, from: number, to: number): string {
  const text = new TextDecoder().decode(bytes.slice(from, Math.min(to, from + EXCERPT_BYTES)));
  return text.split(/\r|\n/u)[0]!;
}

function join(slices: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer> {
  if (slices.length === 1) return slices[0]!;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const slice of slices) {
    bytes.set(slice, at);
    at += slice.length;
  }
  return bytes;
}
