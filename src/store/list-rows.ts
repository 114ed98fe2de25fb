import type { IDBPObjectStore } from 'idb';
import type { RecordKind } from '../core/records.ts';
import type { ListQuery } from '../core/store.ts';
import type { RecordRow, Schema, StoreName } from './schema.ts';

type RecordStore = IDBPObjectStore<Schema, StoreName[], RecordKind, 'readonly'>;

/** Rows in the order of their ids, read in at most three requests however many there are. */
export async function listRows(records: RecordStore, query: ListQuery): Promise<readonly RecordRow[]> {
  const { projectId, limit, newestFirst = false } = query;
  if (limit !== undefined && limit < 1) return [];
  // An array sorts after every string, so that the range spans all of the project's ids.
  const last = projectId === undefined ? undefined : ([projectId, []] as const);
  const range = projectId === undefined ? null : IDBKeyRange.bound([projectId], last);
  const source = projectId === undefined ? records : records.index('project');

  if (!newestFirst) return source.getAll(range, limit);
  if (limit === undefined) return (await source.getAll(range)).reverse();

  const newest = await source.openKeyCursor(range, 'prev');
  if (!newest) return [];
  const oldest = limit === 1 ? newest : await newest.advance(limit - 1);
  if (!oldest) return (await source.getAll(range)).reverse();
  const wanted = last ? IDBKeyRange.bound(oldest.key, last) : IDBKeyRange.lowerBound(oldest.key);
  return (await source.getAll(wanted)).reverse();
}
