import type { IDBPIndex, IDBPObjectStore } from 'idb';
import type { EventKind, Id, RecordKind } from '../core/records.ts';
import type { ListQuery } from '../core/store.ts';
import { isOfKinds } from './record-row.ts';
import type { RecordRow, Schema, StoreName } from './schema.ts';

type RecordStore = IDBPObjectStore<Schema, StoreName[], RecordKind, 'readonly'>;
type EventStore = IDBPObjectStore<Schema, StoreName[], 'event', 'readonly'>;
type Source =
  | RecordStore
  | IDBPIndex<Schema, StoreName[], RecordKind, 'project', 'readonly'>
  | IDBPIndex<Schema, StoreName[], 'event', 'kind', 'readonly'>;

/** Rows whose keys begin with `prefix`. */
interface Shelf {
  readonly source: Source;
  readonly prefix: readonly string[];
}

/** Rows in the order of their ids, read in at most three requests for each kind however many there are. */
export async function listRows(records: RecordStore, query: ListQuery): Promise<readonly RecordRow[]> {
  const { projectId, limit, newestFirst = false, eventKinds } = query;
  if (limit !== undefined && limit < 1) return [];
  if (!eventKinds || !isEvents(records)) return rowsOn(shelfOf(records, projectId), newestFirst, limit);
  if (projectId === undefined) {
    const all = await rowsOn({ source: records, prefix: [] }, newestFirst);
    return all.filter((row) => isOfKinds(row, eventKinds)).slice(0, limit);
  }
  const each = await Promise.all(
    kindShelves(records, projectId, eventKinds).map((shelf) => rowsOn(shelf, newestFirst, limit)),
  );
  if (each.length === 1) return each[0]!;
  const direction = newestFirst ? -1 : 1;
  return each
    .flat()
    .sort((a, b) => (a.id < b.id ? -direction : direction))
    .slice(0, limit);
}

/** How many rows there are, without reading any where the index can tell. */
export async function countRows(records: RecordStore, query: ListQuery): Promise<number> {
  const { projectId, eventKinds } = query;
  if (!eventKinds || !isEvents(records)) return countOn(shelfOf(records, projectId));
  if (projectId === undefined) return (await listRows(records, query)).length;
  const counts = await Promise.all(kindShelves(records, projectId, eventKinds).map(countOn));
  return counts.reduce((sum, count) => sum + count, 0);
}

function isEvents(records: RecordStore): records is EventStore & RecordStore {
  return records.name === 'event';
}

function shelfOf(records: RecordStore, projectId: Id | undefined): Shelf {
  return projectId === undefined
    ? { source: records, prefix: [] }
    : { source: records.index('project'), prefix: [projectId] };
}

function kindShelves(events: EventStore, projectId: Id, kinds: readonly EventKind[]): readonly Shelf[] {
  return [...new Set(kinds)].map((kind) => ({ source: events.index('kind'), prefix: [projectId, kind] }));
}

async function countOn({ source, prefix }: Shelf): Promise<number> {
  return source.count(rangeOf(prefix));
}

async function rowsOn(
  { source, prefix }: Shelf,
  newestFirst: boolean,
  limit?: number,
): Promise<readonly RecordRow[]> {
  const range = rangeOf(prefix);
  if (!newestFirst) return source.getAll(range, limit);
  if (limit === undefined) return (await source.getAll(range)).reverse();

  const newest = await source.openKeyCursor(range, 'prev');
  if (!newest) return [];
  const oldest = limit === 1 ? newest : await newest.advance(limit - 1);
  if (!oldest) return (await source.getAll(range)).reverse();
  const wanted = range ? IDBKeyRange.bound(oldest.key, range.upper) : IDBKeyRange.lowerBound(oldest.key);
  return (await source.getAll(wanted)).reverse();
}

/** An array sorts after every string, so that the range spans all keys that begin so. */
function rangeOf(prefix: readonly string[]): IDBKeyRange | null {
  return prefix.length === 0 ? null : IDBKeyRange.bound(prefix, [...prefix, []]);
}
