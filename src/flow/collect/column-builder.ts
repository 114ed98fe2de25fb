import {
  MISSING_BOOLEAN,
  MISSING_CODE,
  type CodedColumn,
  type Column,
  type ColumnKind,
} from '../../core/column.ts';
import { CHUNK_ROWS } from '../../core/reader.ts';
import { type CellFormats, type CellParser, cellParser } from './cell-parser.ts';
import { isErrorText, isMissingText } from './missing.ts';
import { isInfiniteText } from './number-format.ts';

const FIRST_CAPACITY = 1024;
const KEPT_TEXTS = 2000;
/** Of a text that is shown to a person: cells of megabytes are in no sentence. */
const KEPT_LETTERS = 200;

/** Cells of one sort, over all chunks so far. */
export interface Tally {
  count: number;
  firstText: string;
  firstLine: number;
}

/** Cells that did not fit. */
export interface Misfits extends Tally {
  /** The first texts that did not fit and their lines, from which a wider kind is found. */
  readonly texts: string[];
  readonly lines: number[];
}

/** Collects the cells of one column, chunk by chunk. */
export interface ColumnBuilder {
  readonly misfits: Misfits;
  /** Spreadsheets' error cells; they are missing. */
  readonly errors: Tally;
  /** Numbers without bounds or too large to hold; they are missing where the others are numbers. */
  readonly infinite: Tally;
  /** Cells that are there, over all chunks so far; misfits included. */
  readonly present: number;
  /** Takes in cell `column` of the rows from `from` up to but without `to`; `lines` has the line of each row. */
  add(
    rows: readonly (readonly string[])[],
    column: number,
    from: number,
    to: number,
    lines: ArrayLike<number>,
  ): void;
  /** The column of the rows since the last call; the next chunk begins. */
  take(): Column;
}

/** How a column is to be read. */
export interface ColumnPlan extends CellFormats {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Asked for by a person: what does not fit is missing. Otherwise it shows that the guess was wrong. */
  readonly isAsked: boolean;
  /** A sentence for the person where it could be read in another way. */
  readonly note: string | null;
}

export function columnBuilder(plan: ColumnPlan): ColumnBuilder {
  switch (plan.kind) {
    case 'number':
    case 'time':
      return new NumberBuilder(plan.name, plan.kind, cellParser(plan.kind, plan, plan.isAsked));
    case 'boolean':
      return new BooleanBuilder(plan.name, cellParser(plan.kind, plan, plan.isAsked));
    default:
      return new CodedBuilder(plan.name, plan.kind);
  }
}

function noMisfits(): Misfits {
  return { ...noCells(), texts: [], lines: [] };
}

function noCells(): Tally {
  return { count: 0, firstText: '', firstLine: 0 };
}

function noteMisfit(misfits: Misfits, text: string, line: number): void {
  noteCell(misfits, text, line);
  if (misfits.texts.length >= KEPT_TEXTS) return;
  misfits.texts.push(text);
  misfits.lines.push(line);
}

function noteCell(tally: Tally, text: string, line: number): void {
  if (tally.count++ > 0) return;
  tally.firstText = text.slice(0, KEPT_LETTERS);
  tally.firstLine = line;
}

function capacityFor(rows: number, capacity: number): number {
  let enough = capacity;
  while (enough < rows) enough *= 2;
  return Math.min(enough, Math.max(rows, CHUNK_ROWS));
}

/** The same cells, with room for so many rows. */
function withRoom<T extends Column['values']>(values: T, rows: number): T {
  if (rows <= values.length) return values;
  const grown = new (values.constructor as new (length: number) => T)(capacityFor(rows, values.length));
  grown.set(values);
  return grown;
}

class NumberBuilder implements ColumnBuilder {
  readonly misfits = noMisfits();
  readonly errors = noCells();
  readonly infinite = noCells();
  present = 0;
  #values = new Float64Array(FIRST_CAPACITY);
  #rows = 0;
  readonly #name: string;
  readonly #kind: 'number' | 'time';
  readonly #parse: CellParser;

  constructor(name: string, kind: 'number' | 'time', parse: CellParser) {
    this.#name = name;
    this.#kind = kind;
    this.#parse = parse;
  }

