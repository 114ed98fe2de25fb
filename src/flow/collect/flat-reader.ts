/**
 * Reads a FlatBuffer (Google, "FlatBuffers internals") that a stranger may have written: every place is checked before it is
 * read, and a vector is at most as long as the caller allows. A field is named by its place in the schema.
 */
export class FlatReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  root(): FlatTable {
    return new FlatTable(this, this.follow(0));
  }

  /** Where the offset that is written here leads. */
  follow(at: number): number {
    return this.inside(at + this.int(at), 4);
  }

  byte(at: number): number {
    return this.#view.getUint8(this.inside(at, 1));
  }

  short(at: number): number {
    return this.#view.getUint16(this.inside(at, 2), true);
  }

  int(at: number): number {
    return this.#view.getInt32(this.inside(at, 4), true);
  }

  /** Numbers beyond 2^53 come out rounded, and are too large for anything. */
  long(at: number): number {
    return Number(this.#view.getBigInt64(this.inside(at, 8), true));
  }

  /** Where the elements of a vector begin, and how many there are. */
  vector(at: number, width: number, most: number): { start: number; length: number } {
    const start = this.follow(at);
    const length = this.int(start);
    if (length < 0 || length > most) throw new Error(`a list of ${length} stands where ${most} may`);
    if (length > 0) this.inside(start + 4, length * width);
    return { start: start + 4, length };
  }

  text(at: number, mostBytes: number): string {
    const { start, length } = this.vector(at, 1, mostBytes);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      this.#bytes.subarray(start, start + length),
    );
  }

  inside(at: number, width: number): number {
    if (at >= 0 && at + width <= this.#bytes.length) return at;
    throw new Error(`it points to byte ${at} of ${this.#bytes.length}`);
  }
}

/** One table of a FlatBuffer. A field that is not there reads as 0, or as an empty list. */
export class FlatTable {
  readonly #reader: FlatReader;
  readonly #at: number;
  readonly #fields: number;
  readonly #size: number;

  constructor(reader: FlatReader, at: number) {
    this.#reader = reader;
    this.#at = at;
    this.#fields = reader.inside(at - reader.int(at), 4);
    this.#size = reader.short(this.#fields);
    reader.inside(this.#fields, this.#size);
  }

  byte(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#reader.byte(at);
  }

  short(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#reader.short(at);
  }

  int(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#reader.int(at);
  }

  long(field: number): number {
    const at = this.#place(field);
    return at === 0 ? 0 : this.#reader.long(at);
  }

  text(field: number, mostBytes: number): string {
    const at = this.#place(field);
    return at === 0 ? '' : this.#reader.text(at, mostBytes);
  }

  table(field: number): FlatTable {
    const at = this.#place(field);
    if (at === 0) throw new Error('a part of its description is missing');
    return new FlatTable(this.#reader, this.#reader.follow(at));
  }

  tables(field: number, most: number): readonly FlatTable[] {
    const at = this.#place(field);
    if (at === 0) return [];
    const { start, length } = this.#reader.vector(at, 4, most);
    return Array.from(
      { length },
      (_, index) => new FlatTable(this.#reader, this.#reader.follow(start + 4 * index)),
    );
  }

  /** A list of pairs of 64-bit numbers. */
  pairs(field: number, most: number): readonly (readonly [number, number])[] {
    const at = this.#place(field);
    if (at === 0) return [];
    const { start, length } = this.#reader.vector(at, 16, most);
    return Array.from(
      { length },
      (_, index) =>
        [this.#reader.long(start + 16 * index), this.#reader.long(start + 16 * index + 8)] as const,
    );
  }

  /** Throws where one of these fields is there. */
  absent(...fields: readonly number[]): void {
    for (const field of fields)
      if (this.#place(field) !== 0) throw new Error('its description has a part that does not belong there');
  }

  /** Where the field is written; 0 where it is not. */
  #place(field: number): number {
    const entry = 4 + 2 * field;
    const offset = entry + 2 <= this.#size ? this.#reader.short(this.#fields + entry) : 0;
    return offset === 0 ? 0 : this.#at + offset;
  }
}
