import type { ByteSource } from './byte-source.ts';
import { crc32 } from './crc32.ts';
import type { PlacedEntry } from './zip-write.ts';
import { archiveDamaged, archiveHostile } from './failures.ts';
import {
  CENTRAL_BYTES,
  END_BYTES,
  LOCAL_BYTES,
  LOCATOR_BYTES,
  MOST_16,
  MOST_32,
  SIGNATURES,
  ZIP64_END_BYTES,
  ZIP64_EXTRA,
} from './zip-format.ts';

/** What a directory may claim before anything is made of it. */
const MOST_ENTRIES = 200_000;
const MOST_DIRECTORY_BYTES = 64 * 1024 * 1024;
const MOST_NAME_BYTES = 240;
/** A part is held whole while it is looked at. */
const MOST_PART_BYTES = 1024 ** 3;

/**
 * The entries of a ZIP, in the order in which they lie, none of them read yet.
 *
 * Only the plainest kind is taken: stored, not encrypted, one entry right behind another from the first byte to the
 * directory, which the end record follows. So no byte of the file can be read in two ways.
 *
 * @throws PerennialError `archive-damaged`, `archive-hostile`
 */
export async function readZip(source: ByteSource): Promise<readonly PlacedEntry[]> {
  const directory = await findDirectory(source);
  const bytes = await source.read(directory.start, directory.start + directory.size);
  const parts = readDirectory(bytes, directory);
  let expected = 0;
  for (const part of parts) {
    if (part.offset !== expected)
      throw archiveHostile(
        `the entry "${part.name}" lies at byte ${part.offset} where ${expected} is next: entries overlap, or something stands between them`,
      );
    expected = endOf(part);
  }
  if (expected !== directory.start)
    throw archiveHostile('something stands between its last entry and its directory');
  return parts;
}

/**
 * An entry's bytes, in a buffer of their own. Its own header must say what the directory says.
 *
 * @throws PerennialError `archive-damaged` where its check sum does not agree, `archive-hostile`
 */
export async function readPart(source: ByteSource, part: PlacedEntry): Promise<Uint8Array<ArrayBuffer>> {
  const start = part.offset + LOCAL_BYTES + nameBytes(part);
  const header = await source.read(part.offset, start);
  const view = viewOf(header);
  if (header.length !== start - part.offset || view.getUint32(0, true) !== SIGNATURES.local)
    throw archiveDamaged(`the entry "${part.name}" does not begin where the directory says`);
  refuseUnreadable(part.name, view.getUint16(6, true), view.getUint16(8, true));
  const agrees =
    view.getUint32(14, true) === part.crc &&
    view.getUint32(18, true) === part.size &&
    view.getUint32(22, true) === part.size &&
    view.getUint16(28, true) === 0 &&
    decodeName(header.subarray(LOCAL_BYTES)) === part.name;
  if (!agrees)
    throw archiveHostile(`the entry "${part.name}" says something else of itself than the directory`);
  const bytes = await source.read(start, start + part.size);
  if (bytes.length !== part.size || crc32(bytes) !== part.crc)
    throw archiveDamaged(`the bytes of "${part.name}" do not agree with their check sum`);
  return bytes;
}

interface Directory {
  readonly entries: number;
  readonly start: number;
  readonly size: number;
}

async function findDirectory(source: ByteSource): Promise<Directory> {
  const tail = await source.read(
    Math.max(0, source.size - END_BYTES - LOCATOR_BYTES - ZIP64_END_BYTES),
    source.size,
  );
  const at = tail.length - END_BYTES;
  const view = viewOf(tail);
  if (at < 0 || view.getUint32(at, true) !== SIGNATURES.end)
    throw archiveDamaged('it does not end as a Perennial file does: it is cut off, or no such file');
  if (view.getUint16(at + 20, true) !== 0 || view.getUint32(at + 4, true) !== 0)
    throw archiveHostile('it has a comment, or is one of several volumes');
  const plain = {
    entries: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    start: view.getUint32(at + 16, true),
  };
  if (view.getUint16(at + 8, true) !== plain.entries) throw archiveHostile('its counts of entries disagree');
  const isLarge = plain.entries === MOST_16 || plain.size === MOST_32 || plain.start === MOST_32;
  const directory = isLarge ? largeDirectory(view, at - LOCATOR_BYTES, source.size) : plain;
  const behind = END_BYTES + (isLarge ? LOCATOR_BYTES + ZIP64_END_BYTES : 0);
  const { entries, start, size } = directory;
  if (entries > MOST_ENTRIES || size > MOST_DIRECTORY_BYTES)
    throw archiveHostile(`it claims ${entries} entries, whose directory has ${size} bytes`);
  if (start + size + behind !== source.size)
    throw archiveHostile('something stands before its first byte, or between its directory and its end');
  if (size < entries * CENTRAL_BYTES) throw archiveHostile(`it claims ${entries} entries in ${size} bytes`);
  return directory;
}

