import { MISSING_BOOLEAN, MISSING_CODE, type CodedColumn, type Column } from '../../core/column.ts';
import type { Block } from './block.ts';
import { CellCache } from './cell-cache.ts';
import { type CellParser, cellParser } from './cell-parser.ts';
import type { ColumnPlan } from './column-plan.ts';
import { isErrorText, isMissingText } from './missing.ts';
import { isInfiniteText } from './number-format.ts';
import { type PlainCell, plainNumber, plainTime } from './plain-cells.ts';
import { Tallies } from './tallies.ts';

const FIRST_CAPACITY = 1024;

/** Collects the cells of one column, chunk by chunk. */
export interface ColumnBuilder {
  readonly tallies: Tallies;
  /** Takes in cell `column` of the rows from `from` up to but without `to`. */
  add(block: Block, column: number, from: number, to: number): void;
  /** The column of the rows since the last call; the next chunk begins. */
  take(): Column;
}

/** `chunkRows`: the most rows between two calls of `take`. */
export function columnBuilder(plan: ColumnPlan, chunkRows: number): ColumnBuilder {
  switch (plan.kind) {
    case 'number':
    case 'time':
      return new NumberBuilder(plan.name, plan.kind, plainCell(plan), parserOf(plan.kind, plan), chunkRows);
    case 'boolean':
      return new BooleanBuilder(plan.name, parserOf(plan.kind, plan), chunkRows);
    default:
      return new CodedBuilder(plan.name, plan.kind, chunkRows);
  }
}

function parserOf(kind: 'number' | 'time' | 'boolean', plan: ColumnPlan): CellParser {
  return cellParser(kind, plan, plan.isAsked);
}

function plainCell({ kind, timeFormat, numberFormat }: ColumnPlan): PlainCell {
  if (kind === 'number') return plainNumber(numberFormat.decimal);
  return timeFormat === 'iso' ? plainTime : () => NaN;
}

/** The cells of a chunk under way, in memory that grows with them. */
class Cells<T extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>> {
  rows = 0;
  #values: T;
  readonly #chunkRows: number;
  readonly #make: (length: number) => T;

  constructor(chunkRows: number, make: (length: number) => T) {
    this.#chunkRows = chunkRows;
    this.#make = make;
    this.#values = make(Math.min(chunkRows, FIRST_CAPACITY));
  }

