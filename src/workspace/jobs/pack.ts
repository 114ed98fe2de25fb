import { pause } from '../../core/clock.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import { ArchiveWriter } from '../../flow/deploy/archive/archive-write.ts';
import type { ByteSink } from '../../flow/deploy/archive/byte-source.ts';
import { MIME_TYPE } from '../../flow/deploy/archive/archive-format.ts';
import { SealWriter } from '../../flow/deploy/archive/seal-write.ts';
import type { ComputeJob } from './job.ts';

/** What is handed over at once: a browser keeps it outside of this thread's memory. */
const HANDED_BYTES = 8 * 1024 * 1024;

/** Blobs of the store as one `.perennial` file: one of them is held at a time. */
export const pack: ComputeJob<'pack'> = async ({ kind, parts, totalBytes, passphrase }, context) => {
  const file = new GrowingBlob();
  const seal = passphrase === null ? null : await SealWriter.begin((piece) => file.add(piece), passphrase);
  const sink: ByteSink = seal ? (piece) => seal.write(piece) : (piece) => file.add(piece);
  const archive = await ArchiveWriter.begin(sink, kind);
  const sorted = [...parts].sort((a, b) => (a.path < b.path ? -1 : 1));
  let done = 0;
  for (const { path, blob } of sorted) {
    context.report({ phase: 'packing', done, total: totalBytes, unit: 'bytes' });
    await pause();
    throwIfCancelled(context.signal);
    const bytes = await context.blobs.read(blob);
    done += bytes.length;
    await archive.add(path, blob, bytes);
  }
  await archive.finish();
  await seal?.finish();
  return { file: file.whole() };
};

/** Pieces on their way to one Blob. */
class GrowingBlob {
  readonly #handed: Blob[] = [];
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  add(piece: Uint8Array<ArrayBuffer>): void {
    this.#waiting.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes >= HANDED_BYTES) this.#hand();
  }

  whole(): Blob {
    this.#hand();
    return new Blob(this.#handed, { type: MIME_TYPE });
  }

  #hand(): void {
    this.#handed.push(new Blob(this.#waiting));
    this.#waiting = [];
    this.#bytes = 0;
  }
}