  add(
    rows: readonly (readonly string[])[],
    column: number,
    from: number,
    to: number,
    lines: ArrayLike<number>,
  ): void {
    this.#values = withRoom(this.#values, this.#rows + to - from);
    const values = this.#values;
    const parse = this.#parse;
    const isNumber = this.#kind === 'number';
    let at = this.#rows;
    for (let row = from; row < to; row++) {
      const cell = rows[row]![column]!;
      let value = parse(cell);
      if (value === value) this.present++;
      else {
        const text = cell.trim();
        if (!isMissingText(text)) {
          this.present++;
          value = parse(text);
          if (value !== value)
            if (isNumber && isInfiniteText(text)) noteCell(this.infinite, text, lines[row]!);
            else noteMisfit(this.misfits, text, lines[row]!);
        } else if (isErrorText(text)) noteCell(this.errors, text, lines[row]!);
      }
      values[at++] = value;
    }
    this.#rows = at;
  }

  take(): Column {
    const values = this.#values.slice(0, this.#rows);
    this.#rows = 0;
    return { kind: this.#kind, name: this.#name, values };
  }
}

class BooleanBuilder implements ColumnBuilder {
  readonly misfits = noMisfits();
  readonly errors = noCells();
  readonly infinite = noCells();
  present = 0;
  #values = new Uint8Array(FIRST_CAPACITY);
  #rows = 0;
  readonly #name: string;
  readonly #parse: CellParser;

  constructor(name: string, parse: CellParser) {
    this.#name = name;
    this.#parse = parse;
  }

  add(
    rows: readonly (readonly string[])[],
    column: number,
    from: number,
    to: number,
    lines: ArrayLike<number>,
  ): void {
    this.#values = withRoom(this.#values, this.#rows + to - from);
    for (let row = from; row < to; row++) {
      const text = rows[row]![column]!.trim();
      let value = MISSING_BOOLEAN;
      if (!isMissingText(text)) {
        this.present++;
        const parsed = this.#parse(text);
        if (Number.isNaN(parsed)) noteMisfit(this.misfits, text, lines[row]!);
        else value = parsed;
      } else if (isErrorText(text)) noteCell(this.errors, text, lines[row]!);
      this.#values[this.#rows++] = value;
    }
  }

  take(): Column {
    const values = this.#values.slice(0, this.#rows);
    this.#rows = 0;
    return { kind: 'boolean', name: this.#name, values };
  }
}

class CodedBuilder implements ColumnBuilder {
  readonly misfits = noMisfits();
  readonly errors = noCells();
  readonly infinite = noCells();
  present = 0;
  #values = new Uint32Array(FIRST_CAPACITY);
  #rows = 0;
  /** Cells as they stand in the file, blanks included, to their codes. */
  #codes = new Map<string, number>();
  #labels = new Map<string, number>();
  readonly #name: string;
  readonly #kind: CodedColumn['kind'];

  constructor(name: string, kind: CodedColumn['kind']) {
    this.#name = name;
    this.#kind = kind;
  }

  add(
    rows: readonly (readonly string[])[],
    column: number,
    from: number,
    to: number,
    lines: ArrayLike<number>,
  ): void {
    this.#values = withRoom(this.#values, this.#rows + to - from);
    const values = this.#values;
    let at = this.#rows;
    for (let row = from; row < to; row++) {
      const cell = rows[row]![column]!;
      const code = this.#codes.get(cell) ?? this.#newCode(cell);
      if (code !== MISSING_CODE) this.present++;
      else if (cell !== '') {
        const text = cell.trim();
        if (isErrorText(text)) noteCell(this.errors, text, lines[row]!);
      }
      values[at++] = code;
    }
    this.#rows = at;
  }

  take(): Column {
    const values = this.#values.slice(0, this.#rows);
    const dictionary = [...this.#labels.keys()];
    this.#rows = 0;
    this.#codes = new Map();
    this.#labels = new Map();
    return { kind: this.#kind, name: this.#name, values, dictionary };
  }

  #newCode(cell: string): number {
    const label = cell.trim();
    let code: number;
    if (isMissingText(label)) code = MISSING_CODE;
    else {
      code = this.#labels.get(label) ?? this.#labels.size;
      this.#labels.set(label, code);
    }
    this.#codes.set(cell, code);
    return code;
  }
}
