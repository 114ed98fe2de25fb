import { expect } from 'vitest';
import type { Hash } from '../../src/core/ids.ts';
import type { EventKind, StoredRecord, VersionReport } from '../../src/core/records.ts';
import { blobsOf } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { sha256 } from '../../src/store/hash.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import type { Database } from '../../src/store/schema.ts';
import { bytes, event, job, prediction, project, split, table, version as modelOf } from './records.ts';

const CHUNK = bytes(1, 2, 3);
const ROLES = bytes(4);

/** What a device holds on which the app of this version of the database was used. */
interface Example {
  readonly chunk: Hash;
  /** As that app wrote them. */
  readonly written: readonly StoredRecord[];
  /** As the newest one finds them. */
  readonly records: readonly StoredRecord[];
}

async function exampleOf(version: number): Promise<Example> {
  const [chunk, roles] = [await sha256(CHUNK), await sha256(ROLES)];
  const [model, { curve, evaluation }] = modelOf('V1', chunk, roles);
  const report: VersionReport = { kind: 'report', id: 'V1', projectId: 'P1', curve, evaluation };
  // Before version 5 what was measured stood in the version itself.
  const whole = { ...model, curve, evaluation };
  const others: readonly StoredRecord[] = [
    project('P1'),
    project('P10'),
    table('T1', [chunk]),
    split('S1', roles),
    { kind: 'alias', id: 'P1/champion', projectId: 'P1', name: 'champion', versionId: 'V1', since: 0 },
    event('E1'),
    prediction('E2'),
    prediction('E3'),
    prediction('E4', 'P10'),
    ...(version < 3 ? [] : [job('J1', [chunk], [roles])]),
    ...(version < 5 ? [] : additionsSince5(roles)),
  ];
  if (version === 0) return { chunk, written: [], records: [] };
  const records = [...others, model, report];
  return { chunk, written: version < 5 ? [...others, whole] : records, records };
}

/** What records of version 5 came to have besides: no migration adds it to older ones, which go without. */
function additionsSince5(blob: Hash): readonly StoredRecord[] {
  const [judged, report] = modelOf('V5', blob, blob, 'P5');
  return [
    { ...project('P5'), auditRate: 0.05, retention: { predictions: 10, challengers: 2, jobs: 1 } },
    { ...table('T5', [blob], 'P5'), chunkRows: 1000, source: { kind: 'rows', rows: 1 } },
    {
      ...split('S5', blob, 'P5'),
      strategy: { kind: 'learn-on' },
      origins: { rows: blob, counts: { 'full-batch': 1, audit: 0, confirmation: 0, correction: 0 } },
    },
    { ...judged, cause: 'imported', numbers: { decimal: ',', thousands: '.' } },
    report,
    event('E5', 'P5', { kind: 'prediction', versionId: 'V5', features: {}, output: [1], audit: true }),
    event('E6', 'P5', { kind: 'label', eventId: 'E5', column: 'y', label: 'a', origin: 'audit' }),
    event('E7', 'P5', { kind: 'learnt-on', versionId: 'V5', tableId: 'T5', labels: ['E6'] }),
  ];
}

/** A database as the app of that version left it. */
export async function storeExample(name: string, version: number): Promise<void> {
  if (version === 0) return;
  const onLost = (): void => undefined;
  const database = await openDatabase(name, { migrations: MIGRATIONS.slice(0, version), onLost });
  for (const record of (await exampleOf(version)).written)
    await database.put(record.kind, {
      id: record.id,
      projectId: record.projectId,
      blobs: [...new Set(blobsOf(record))],
      record,
    });
  for (const blob of [CHUNK, ROLES]) {
    const hash = await sha256(blob);
    await database.put('blobs', blob, hash);
    if (version >= 2) await database.put('sizes', blob.byteLength, hash);
  }
  if (version >= 4)
    for (const [projectId, kind, count] of [
      ['P1', 'learnt-on', 1],
      ['P1', 'prediction', 2],
      ['P10', 'prediction', 1],
      ...(version < 5
        ? []
        : ([
            ['P5', 'prediction', 1],
            ['P5', 'label', 1],
            ['P5', 'learnt-on', 1],
          ] as const)),
    ] as const)
      await database.put('counts', count, [projectId, kind]);
  database.close();
}

/** The rows of the example, as a database of that version or of a later one holds them. */
export async function expectRows(database: Database, version: number): Promise<void> {
  const { written, records: now } = await exampleOf(version);
  const records = database.version < 5 ? written : now;
  for (const record of records) expect((await database.get(record.kind, record.id))?.record).toEqual(record);
  const kinds = [...new Set(records.map(({ kind }) => kind))];
  const counts = await Promise.all(kinds.map((kind) => database.count(kind)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(records.length);
}

/** All that the newest app finds of the example by every way of asking. */
export async function expectExample(store: Store, version: number, { withJobs = true } = {}): Promise<void> {
  const { chunk, records: all } = await exampleOf(version);
  const records = all.filter(({ kind }) => withJobs || kind !== 'job');
  for (const record of records) {
    const { kind, id, projectId } = record;
    expect(await store.get(kind, id)).toEqual(record);
    expect(await store.list(kind, { projectId })).toContainEqual(record);
  }
  if (records.length === 0) return;
  const query = { projectId: 'P1', eventKinds: ['prediction'] } as const;
  expect(await store.list('event', query)).toEqual([prediction('E2'), prediction('E3')]);
  const ofKind = (kind: EventKind) =>
    records.filter((record) => record.kind === 'event' && record.event.kind === kind);
  for (const kind of ['prediction', 'label', 'learnt-on'] as const)
    expect(await store.list('event', { eventKinds: [kind] })).toEqual(ofKind(kind));
  expect(await store.count('event', query)).toBe(2);
  expect(await store.count('event', { projectId: 'P1' })).toBe(3);
  expect(await store.count('event')).toBe(version < 5 ? 4 : 7);
  expect(await store.sizeOf([chunk])).toBe(CHUNK.byteLength);
  expect(await store.read(chunk)).toEqual(CHUNK);
}
