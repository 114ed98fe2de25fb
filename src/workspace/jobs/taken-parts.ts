import { pause } from '../../core/clock.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import type { Hash } from '../../core/ids.ts';
import { type Archive, verify } from '../../flow/deploy/archive/archive-read.ts';
import { blobPath } from '../../flow/deploy/archive/archive-format.ts';
import { archiveHostile } from '../../flow/deploy/archive/failures.ts';
import type { ArchivePart } from '../../flow/deploy/archive/manifest.ts';
import type { ComputeContext } from '../compute.ts';

type What = Parameters<typeof blobPath>[0];

/** The parts of a file on their way into the store, each taken once. */
export class TakenParts {
  readonly #archive: Archive;
  readonly #context: ComputeContext;
  readonly #left: Map<string, ArchivePart>;
  readonly #total: number;
  #done = 0;
  #storing: Promise<void> = Promise.resolve();

  constructor(archive: Archive, context: ComputeContext) {
    const { parts } = archive.manifest;
    this.#archive = archive;
    this.#context = context;
    this.#left = new Map(parts.map((part) => [part.path, part]));
    this.#total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The paths of the parts that are not taken yet, in their order. */
  get left(): readonly string[] {
    return [...this.#left.keys()];
  }

  /** A blob by its address: `check` throws where it is not what it must be. It is stored while the next one is read. */
  async blob<T>(
    what: What,
    hash: Hash,
    check: (bytes: Uint8Array<ArrayBuffer>, path: string) => T,
  ): Promise<Awaited<T>> {
    const path = blobPath(what, hash);
    const part = this.#left.get(path);
    if (!part) throw archiveHostile(`the part "${path}", which is needed, is missing`);
    if (part.sha256 !== hash) throw archiveHostile(`the part "${path}" is not called by its own sum`);
    return (await this.part(path, check)).checked;
  }

  /** Any part by its path; tells what `check` made of it, and its address. */
  async part<T>(
    path: string,
    check: (bytes: Uint8Array<ArrayBuffer>, path: string) => T,
  ): Promise<{ readonly checked: Awaited<T>; readonly hash: Hash }> {
    const part = this.#left.get(path)!;
    this.#left.delete(path);
    await pause();
    throwIfCancelled(this.#context.signal);
    const bytes = await this.#archive.read(path);
    this.#done += bytes.length;
    const checked = await check(bytes, path);
    await this.#storing;
    this.#storing = this.#store(part, bytes);
    this.#storing.catch(() => undefined); // Told by whoever waits for it next.
    this.#context.report({ phase: 'unpacking', done: this.#done, total: this.#total, unit: 'bytes' });
    return { checked, hash: part.sha256 };
  }

  /** Hands the result on once everything is stored and no part is left over. */
  async complete<T>(result: T): Promise<T> {
    await this.#storing;
    for (const path of this.#left.keys()) throw archiveHostile(`nothing needs the part "${path}"`);
    return result;
  }

  /** The store hashes what it is given: that is the check of its sum. */
  async #store(part: ArchivePart, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    verify(part, await this.#context.blobs.write(bytes));
  }
}
