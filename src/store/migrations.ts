import type { IDBPTransaction } from 'idb';
import { summaryOf } from '../core/evaluation.ts';
import type { Id } from '../core/ids.ts';
import type { EventKind, ModelVersion, VersionReport } from '../core/records.ts';
import type { Database, Schema, StoreName } from './schema.ts';

export type UpgradeTransaction = IDBPTransaction<Schema, StoreName[], 'versionchange'>;

/** Takes the database from one version to the next, inside the upgrade's transaction. */
export type Migration = (database: Database, transaction: UpgradeTransaction) => void | Promise<void>;

/**
 * From an empty database to version 1: a store for each kind of record, found by project in the order of the ids;
 * "who needs this blob?" is one look-up, of records as of drafts.
 */
const createStores: Migration = (database) => {
  for (const kind of ['project', 'alias', 'event'] as const)
    database.createObjectStore(kind, { keyPath: 'id' }).createIndex('project', ['projectId', 'id']);
  for (const kind of ['table', 'split', 'version'] as const) {
    const records = database.createObjectStore(kind, { keyPath: 'id' });
    records.createIndex('project', ['projectId', 'id']);
    records.createIndex('blobs', 'blobs', { multiEntry: true });
  }
  database.createObjectStore('blobs');
  const drafts = database.createObjectStore('drafts', { keyPath: ['draft', 'hash'] });
  drafts.createIndex('hash', 'hash');
  drafts.createIndex('session', 'session');
};

/** To version 2: a project's events of one kind are found without the others, and blobs have sizes. */
const findEventsByKind: Migration = (database, transaction) => {
  transaction.objectStore('event').createIndex('kind', ['projectId', 'record.event.kind', 'id']);
  database.createObjectStore('sizes');
};

/** To version 3: work under way is kept, with the file that it reads. */
const keepWork: Migration = (database) => {
  const jobs = database.createObjectStore('job', { keyPath: 'id' });
  jobs.createIndex('project', ['projectId', 'id']);
  jobs.createIndex('blobs', 'blobs', { multiEntry: true });
  database.createObjectStore('job-file', { keyPath: 'id' }).createIndex('project', ['projectId', 'id']);
};

/** To version 4: the events of each project and kind are counted once, and kept count of from then on. */
const countEvents: Migration = async (database, transaction) => {
  const counts = database.createObjectStore('counts');
  const events = transaction.objectStore('event').index('kind');
  let next = await events.openKeyCursor();
  while (next) {
    const [projectId, kind] = next.key;
    const past: [Id, EventKind, string[]] = [projectId, kind, []];
    const those = IDBKeyRange.bound([projectId, kind], past);
    await counts.put(await events.count(those), [projectId, kind]);
    next = await events.openKeyCursor(IDBKeyRange.lowerBound(past));
  }
};

/** To version 5: what was measured of a version rests beside it, so that a thousand versions are listed at once. */
const reportApart: Migration = async (database, transaction) => {
  const reports = database.createObjectStore('report', { keyPath: 'id' });
  reports.createIndex('project', ['projectId', 'id']);
  let cursor = await transaction.objectStore('version').openCursor();
  while (cursor) {
    const { id, projectId, record } = cursor.value;
    const { curve, evaluation, ...version } = record as ModelVersion &
      Pick<VersionReport, 'curve' | 'evaluation'>;
    const report: VersionReport = { kind: 'report', id, projectId, curve, evaluation };
    await reports.put({ id, projectId, blobs: [], record: report });
    await cursor.update({
      ...cursor.value,
      record: { ...version, evaluation: evaluation && summaryOf(evaluation) },
    });
    cursor = await cursor.continue();
  }
};

/** The migration at place n leads from version n to version n + 1. One that people's devices have run never changes. */
export const MIGRATIONS: readonly Migration[] = [
  createStores,
  findEventsByKind,
  keepWork,
  countEvents,
  reportApart,
];
