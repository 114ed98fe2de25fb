import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { Hash, Id } from '../core/ids.ts';
import type { EventKind, RecordKind, StoredRecord } from '../core/records.ts';

/** How a record rests in the database: the record itself, and what it is found by. */
export interface RecordRow {
  readonly id: string;
  readonly projectId: Id;
  /** The blobs that the record needs, each once. */
  readonly blobs: readonly Hash[];
  readonly record: StoredRecord;
}

/** "This draft of this session has written this blob": one row for each draft and blob, until the draft ends. */
export interface DraftRow {
  readonly draft: string;
  readonly hash: Hash;
  readonly session: string;
}

interface WithoutBlobs {
  key: string;
  value: RecordRow;
  indexes: { project: [Id, string] };
}

interface WithBlobs {
  key: string;
  value: RecordRow;
  indexes: { project: [Id, string]; blobs: Hash };
}

export interface Schema extends DBSchema {
  project: WithoutBlobs;
  table: WithBlobs;
  split: WithBlobs;
  version: WithBlobs;
  report: WithoutBlobs;
  alias: WithoutBlobs;
  job: WithBlobs;
  'job-file': WithoutBlobs;
  event: Omit<WithoutBlobs, 'indexes'> & {
    indexes: WithoutBlobs['indexes'] & { kind: [Id, EventKind, string] };
  };
  /** How many events a project has of a kind; none is written where there are none. */
  counts: { key: [Id, EventKind]; value: number };
  /** The bytes of each blob; those written before there were sizes have none. */
  sizes: { key: Hash; value: number };
  blobs: { key: Hash; value: Uint8Array<ArrayBuffer> };
  drafts: { key: [string, Hash]; value: DraftRow; indexes: { hash: Hash; session: string } };
}

/** The kinds whose records may need blobs, as `blobsOf` tells. */
export const KINDS_WITH_BLOBS = ['table', 'split', 'version', 'job'] as const satisfies readonly RecordKind[];
export type KindWithBlobs = (typeof KINDS_WITH_BLOBS)[number];

export const KINDS = [
  'project',
  'alias',
  'event',
  'report',
  'job-file',
  ...KINDS_WITH_BLOBS,
] as const satisfies readonly RecordKind[];

export function mayNeedBlobs(kind: RecordKind): kind is KindWithBlobs {
  return (KINDS_WITH_BLOBS as readonly RecordKind[]).includes(kind);
}

export type StoreName = RecordKind | 'counts' | 'blobs' | 'drafts' | 'sizes';
export type Database = IDBPDatabase<Schema>;
export type Transaction<Mode extends IDBTransactionMode = 'readwrite'> = IDBPTransaction<
  Schema,
  StoreName[],
  Mode
>;
