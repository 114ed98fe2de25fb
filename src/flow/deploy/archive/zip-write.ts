import type { ByteSink } from './byte-source.ts';
import { crc32 } from './crc32.ts';
import {
  CENTRAL_BYTES,
  END_BYTES,
  LOCAL_BYTES,
  LOCATOR_BYTES,
  MIDNIGHT,
  MOST_16,
  MOST_32,
  SIGNATURES,
  UTF8_NAMES,
  VERSION_PLAIN,
  VERSION_ZIP64,
  ZIP64_END_BYTES,
  ZIP64_EXTRA,
} from './zip-format.ts';

/** What is known of an entry before its bytes are written. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
}

/** An entry that is written: its header begins at `offset`. */
export interface PlacedEntry extends ZipEntry {
  readonly offset: number;
}

/**
 * Writes a ZIP (PKWARE APPNOTE 6.3) of stored entries, piece by piece: nothing is compressed, sizes stand in front of the
 * bytes, every date is the first one that a ZIP can name. So the same entries make the same bytes anywhere, and nothing but the
 * names is held.
 *
 * @example
 * const pieces: Uint8Array[] = [];
 * const zip = new ZipWriter((piece) => void pieces.push(piece));
 * await zip.add('a.txt', new TextEncoder().encode('hello'));
 * await zip.finish();
 * pieces.reduce((sum, piece) => sum + piece.length, 0) // 113
 */
export class ZipWriter {
  readonly #sink: ByteSink;
  readonly #written: PlacedEntry[] = [];
  #offset = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  async add(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.addPieces({ name, size: bytes.length, crc: crc32(bytes) }, [bytes]);
  }

  /** An entry whose size and sum are known already; the pieces must be of that size. */
  async addPieces(
    entry: ZipEntry,
    pieces: Iterable<Uint8Array<ArrayBuffer>> | AsyncIterable<Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    this.#written.push({ ...entry, offset: this.#offset });
    await this.#write(localHeader(entry));
    for await (const piece of pieces) await this.#write(piece);
  }

  /** The directory and the end: the file is whole. */
  async finish(): Promise<void> {
    for (const piece of directory(this.#written, this.#offset)) await this.#write(piece);
  }

  async #write(piece: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#offset += piece.length;
    await this.#sink(piece);
  }
}

/** What stands in front of an entry's bytes. */
export function localHeader(entry: ZipEntry): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(entry.name);
  const header = new Uint8Array(LOCAL_BYTES + name.length);
  const view = new DataView(header.buffer);
  view.setUint32(0, SIGNATURES.local, true);
  view.setUint16(4, VERSION_PLAIN, true);
  writeCommon(view, 6, entry, name);
  header.set(name, LOCAL_BYTES);
  return header;
}

/** What stands behind the last entry's bytes, which end at `start`: the directory and the end. */
export function* directory(
  entries: readonly PlacedEntry[],
  start: number,
): Generator<Uint8Array<ArrayBuffer>> {
  let size = 0;
  for (const entry of entries) {
    const header = centralHeader(entry);
    size += header.length;
    yield header;
  }
  const about = { entries: entries.length, start, size };
  const isLarge = about.entries >= MOST_16 || about.start >= MOST_32 || about.size >= MOST_32;
  if (isLarge) yield zip64End(about, start + size);
  yield end(about);
}

interface Directory {
  readonly entries: number;
  readonly start: number;
  readonly size: number;
}

/** What local and central headers have in common, from the flags on. */
function writeCommon(view: DataView, at: number, { size, crc }: ZipEntry, name: Uint8Array): void {
  view.setUint16(at, UTF8_NAMES, true);
  view.setUint16(at + 2, 0, true); // stored
  view.setUint32(at + 4, MIDNIGHT, true);
  view.setUint32(at + 8, crc, true);
  view.setUint32(at + 12, size, true);
  view.setUint32(at + 16, size, true);
  view.setUint16(at + 20, name.length, true);
}

function centralHeader(entry: PlacedEntry): Uint8Array<ArrayBuffer> {
  const { offset } = entry;
  const name = new TextEncoder().encode(entry.name);
  const isFar = offset >= MOST_32;
  const header = new Uint8Array(CENTRAL_BYTES + name.length + (isFar ? ZIP64_EXTRA.bytes : 0));
  const view = new DataView(header.buffer);
  const version = isFar ? VERSION_ZIP64 : VERSION_PLAIN;
  view.setUint32(0, SIGNATURES.central, true);
  view.setUint16(4, version, true);
  view.setUint16(6, version, true);
  writeCommon(view, 8, entry, name);
  view.setUint16(30, isFar ? ZIP64_EXTRA.bytes : 0, true);
  view.setUint32(42, isFar ? MOST_32 : offset, true);
  header.set(name, CENTRAL_BYTES);
  if (isFar) {
    const extra = CENTRAL_BYTES + name.length;
    view.setUint16(extra, ZIP64_EXTRA.id, true);
    view.setUint16(extra + 2, ZIP64_EXTRA.bytes - 4, true);
    view.setBigUint64(extra + 4, BigInt(offset), true);
  }
  return header;
}

function zip64End({ entries, start, size }: Directory, at: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(ZIP64_END_BYTES + LOCATOR_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, SIGNATURES.zip64End, true);
  view.setBigUint64(4, BigInt(ZIP64_END_BYTES - 12), true);
  view.setUint16(12, VERSION_ZIP64, true);
  view.setUint16(14, VERSION_ZIP64, true);
  view.setBigUint64(24, BigInt(entries), true);
  view.setBigUint64(32, BigInt(entries), true);
  view.setBigUint64(40, BigInt(size), true);
  view.setBigUint64(48, BigInt(start), true);
  view.setUint32(ZIP64_END_BYTES, SIGNATURES.locator, true);
  view.setBigUint64(ZIP64_END_BYTES + 8, BigInt(at), true);
  view.setUint32(ZIP64_END_BYTES + 16, 1, true);
  return bytes;
}

function end({ entries, start, size }: Directory): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(END_BYTES);
  const view = new DataView(bytes.buffer);
  const count = Math.min(entries, MOST_16);
  view.setUint32(0, SIGNATURES.end, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, Math.min(size, MOST_32), true);
  view.setUint32(16, Math.min(start, MOST_32), true);
  return bytes;
}
