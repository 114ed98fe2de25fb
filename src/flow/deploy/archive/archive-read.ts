import type { ByteSource } from './byte-source.ts';
import { MANIFEST, MIME_TYPE, MIME_TYPE_NAME } from './archive-format.ts';
import { archiveDamaged, archiveHostile } from './failures.ts';
import { decodeManifest, type ArchivePart, type Manifest } from './manifest.ts';
import { unsealed } from './seal-read.ts';
import { readPart, readZip } from './zip-read.ts';
import { directory, localHeader, type PlacedEntry } from './zip-write.ts';

/** A manifest may name a million rows of parts, and is held whole. */
const MOST_MANIFEST_BYTES = 64 * 1024 * 1024;

/** A `.perennial` file whose manifest and directory agree; its parts are read when they are asked for. */
export class Archive {
  readonly manifest: Manifest;
  readonly #source: ByteSource;
  readonly #entries: ReadonlyMap<string, PlacedEntry>;

  private constructor(manifest: Manifest, source: ByteSource, entries: ReadonlyMap<string, PlacedEntry>) {
    this.manifest = manifest;
    this.#source = source;
    this.#entries = entries;
  }

  /** @throws PerennialError `archive-damaged`, `archive-hostile`, `archive-newer`, `archive-passphrase` */
  static async open(file: ByteSource, passphrase: string | null): Promise<Archive> {
    const source = await unsealed(file, passphrase);
    const parts = await readZip(source);
    await checkDirectory(source, parts);
    const entries = new Map(parts.map((part) => [part.name, part]));
    const [first] = parts;
    const named = entries.get(MANIFEST);
    if (first?.name !== MIME_TYPE_NAME || first.size !== MIME_TYPE.length || !named)
      throw archiveHostile('it is a ZIP, but no Perennial file');
    if (new TextDecoder().decode(await readCanonical(source, first)) !== MIME_TYPE)
      throw archiveHostile('it is a ZIP of another kind');
    if (named.size > MOST_MANIFEST_BYTES) throw archiveHostile(`its manifest has ${named.size} bytes`);
    const manifest = decodeManifest(await readCanonical(source, named));
    checkParts(manifest, entries);
    return new Archive(manifest, source, entries);
  }

  /**
   * A part's bytes, in a buffer of their own; throws `archive-damaged` where they do not agree with the check sum of their
   * entry. Whether they have the part's SHA-256 is known once they are hashed: `verify`, or whoever stores them.
   */
  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const entry = this.#entries.get(path);
    if (!entry) throw archiveHostile(`the part "${path}" is missing`);
    return readCanonical(this.#source, entry);
  }

  /** The same, with its SHA-256 held against the manifest's. */
  async readVerified({ path, sha256 }: ArchivePart): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.read(path);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    verify({ path, sha256 }, Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
    return bytes;
  }
}

/** Throws where what a part's bytes were found to have is not the SHA-256 that the manifest names. */
export function verify({ path, sha256 }: Pick<ArchivePart, 'path' | 'sha256'>, found: string): void {
  if (found !== sha256) throw archiveDamaged(`the part "${path}" is not the one that the manifest names`);
}

/** An entry's bytes; no byte of its header is another one than would be written here. */
async function readCanonical(source: ByteSource, entry: PlacedEntry): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readPart(source, entry);
  const header = localHeader(entry);
  if (isSame(header, await source.read(entry.offset, entry.offset + header.length))) return bytes;
  throw archiveHostile(`the entry "${entry.name}" does not begin as it is written here`);
}

/** Nor is one of the directory: dates, versions and attributes have one value. */
async function checkDirectory(source: ByteSource, parts: readonly PlacedEntry[]): Promise<void> {
  const last = parts.at(-1);
  const start = last ? last.offset + localHeader(last).length + last.size : 0;
  let at = start;
  for (const piece of directory(parts, start)) {
    if (!isSame(piece, await source.read(at, at + piece.length)))
      throw archiveHostile('its directory is not as it is written here');
    at += piece.length;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Every part is an entry of its size, and no entry is anything else. */
function checkParts({ parts }: Manifest, entries: ReadonlyMap<string, PlacedEntry>): void {
  for (const { path, bytes } of parts) {
    const entry = entries.get(path);
    if (!entry || path === MANIFEST || path === MIME_TYPE_NAME)
      throw archiveHostile(`the part "${path}" is named in its manifest and is missing`);
    if (entry.size !== bytes)
      throw archiveHostile(`the part "${path}" has ${entry.size} bytes where its manifest says ${bytes}`);
  }
  const named = new Set(parts.map(({ path }) => path));
  for (const name of entries.keys())
    if (!named.has(name) && name !== MANIFEST && name !== MIME_TYPE_NAME)
      throw archiveHostile(`the entry "${name}" is not named in its manifest`);
}
