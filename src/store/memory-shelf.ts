import type { Hash, Id } from '../core/ids.ts';
import type { RecordKind, StoredRecord } from '../core/records.ts';
import { KINDS } from './schema.ts';
import type { RecordRow } from './schema.ts';

/** What one draft has written, and who holds it open. */
export interface ShelvedDraft {
  readonly session: string;
  readonly blobs: Set<Hash>;
}

/** What outlives a memory store: hand the same shelf to another one, and it finds everything again. */
export class MemoryShelf {
  readonly records = new Map<RecordKind, Map<string, RecordRow>>(KINDS.map((kind) => [kind, new Map()]));
  readonly blobs = new Map<Hash, Uint8Array<ArrayBuffer>>();
  readonly drafts = new Set<ShelvedDraft>();
  readonly sessions = new Set<string>();
  readonly #inOrder = new Map<RecordKind, readonly RecordRow[]>();

  /** The rows of a kind in the order of their ids: sorted once for all pages that are asked for between two commits. */
  inOrder(kind: RecordKind): readonly RecordRow[] {
    const known = this.#inOrder.get(kind);
    if (known) return known;
    const rows = [...this.records.get(kind)!.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.#inOrder.set(kind, rows);
    return rows;
  }

  /** Must be called after each change of the records. */
  isChanged(): void {
    this.#inOrder.clear();
  }

  /** A record that points at this blob. */
  neededBy(hash: Hash): StoredRecord | undefined {
    for (const rows of this.records.values())
      for (const row of rows.values()) if (row.blobs.includes(hash)) return row.record;
    return undefined;
  }

  /** Deletes those of the blobs that no record and no draft holds any more. */
  collect(hashes: Iterable<Hash>): void {
    for (const hash of hashes) {
      const isDrafted = [...this.drafts].some((draft) => draft.blobs.has(hash));
      if (!isDrafted && !this.neededBy(hash)) this.blobs.delete(hash);
    }
  }

  /** Removes every record of the project and tells the blobs that they needed. */
  removeProject(projectId: Id): Hash[] {
    const released: Hash[] = [];
    for (const rows of this.records.values())
      for (const row of rows.values())
        if (row.projectId === projectId && rows.delete(row.id)) released.push(...row.blobs);
    return released;
  }

  endDraft(draft: ShelvedDraft): void {
    this.drafts.delete(draft);
    this.collect(draft.blobs);
  }

  /** Forgets everything, and cuts off whoever has it open. */
  erase(): void {
    for (const rows of this.records.values()) rows.clear();
    this.isChanged();
    this.blobs.clear();
    this.drafts.clear();
    this.sessions.clear();
  }

  /** Forgets the drafts of sessions that have ended. */
  sweep(): void {
    for (const draft of this.drafts) if (!this.sessions.has(draft.session)) this.endDraft(draft);
  }
}
