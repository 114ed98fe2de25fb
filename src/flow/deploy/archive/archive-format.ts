import type { Hash } from '../../../core/ids.ts';
import type { ArchivedKind } from './records/schemas.ts';

/** The first entry of every file, by which other programs can tell what it is. */
export const MIME_TYPE_NAME = 'mimetype';
export const MIME_TYPE = 'application/vnd.perennial+zip';
export const MANIFEST = 'manifest.json';

/** How a blob rests in a file: by what it is, under its sum. */
const BLOBS = {
  chunk: (hash: Hash) => `tables/${hash}.arrow`,
  roles: (hash: Hash) => `roles/${hash}.bin`,
  origins: (hash: Hash) => `origins/${hash}.bin`,
  recipe: (hash: Hash) => `recipes/${hash}.json`,
  snapshot: (hash: Hash) => `snapshots/${hash}.safetensors`,
} as const;

export function blobPath(what: keyof typeof BLOBS, hash: Hash): string {
  return BLOBS[what](hash);
}

/** The n-th piece of the records of a kind, counted from 0. */
export function recordsPath(kind: ArchivedKind, piece: number): string {
  return `records/${kind}-${String(piece + 1).padStart(6, '0')}.jsonl`;
}

/** The kind of record that a part holds; undefined where it holds something else. */
export function recordsKind(path: string): ArchivedKind | undefined {
  return /^records\/(alias|event|project|report|split|table|version)-\d{6}\.jsonl$/.exec(path)?.[1] as
    ArchivedKind | undefined;
}
