import type { Column, ColumnKind } from '../../core/column.ts';
import { COLUMN_KINDS } from '../../core/column.ts';
import type { Table } from '../../core/table.ts';
import { KIND_KEY } from './arrow.ts';
import { FlatReader, type FlatTable } from './flat-reader.ts';

/** What a table must be like: its columns in their order. */
export type WantedColumns = readonly { readonly name: string; readonly kind: ColumnKind }[];

/**
 * Looks at a table that a stranger may have written, before `decodeArrow` does: that decoder believes every length, and a
 * made-up one fills the memory. Nothing larger than the bytes themselves is made here, and nothing is read twice as often
 * as it stands there.
 *
 * @param bytes one stored chunk, its check sum included
 * @throws Error with what is wrong, as part of a sentence
 */
export function checkArrow(bytes: Uint8Array<ArrayBuffer>, wanted: WantedColumns): void {
  const messages = new Messages(bytes.subarray(0, Math.max(0, bytes.length - 4)));
  const schema = messages.next(SCHEMA);
  checkSchema(schema.header, wanted);
  if (schema.body.length > 0) throw new Error('its schema has a body');
  if (wanted.length > 0) {
    for (const { name, kind } of wanted)
      if (isCoded(kind)) checkDictionary(name, messages.next(DICTIONARY_BATCH));
    checkBatch(messages.next(RECORD_BATCH), wanted);
  }
  messages.end();
}

/**
 * Looks at the cells of a table that `decodeArrow` has made of such bytes: times that no calendar has, labels that stand
 * twice. Throws as `checkArrow`.
 */
export function checkCells({ columns }: Table): void {
  for (const column of columns) {
    if (column.kind === 'time') checkTimes(column);
    if ('dictionary' in column && new Set(column.dictionary).size !== column.dictionary.length)
      throw new Error(`column "${column.name}" has a label twice`);
  }
}

const SCHEMA = 1;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;

/** Ids in the format's union of types. */
const FLOAT = 3;
const UTF8 = 5;
const BOOL = 6;
const TIMESTAMP = 10;

const TYPES: Readonly<Record<ColumnKind, number>> = {
  number: FLOAT,
  time: TIMESTAMP,
  boolean: BOOL,
  category: UTF8,
  text: UTF8,
  identifier: UTF8,
};

/** The last day that a Date knows, in both directions. */
const LAST_TIME = 8.64e15;

