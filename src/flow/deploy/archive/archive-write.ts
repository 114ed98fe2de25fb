import type { ByteSink } from './byte-source.ts';
import { MANIFEST, MIME_TYPE, MIME_TYPE_NAME } from './archive-format.ts';
import { encodeManifest, type ArchiveKind, type ArchivePart } from './manifest.ts';
import { ZipWriter } from './zip-write.ts';

/**
 * Writes a `.perennial` file: its type, its parts in the order of their paths, and last the manifest that names them all with
 * their sums.
 */
export class ArchiveWriter {
  readonly #zip: ZipWriter;
  readonly #kind: ArchiveKind;
  readonly #parts: ArchivePart[] = [];

  private constructor(zip: ZipWriter, kind: ArchiveKind) {
    this.#zip = zip;
    this.#kind = kind;
  }

  static async begin(sink: ByteSink, kind: ArchiveKind): Promise<ArchiveWriter> {
    const zip = new ZipWriter(sink);
    await zip.add(MIME_TYPE_NAME, new TextEncoder().encode(MIME_TYPE));
    return new ArchiveWriter(zip, kind);
  }

  /** `sha256` is that of the bytes: whoever has them from the store knows it already. */
  async add(path: string, sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#zip.add(path, bytes);
    this.#parts.push({ path, bytes: bytes.length, sha256 });
  }

  async finish(): Promise<void> {
    await this.#zip.add(MANIFEST, encodeManifest(this.#kind, this.#parts));
    await this.#zip.finish();
  }
}
