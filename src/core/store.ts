import type { Hash, Id, RecordKind, Records, StoredRecord } from './records.ts';

/**
 * Where everything is kept: immutable blobs by their SHA-256, and records that point at them.
 *
 * Large things are drafted first and committed at once: until `commit`, no record points at a draft's blobs, and a
 * draft that is discarded, or whose process died, leaves nothing behind.
 */
export interface Store {
  get<K extends RecordKind>(kind: K, id: string): Promise<Records[K] | undefined>;
  /** A project's records of one kind (every project's, when none is named), in the order of their ids. */
  list<K extends RecordKind>(kind: K, query?: ListQuery): Promise<readonly Records[K][]>;
  /** The blob at this address; throws `blob-missing`, or `blob-damaged` when its bytes no longer have this hash. */
  read(hash: Hash): Promise<Uint8Array<ArrayBuffer>>;
  begin(): Draft;
  /** Resolves once nothing is open any more; the store is of no use afterwards. */
  close(): Promise<void>;
}

export interface ListQuery {
  readonly projectId?: Id;
  /** At most this many. */
  readonly limit?: number;
  /** From the newest id to the oldest. */
  readonly newestFirst?: boolean;
}

/** Work towards one commit. */
export interface Draft {
  /** Stores the bytes, once however often they are written, and tells their address. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<Hash>;
  /** Writes and removes records in one transaction: all of them, or none. Ends the draft. */
  commit(changes: readonly Change[]): Promise<void>;
  /** Forgets the draft and every blob that only it has written. */
  discard(): Promise<void>;
}

export type Change =
  { readonly put: StoredRecord } | { readonly remove: { readonly kind: RecordKind; readonly id: string } };
