import type { Hash, Id } from './ids.ts';
import type { EventKind, EventRecord, RecordKind, Records, StoredRecord } from './records.ts';

/**
 * Where everything is kept: immutable blobs by their SHA-256, and records that point at them.
 *
 * Large things are drafted first and committed at once: until `commit`, no record points at a draft's blobs, and a
 * draft that is discarded, or whose process died, leaves nothing behind.
 */
export interface Store extends Pick<Blobs, 'read'> {
  get<K extends RecordKind>(kind: K, id: string): Promise<Records[K] | undefined>;
  /** A project's records of one kind (every project's, when none is named), in the order of their ids. */
  list<K extends RecordKind>(kind: K, query?: ListQuery): Promise<readonly Records[K][]>;
  /** How many `list` would find, without reading them. */
  count(kind: RecordKind, query?: Omit<ListQuery, 'limit' | 'newestFirst' | 'after'>): Promise<number>;
  /** The bytes of these blobs together, each counted once, and none for those that are not there. */
  sizeOf(hashes: Iterable<Hash>): Promise<number>;
  begin(): Draft;
  /** The name of this opening of the store: work under way bears it, so that others can tell whether its worker still lives. */
  readonly session: string;
  /** The names of all openings that are alive at present, in any tab or worker. */
  sessions(): Promise<ReadonlySet<string>>;
  /** Resolves once nothing is open any more; the store is of no use afterwards. */
  close(): Promise<void>;
  /** Closes the store and deletes all that it holds, for good; whoever else has it open is cut off. */
  erase(): Promise<void>;
}

/** Immutable bytes by their SHA-256. */
export interface Blobs {
  /** The blob at this address; throws `blob-missing`, or `blob-damaged` when its bytes no longer have this hash. */
  read(hash: Hash): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Stores the bytes, once however often they are written, and tells their address. They are given away: where the store
   * is in another thread they are moved there, and the writer's own array is empty afterwards.
   */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<Hash>;
}

export interface ListQuery {
  readonly projectId?: Id;
  /** At most this many. */
  readonly limit?: number;
  /** From the newest id to the oldest. */
  readonly newestFirst?: boolean;
  /** Only those whose ids come after this one: to go through very many page by page. */
  readonly after?: string;
  /** Of events, only those of these kinds; other records are found whatever it says. */
  readonly eventKinds?: readonly EventKind[];
}

/** Work towards one commit. */
export interface Draft extends Pick<Blobs, 'write'> {
  /** Writes and removes records in one transaction: all of them, or none. Ends the draft. Throws `not-found`. */
  commit(changes: readonly Change[]): Promise<void>;
  /** Forgets the draft and every blob that only it has written. */
  discard(): Promise<void>;
}

export type Change =
  | { readonly put: StoredRecord }
  /** As `put`, but nothing is written where a record of this kind and id is there already: throws `record-present`. */
  | { readonly add: StoredRecord }
  /** As `add`, of very many: they are read within the commit, one blob after the other. */
  | { readonly addEvents: DraftedEvents }
  | { readonly remove: RecordKey }
  /**
   * Nothing is written unless this record is there: it may have been deleted while the work was under way. Where a session
   * is named, the record is a job, and no other one may have taken it up.
   */
  | { readonly expect: RecordKey & { readonly session?: string } }
  /** Every record of this project goes that was there before this commit, the project's own and events included. */
  | { readonly removeProject: Id };

/** Events of one project that stand in a blob of the draft, as `read` finds them there: plain data that nobody else holds. */
export interface DraftedEvents {
  readonly projectId: Id;
  readonly blob: Hash;
  readonly read: (bytes: Uint8Array<ArrayBuffer>) => Iterable<EventRecord>;
}

export interface RecordKey {
  readonly kind: RecordKind;
  readonly id: string;
}
