import type { RecordPlace } from './record-place.ts';
import type { SourceLength } from './transcoder.ts';

/** What the cutter knows of the records of a block. */
export interface CutRecords {
  /** Of which the records are those from `start` up to but without `end`, in UTF-8. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Where each cell ends in the bytes; each row opens with the place before its first cell. */
  readonly bounds: Int32Array; // (rows, columns + 1)
  readonly columns: number;
  /** The line of each row in the file, counted from 1, and the one behind the last row. */
  readonly lines: readonly number[];
  readonly lineBehind: number;
  /** Whether a quote at a cell's start encloses it. */
  readonly quoting: boolean;
  /** Bytes of the file before the first record, and how many of them its letters take. */
  readonly offset: number;
  readonly sourceLength: SourceLength;
}

const QUOTE = 34;
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Checked records that stand next to each other: bytes for those who can read them, text for the others. Good until the
 * next block is cut.
 */
export class Block {
  readonly bytes: Uint8Array;
  readonly bounds: Int32Array; // (rows, columns + 1)
  readonly columns: number;
  readonly lines: readonly number[];
  readonly #records: CutRecords;
  #text: string | null = null;
  /** The bounds as places in the text, plus `#shift`. */
  #letters: Int32Array;
  #shift = 0;

  constructor(records: CutRecords) {
    this.bytes = records.bytes;
    this.bounds = records.bounds;
    this.columns = records.columns;
    this.lines = records.lines;
    this.#records = records;
    this.#letters = records.bounds;
  }

  get rows(): number {
    return this.lines.length;
  }

  /** A cell's text: quotes around it are gone, doubled ones are single, blanks are kept. */
  cell(row: number, column: number): string {
    const text = this.#text ?? this.#decode();
    const letters = this.#letters;
    const at = row * (this.columns + 1) + column;
    const from = letters[at]! + 1 - this.#shift;
    const to = letters[at + 1]! - this.#shift;
    if (!this.#records.quoting || from === to || text.charCodeAt(from) !== QUOTE) return text.slice(from, to);
    const inner = text.slice(from + 1, to - 1);
    return inner.includes('"') ? inner.replaceAll('""', '"') : inner;
  }

  row(row: number): string[] {
    return Array.from({ length: this.columns }, (_, column) => this.cell(row, column));
  }

  /** Where the record behind a row starts, if there is one. */
  placeBehind(row: number): RecordPlace {
    const { bytes, bounds, start, end, lineBehind, lines, offset, sourceLength } = this.#records;
    const isLast = row + 1 === this.rows;
    const byte = isLast ? end : bounds[(row + 1) * (this.columns + 1)]! + 1;
    return {
      offset: offset + sourceLength(bytes, start, byte),
      line: isLast ? lineBehind : lines[row + 1]!,
    };
  }

  #decode(): string {
    const { bytes, start, end } = this.#records;
    const text = DECODER.decode(bytes.subarray(start, end));
    if (text.length === end - start) this.#shift = start;
    else this.#letters = this.#countLetters();
    this.#text = text;
    return text;
  }

  #countLetters(): Int32Array {
    const { bytes, bounds, start } = this.#records;
    const letters = new Int32Array(this.rows * (this.columns + 1));
    letters[0] = -1;
    let at = start;
    let letter = 0;
    for (let index = 1; index < letters.length; index++) {
      const bound = bounds[index]!;
      for (; at < bound; at++) {
        const byte = bytes[at]!;
        // A letter counts where its first byte stands, one of four bytes as two.
        if ((byte & 0xc0) !== 0x80) letter += byte >= 0xf0 ? 2 : 1;
      }
      letters[index] = letter;
    }
    return letters;
  }
}
