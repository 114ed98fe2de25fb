import type { Hash } from '../core/ids.ts';
import type { RecordKind, Records } from '../core/records.ts';
import type { Change, Draft, ListQuery, Store } from '../core/store.ts';
import {
  blobDamaged,
  blobMissing,
  draftEnded,
  recordMissing,
  recordPresent,
  requireSession,
  storeClosed,
} from './failures.ts';
import { sha256 } from './hash.ts';
import { MemoryShelf } from './memory-shelf.ts';
import type { ShelvedDraft } from './memory-shelf.ts';
import { fromRow, isOfKinds, rowOfEvent } from './record-row.ts';
import type { RecordRow } from './schema.ts';
import { workOf } from './work.ts';
import type { Step } from './work.ts';

/**
 * A store that lasts as long as its shelf: for Node, where there is no IndexedDB, and for tests. It keeps every
 * promise of `Store`, copies included: what is handed in or out is never shared.
 *
 * @example
 * const store = memoryStore();
 * const draft = store.begin();
 * const roles = await draft.write(new Uint8Array([0, 0, 1]));
 * await draft.commit([{ put: { ...split, roles } }]);
 * await store.read(roles); // Uint8Array [0, 0, 1]
 */
export function memoryStore(shelf = new MemoryShelf()): Store {
  return new MemoryStore(shelf);
}

class MemoryStore implements Store {
  readonly #shelf: MemoryShelf;
  readonly session = crypto.randomUUID();

  constructor(shelf: MemoryShelf) {
    this.#shelf = shelf;
    shelf.sweep();
    shelf.sessions.add(this.session);
  }

  async get<K extends RecordKind>(kind: K, id: string): Promise<Records[K] | undefined> {
    const row = this.#open().records.get(kind)!.get(id);
    return row && structuredClone(fromRow(kind, row));
  }

  async list<K extends RecordKind>(kind: K, query: ListQuery = {}): Promise<readonly Records[K][]> {
    const { limit = Infinity, newestFirst = false, after = '' } = query;
    const all = this.#open().inOrder(kind);
    const end = newestFirst ? firstAfter(all, after) : all.length;
    const found: Records[K][] = [];
    for (
      let at = newestFirst ? all.length - 1 : firstAfter(all, after);
      found.length < limit && (newestFirst ? at >= end : at < end);
      at += newestFirst ? -1 : 1
    )
      if (isAskedFor(all[at]!, query)) found.push(structuredClone(fromRow(kind, all[at]!)));
    return found;
  }

  async count(kind: RecordKind, query: ListQuery = {}): Promise<number> {
    let count = 0;
    for (const row of this.#open().records.get(kind)!.values()) if (isAskedFor(row, query)) count += 1;
    return count;
  }

  async sizeOf(hashes: Iterable<Hash>): Promise<number> {
    const { blobs } = this.#open();
    return [...new Set(hashes)].reduce((sum, hash) => sum + (blobs.get(hash)?.byteLength ?? 0), 0);
  }

  async read(hash: Hash): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.#open().blobs.get(hash)?.slice();
    if (!bytes) throw blobMissing(hash, this.#shelf.neededBy(hash));
    if ((await sha256(bytes)) !== hash) throw blobDamaged(hash, this.#shelf.neededBy(hash));
    return bytes;
  }

  async sessions(): Promise<ReadonlySet<string>> {
    return new Set(this.#open().sessions);
  }

  begin(): Draft {
    return new MemoryDraft(() => this.#open(), this.session);
  }

  async close(): Promise<void> {
    this.#shelf.sessions.delete(this.session);
  }

  async erase(): Promise<void> {
    this.#open().erase();
  }

  #open(): MemoryShelf {
    if (!this.#shelf.sessions.has(this.session)) throw storeClosed('it was closed before this call');
    return this.#shelf;
  }
}

function isAskedFor(row: RecordRow, { projectId, eventKinds }: ListQuery): boolean {
  return (
    (projectId === undefined || row.projectId === projectId) && (!eventKinds || isOfKinds(row, eventKinds))
  );
}

/** The place of the first row whose id comes after this one. */
function firstAfter(rows: readonly RecordRow[], id: string): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.id > id) high = middle;
    else low = middle + 1;
  }
  return low;
}

class MemoryDraft implements Draft {
  readonly #shelf: () => MemoryShelf;
  readonly #draft: ShelvedDraft;
  readonly #writing = new Set<Promise<Hash>>();
  #isEnded = false;

  constructor(shelf: () => MemoryShelf, session: string) {
    this.#shelf = shelf;
    this.#draft = { session, blobs: new Set() };
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<Hash> {
    if (this.#isEnded) throw draftEnded();
    this.#shelf();
    const writing = this.#write(new Uint8Array(bytes));
    this.#writing.add(writing);
    try {
      return await writing;
    } finally {
      this.#writing.delete(writing);
    }
  }

  async commit(changes: readonly Change[]): Promise<void> {
    if (this.#isEnded) throw draftEnded();
    const { expected, projects, steps, drafted } = workOf(changes);
    this.#isEnded = true;
    await Promise.allSettled(this.#writing);
    try {
      const shelf = this.#shelf();
      for (const { kind, id, session } of expected) {
        const row = shelf.records.get(kind)!.get(id);
        if (!row) throw recordMissing(kind, id);
        if (session !== undefined) requireSession(row.record, session);
      }
      for (const { kind, id, isNew } of steps)
        if (isNew && shelf.records.get(kind)!.has(id)) throw recordPresent(kind, id);
      for (const { row } of steps)
        for (const hash of row?.blobs ?? []) if (!shelf.blobs.has(hash)) throw blobMissing(hash, row!.record);
      const events = drafted.flatMap(({ blob, read }) =>
        Array.from(read(shelf.blobs.get(blob)!), rowOfEvent),
      );
      for (const { id } of events) if (shelf.records.get('event')!.has(id)) throw recordPresent('event', id);
      const removed = projects.flatMap((project) => shelf.removeProject(project));
      const replaced = steps.flatMap((step) => applyStep(shelf, step));
      for (const row of events) shelf.records.get('event')!.set(row.id, row);
      shelf.isChanged();
      shelf.endDraft(this.#draft);
      shelf.collect([...removed, ...replaced]);
    } catch (error) {
      this.#isEnded = false;
      throw error;
    }
  }

  async discard(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    await Promise.allSettled(this.#writing);
    this.#shelf().endDraft(this.#draft);
  }

  async #write(bytes: Uint8Array<ArrayBuffer>): Promise<Hash> {
    const hash = await sha256(bytes);
    const shelf = this.#shelf();
    shelf.drafts.add(this.#draft);
    this.#draft.blobs.add(hash);
    shelf.blobs.set(hash, bytes);
    return hash;
  }
}

/** Tells the blobs that the record which stood there before needed. */
function applyStep(shelf: MemoryShelf, { kind, id, row }: Step): readonly Hash[] {
  const rows = shelf.records.get(kind)!;
  const before = rows.get(id);
  if (row) rows.set(id, row);
  else rows.delete(id);
  return before?.blobs ?? [];
}