  /** With room for so many more rows. */
  room(rows: number): T {
    const needed = this.rows + rows;
    if (needed <= this.#values.length) return this.#values;
    let capacity = Math.max(1, this.#values.length);
    while (capacity < needed) capacity *= 2;
    const grown = this.#make(Math.max(needed, Math.min(capacity, this.#chunkRows)));
    grown.set(this.#values);
    return (this.#values = grown);
  }

  take(): T {
    const taken = this.#values.slice(0, this.rows) as T;
    this.rows = 0;
    return taken;
  }
}

class NumberBuilder implements ColumnBuilder {
  readonly tallies = new Tallies();
  readonly #cells: Cells<Float64Array<ArrayBuffer>>;
  readonly #name: string;
  readonly #kind: 'number' | 'time';
  readonly #plain: PlainCell;
  readonly #parse: CellParser;

  constructor(name: string, kind: 'number' | 'time', plain: PlainCell, parse: CellParser, chunkRows: number) {
    this.#name = name;
    this.#kind = kind;
    this.#plain = plain;
    this.#parse = parse;
    this.#cells = new Cells(chunkRows, (length) => new Float64Array(length));
  }

  add(block: Block, column: number, from: number, to: number): void {
    const values = this.#cells.room(to - from);
    const { bytes, bounds } = block;
    const plain = this.#plain;
    const stride = block.columns + 1;
    let at = this.#cells.rows;
    let present = 0;
    for (let row = from, bound = from * stride + column; row < to; row++, bound += stride) {
      const start = bounds[bound]! + 1;
      const end = bounds[bound + 1]!;
      let value = plain(bytes, start, end);
      if (value === value) present++;
      else if (start < end) value = this.#parseText(block.cell(row, column), block.lines[row]!);
      values[at++] = value;
    }
    this.tallies.present += present;
    this.#cells.rows = at;
  }

  take(): Column {
    return { kind: this.#kind, name: this.#name, values: this.#cells.take() };
  }

  #parseText(cell: string, line: number): number {
    const { tallies } = this;
    let value = this.#parse(cell);
    if (value === value) tallies.present++;
    else {
      const text = cell.trim();
      if (!isMissingText(text)) {
        tallies.present++;
        value = this.#parse(text);
        if (value !== value)
          if (this.#kind === 'number' && isInfiniteText(text)) tallies.noteInfinite(text, line);
          else tallies.noteMisfit(text, line);
      } else if (isErrorText(text)) tallies.noteError(text, line);
    }
    return value;
  }
}

class BooleanBuilder implements ColumnBuilder {
  readonly tallies = new Tallies();
  readonly #cells: Cells<Uint8Array<ArrayBuffer>>;
  readonly #cache: CellCache;
  readonly #name: string;
  readonly #parse: CellParser;

  constructor(name: string, parse: CellParser, chunkRows: number) {
    this.#name = name;
    this.#parse = parse;
    this.#cells = new Cells(chunkRows, (length) => new Uint8Array(length));
    this.#cache = new CellCache(1);
  }

  add(block: Block, column: number, from: number, to: number): void {
    const values = this.#cells.room(to - from);
    const { bytes, bounds } = block;
    const stride = block.columns + 1;
    for (let row = from, bound = from * stride + column; row < to; row++, bound += stride) {
      const start = bounds[bound]! + 1;
      const end = bounds[bound + 1]!;
      let value = this.#cache.find(bytes, start, end);
      if (value >= 0) this.tallies.present++;
      else {
        value = this.#parseText(block.cell(row, column).trim(), block.lines[row]!);
        if (value !== MISSING_BOOLEAN) this.#cache.keep(bytes, start, end, value);
      }
      values[this.#cells.rows++] = value;
    }
  }

  take(): Column {
    return { kind: 'boolean', name: this.#name, values: this.#cells.take() };
  }

  #parseText(text: string, line: number): number {
    if (!isMissingText(text)) {
      this.tallies.present++;
      const parsed = this.#parse(text);
      if (!Number.isNaN(parsed)) return parsed;
      this.tallies.noteMisfit(text, line);
    } else if (isErrorText(text)) this.tallies.noteError(text, line);
    return MISSING_BOOLEAN;
  }
}

class CodedBuilder implements ColumnBuilder {
  readonly tallies = new Tallies();
  readonly #cells: Cells<Uint32Array<ArrayBuffer>>;
  /** Texts and identifiers hardly repeat. */
  readonly #cache: CellCache | null;
  #labels = new Map<string, number>();
  readonly #name: string;
  readonly #kind: CodedColumn['kind'];

  constructor(name: string, kind: CodedColumn['kind'], chunkRows: number) {
    this.#name = name;
    this.#kind = kind;
    this.#cells = new Cells(chunkRows, (length) => new Uint32Array(length));
    this.#cache = kind === 'category' ? new CellCache(chunkRows) : null;
  }

  add(block: Block, column: number, from: number, to: number): void {
    const values = this.#cells.room(to - from);
    const { bytes, bounds } = block;
    const stride = block.columns + 1;
    const cache = this.#cache;
    let at = this.#cells.rows;
    for (let row = from, bound = from * stride + column; row < to; row++, bound += stride) {
      const start = bounds[bound]! + 1;
      const end = bounds[bound + 1]!;
      let code = cache ? cache.find(bytes, start, end) : -1;
      if (code >= 0) this.tallies.present++;
      else {
        code = this.#codeOf(block.cell(row, column).trim(), block.lines[row]!);
        if (code !== MISSING_CODE) cache?.keep(bytes, start, end, code);
      }
      values[at++] = code;
    }
    this.#cells.rows = at;
  }

  take(): Column {
    const dictionary = [...this.#labels.keys()];
    this.#labels = new Map();
    this.#cache?.clear();
    return { kind: this.#kind, name: this.#name, values: this.#cells.take(), dictionary };
  }

  #codeOf(label: string, line: number): number {
    if (isMissingText(label)) {
      if (isErrorText(label)) this.tallies.noteError(label, line);
      return MISSING_CODE;
    }
    this.tallies.present++;
    const known = this.#labels.get(label);
    if (known !== undefined) return known;
    const code = this.#labels.size;
    this.#labels.set(label, code);
    return code;
  }
}
