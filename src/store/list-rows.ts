import type { IDBPIndex, IDBPObjectStore } from 'idb';
import type { Id } from '../core/ids.ts';
import type { EventKind, RecordKind } from '../core/records.ts';
import type { ListQuery } from '../core/store.ts';
import { countedEvents } from './counts.ts';
import type { RecordRow, Schema, StoreName, Transaction } from './schema.ts';

type Reading = Transaction<'readonly'>;
type Source =
  | IDBPObjectStore<Schema, StoreName[], RecordKind, 'readonly'>
  | IDBPIndex<Schema, StoreName[], RecordKind, 'project', 'readonly'>
  | IDBPIndex<Schema, StoreName[], 'event', 'kind', 'readonly'>;

/** Rows whose keys begin with `prefix`. */
interface Shelf {
  readonly source: Source;
  readonly prefix: readonly string[];
}

/** The stores that `listRows` and `countRows` read for records of this kind. */
export function storesToList(kind: RecordKind): StoreName[] {
  return kind === 'event' ? ['event', 'counts'] : [kind];
}

/** Rows in the order of their ids, read in at most three requests for each kind of event however many there are. */
export async function listRows(
  transaction: Reading,
  kind: RecordKind,
  query: ListQuery,
): Promise<readonly RecordRow[]> {
  const { projectId, limit, newestFirst = false, eventKinds, after } = query;
  if (limit !== undefined && limit < 1) return [];
  if (!eventKinds || kind !== 'event')
    return rowsOn(shelfOf(transaction, kind, projectId), newestFirst, limit, after);
  const shelves = await kindShelves(transaction, projectId, eventKinds);
  const each = await Promise.all(shelves.map((shelf) => rowsOn(shelf, newestFirst, limit, after)));
  if (each.length === 1) return each[0]!;
  const direction = newestFirst ? -1 : 1;
  return each
    .flat()
    .sort((a, b) => (a.id < b.id ? -direction : direction))
    .slice(0, limit);
}

/** How many rows there are, without reading any. */
export async function countRows(transaction: Reading, kind: RecordKind, query: ListQuery): Promise<number> {
  const { projectId, eventKinds } = query;
  if (kind === 'event') return countedEvents(transaction, projectId, eventKinds);
  const { source, prefix } = shelfOf(transaction, kind, projectId);
  return source.count(rangeOf(prefix));
}

function shelfOf(transaction: Reading, kind: RecordKind, projectId: Id | undefined): Shelf {
  const records = transaction.objectStore(kind);
  return projectId === undefined
    ? { source: records, prefix: [] }
    : { source: records.index('project'), prefix: [projectId] };
}

/** A shelf for each project and kind of which there are events. */
async function kindShelves(
  transaction: Reading,
  projectId: Id | undefined,
  eventKinds: readonly EventKind[],
): Promise<readonly Shelf[]> {
  const source = transaction.objectStore('event').index('kind');
  const filled = await transaction
    .objectStore('counts')
    .getAllKeys(projectId === undefined ? null : rangeOf([projectId]));
  return filled.flatMap((prefix) => (eventKinds.includes(prefix[1]) ? [{ source, prefix }] : []));
}

async function rowsOn(
  { source, prefix }: Shelf,
  newestFirst: boolean,
  limit?: number,
  after?: string,
): Promise<readonly RecordRow[]> {
  const range = rangeOf(prefix, after);
  if (!newestFirst) return source.getAll(range, limit);
  if (limit === undefined) return (await source.getAll(range)).reverse();

  const newest = await source.openKeyCursor(range, 'prev');
  if (!newest) return [];
  const oldest = limit === 1 ? newest : await newest.advance(limit - 1);
  if (!oldest) return (await source.getAll(range)).reverse();
  const wanted =
    range?.upper === undefined
      ? IDBKeyRange.lowerBound(oldest.key)
      : IDBKeyRange.bound(oldest.key, range.upper);
  return (await source.getAll(wanted)).reverse();
}

/** An array sorts after every string, so that the range spans all keys that begin so, and end after this id. */
function rangeOf(prefix: readonly string[], after?: string): IDBKeyRange | null {
  if (prefix.length > 0)
    return after === undefined
      ? IDBKeyRange.bound(prefix, [...prefix, []])
      : IDBKeyRange.bound([...prefix, after], [...prefix, []], true);
  return after === undefined ? null : IDBKeyRange.lowerBound(after, true);
}