interface Message {
  readonly header: FlatTable;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The messages of an IPC stream one after another: metadata, then a body, each where the one before ends. */
class Messages {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  next(kind: number): Message {
    const length = this.#prefix();
    const start = this.#at;
    if (length <= 0 || length % 8 !== 0 || length > this.#bytes.length - start)
      throw new Error(`a message claims ${length} bytes`);
    const reader = new FlatReader(this.#bytes.subarray(start, start + length));
    const message = reader.root();
    if (message.byte(1) !== kind) throw new Error(`message ${kind} is missing`);
    const bodyBytes = message.long(3);
    const end = start + length + bodyBytes;
    if (!(bodyBytes >= 0 && bodyBytes % 8 === 0 && end <= this.#bytes.length))
      throw new Error(`a message claims a body of ${bodyBytes} bytes`);
    message.absent(4);
    this.#at = end;
    return { header: message.table(2), body: this.#bytes.subarray(start + length, end) };
  }

  end(): void {
    if (this.#prefix() !== 0 || this.#at !== this.#bytes.length)
      throw new Error('something stands behind its end');
  }

  /** The length of the next message's metadata; 0 at the end. */
  #prefix(): number {
    if (this.#at + 8 > this.#bytes.length || this.#view.getInt32(this.#at, true) !== -1)
      throw new Error('it is cut off between two messages');
    this.#at += 8;
    return this.#view.getInt32(this.#at - 4, true);
  }
}

function checkSchema(schema: FlatTable, wanted: WantedColumns): void {
  if (schema.short(0) !== 0) throw new Error('its numbers are written the other way round');
  const fields = schema.tables(1, wanted.length);
  if (fields.length !== wanted.length)
    throw new Error(`it has ${fields.length} columns where ${wanted.length} belong`);
  schema.absent(2, 3);
  for (const [index, field] of fields.entries()) checkField(field, wanted[index]!, index);
}

function checkField(field: FlatTable, { name, kind }: WantedColumns[number], index: number): void {
  const found = field.text(0, 4 * name.length);
  if (found !== name) throw new Error(`column ${index + 1} is "${found}" and not "${name}"`);
  if (!COLUMN_KINDS.includes(kind) || field.byte(2) !== TYPES[kind])
    throw new Error(`column "${name}" is not stored as a ${kind}`);
  const type = field.table(3);
  if (kind === 'number' && type.short(0) !== 2) throw new Error(`column "${name}" is not of 64 bits`);
  if (kind === 'time' && type.short(0) !== 1) throw new Error(`column "${name}" is not in milliseconds`);
  if (isCoded(kind)) {
    const codes = field.table(4).table(1);
    if (codes.int(0) !== 32 || codes.byte(1) !== 0)
      throw new Error(`the codes of column "${name}" are not of 32 bits`);
  } else field.absent(4);
  field.tables(5, 0);
  const [about, ...more] = field.tables(6, 1);
  if (!about || more.length > 0 || about.text(0, 64) !== KIND_KEY || about.text(1, 64) !== kind)
    throw new Error(`column "${name}" does not say that it is a ${kind}`);
}

/** The labels of one column: their offsets rise from 0 and stay within the text. */
function checkDictionary(name: string, { header, body }: Message): void {
  if (header.byte(2) !== 0) throw new Error(`the labels of column "${name}" come in parts`);
  const batch = header.table(1);
  const [node, ...others] = batch.pairs(1, 1);
  const buffers = batch.pairs(2, 3);
  if (!node || others.length > 0 || buffers.length !== 3) throw new Error(`column "${name}" has no labels`);
  const [labels] = node;
  checkPlain(batch, labels);
  const [, offsets, text] = buffers.map((buffer) => within(body, buffer, name));
  const count = labels === 0 ? 0 : labels + 1;
  if (offsets!.length < 4 * count) throw new Error(`column "${name}" has fewer labels than it claims`);
  const view = new DataView(offsets!.buffer, offsets!.byteOffset, offsets!.length);
  let before = 0;
  for (let label = 0; label < count; label++) {
    const offset = view.getInt32(4 * label, true);
    if (offset < before || (label === 0 && offset !== 0) || offset > text!.length)
      throw new Error(`label ${label} of column "${name}" lies outside of its text`);
    before = offset;
  }
}

function checkBatch({ header, body }: Message, wanted: WantedColumns): void {
  const nodes = header.pairs(1, wanted.length);
  const buffers = header.pairs(2, 2 * wanted.length);
  if (nodes.length !== wanted.length || buffers.length !== 2 * wanted.length)
    throw new Error(`it has the cells of ${nodes.length} columns where ${wanted.length} belong`);
  const rows = header.long(0);
  checkPlain(header, rows);
  for (const [index, { name, kind }] of wanted.entries()) {
    const [length, missing] = nodes[index]!;
    if (length !== rows || missing < 0 || missing > rows)
      throw new Error(`column "${name}" has ${length} cells where the table has ${rows} rows`);
    const validity = within(body, buffers[2 * index]!, name);
    const cells = within(body, buffers[2 * index + 1]!, name);
    const cellBytes = kind === 'boolean' ? Math.ceil(rows / 8) : rows * (isCoded(kind) ? 4 : 8);
    if (cells.length < cellBytes || (missing > 0 && validity.length < Math.ceil(rows / 8)))
      throw new Error(`column "${name}" has fewer than ${rows} cells`);
  }
}

/** Neither compressed nor of views, and not longer than could be written down. */
function checkPlain(batch: FlatTable, rows: number): void {
  if (!(rows >= 0 && rows < 2 ** 32)) throw new Error(`it claims ${rows} rows`);
  if (batch.long(0) !== rows) throw new Error('its lengths disagree');
  batch.absent(3);
  batch.pairs(4, 0);
}

function within(
  body: Uint8Array<ArrayBuffer>,
  [offset, length]: readonly [number, number],
  name: string,
): Uint8Array<ArrayBuffer> {
  if (!(offset >= 0 && length >= 0 && offset % 8 === 0 && offset + length <= body.length))
    throw new Error(`the cells of column "${name}" lie outside of the file`);
  return body.subarray(offset, offset + length);
}

function checkTimes({ name, values }: Extract<Column, { kind: 'number' | 'time' }>): void {
  for (const value of values)
    if (Math.abs(value) > LAST_TIME) throw new Error(`column "${name}" holds a time that no calendar has`);
}

function isCoded(kind: ColumnKind): boolean {
  return TYPES[kind] === UTF8;
}