function largeDirectory(view: DataView, locator: number, fileSize: number): Directory {
  const at = locator - ZIP64_END_BYTES;
  const isThere =
    at >= 0 &&
    view.getUint32(locator, true) === SIGNATURES.locator &&
    view.getUint32(at, true) === SIGNATURES.zip64End;
  if (!isThere) throw archiveDamaged('its Zip64 end is missing');
  const long = (offset: number) => Number(view.getBigUint64(offset, true));
  const start = fileSize - END_BYTES - LOCATOR_BYTES - ZIP64_END_BYTES;
  const entries = long(at + 32);
  const isConsistent =
    view.getUint32(locator + 4, true) === 0 &&
    view.getUint32(locator + 16, true) === 1 &&
    long(locator + 8) === start &&
    long(at + 4) === ZIP64_END_BYTES - 12 &&
    long(at + 16) === 0 &&
    long(at + 24) === entries;
  if (!isConsistent) throw archiveHostile('its Zip64 end contradicts itself');
  return { entries, size: long(at + 40), start: long(at + 48) };
}

function readDirectory(bytes: Uint8Array<ArrayBuffer>, { entries, start }: Directory): PlacedEntry[] {
  const view = viewOf(bytes);
  const parts: PlacedEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  for (let index = 0; index < entries; index++) {
    if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== SIGNATURES.central)
      throw archiveDamaged(`entry ${index + 1} of its directory is not there`);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + CENTRAL_BYTES + nameLength + extraLength;
    if (nameLength > MOST_NAME_BYTES || next > bytes.length)
      throw archiveHostile(`the name of entry ${index + 1} has ${nameLength} bytes`);
    const name = decodeName(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength));
    refuseName(name);
    if (names.has(name)) throw archiveHostile(`it has two entries called "${name}"`);
    names.add(name);
    refuseUnreadable(name, view.getUint16(at + 8, true), view.getUint16(at + 10, true));
    const size = view.getUint32(at + 24, true);
    if (view.getUint32(at + 20, true) !== size || size > MOST_PART_BYTES)
      throw archiveHostile(`the entry "${name}" claims ${size} bytes`);
    if (view.getUint16(at + 32, true) !== 0 || view.getUint16(at + 34, true) !== 0)
      throw archiveHostile(`the entry "${name}" has a comment, or lies in another volume`);
    const offset = offsetOf(view, at, extraLength, next - extraLength, name);
    parts.push({ name, size, crc: view.getUint32(at + 16, true), offset });
    if (offset > start) throw archiveHostile(`the entry "${name}" lies behind the directory`);
    at = next;
  }
  if (at !== bytes.length) throw archiveHostile('its directory is longer than its entries');
  return parts.sort((a, b) => a.offset - b.offset);
}

/** Where an entry begins: beyond 4 GB it stands in an extra field, and nothing else may. */
function offsetOf(view: DataView, at: number, extraLength: number, extra: number, name: string): number {
  const offset = view.getUint32(at + 42, true);
  if (offset !== MOST_32 && extraLength === 0) return offset;
  const isZip64 =
    offset === MOST_32 &&
    extraLength === ZIP64_EXTRA.bytes &&
    view.getUint16(extra, true) === ZIP64_EXTRA.id &&
    view.getUint16(extra + 2, true) === ZIP64_EXTRA.bytes - 4;
  if (!isZip64) throw archiveHostile(`the entry "${name}" has an extra field that does not belong there`);
  return Number(view.getBigUint64(extra + 4, true));
}

function refuseUnreadable(name: string, flags: number, method: number): void {
  if (flags & 1) throw archiveHostile(`the entry "${name}" is encrypted by itself`);
  if (method !== 0) throw archiveHostile(`the entry "${name}" is compressed (method ${method})`);
  if (flags & ~0x0800)
    throw archiveHostile(`the entry "${name}" has its size behind its bytes, or other odd flags`);
}

/** A name that leads out of the file, or that two systems read as two names, is none. */
function refuseName(name: string): void {
  const steps = name.split('/');
  const isPlain =
    !/[\\:\p{Cc}]/u.test(name) && steps.every((step) => step !== '' && step !== '.' && step !== '..');
  if (!isPlain) throw archiveHostile(`the name ${JSON.stringify(name)} of an entry leads elsewhere`);
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw archiveHostile('the name of an entry is not UTF-8', cause);
  }
}

function nameBytes({ name }: PlacedEntry): number {
  return new TextEncoder().encode(name).length;
}

function endOf(part: PlacedEntry): number {
  return part.offset + LOCAL_BYTES + nameBytes(part) + part.size;
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
