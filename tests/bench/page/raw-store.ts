import { openDB, type IDBPDatabase } from 'idb';
import { monotonicFactory } from 'ulid';
import { Random } from '../../../src/core/random.ts';
import type {
  EventKind,
  ModelVersion,
  ProjectEvent,
  StoredRecord,
  VersionReport,
} from '../../../src/core/records.ts';
import { toRow } from '../../../src/store/record-row.ts';
import type { RecordRow, Schema } from '../../../src/store/schema.ts';

const BATCH = 10_000;

async function withDatabase<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const database = await openDB<Schema>('perennial');
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** How many rows each part of the store has. */
export function countRows(): Promise<Readonly<Record<string, number>>> {
  return withDatabase(async (database) => {
    const counts: Record<string, number> = {};
    for (const name of database.objectStoreNames) counts[name] = await database.count(name);
    return counts;
  });
}

/**
 * Makes a project that has learnt on once into one that has done so for years: `versions` in all, copies of the first and
 * of the newest one, each promoted in its turn, and `events` in all, most of them predictions. Written as the store writes.
 */
export async function growProject(projectId: string, versions: number, events: number): Promise<void> {
  await withDatabase(async (database) => {
    const found = await database.getAllFromIndex('version', 'project', within(projectId));
    const trained = found[0]!.record as ModelVersion;
    const learntOn = found.at(-1)!.record as ModelVersion;
    const reports = new Map<string, VersionReport>();
    for (const { id } of [trained, learntOn])
      reports.set(id, (await database.get('report', id))!.record as VersionReport);
    const [random, nextId] = seededIds();
    let at = learntOn.createdAt;
    let champion = (await database.get('alias', `${projectId}/champion`))!.record as { versionId: string };
    const predictions = Math.ceil((events - versions) / (versions - found.length));
    const features = Object.fromEntries(Array.from({ length: 3 }, (_, index) => [`x${index + 1}`, 0]));
    const writer = new Writer(database);
    const note = (event: ProjectEvent) => writer.put({ kind: 'event', id: nextId(at), projectId, at, event });

    for (let number = found.length + 1; number <= versions; number++) {
      at += 60_000;
      const isRetrained = number % 10 === 0;
      const copied = isRetrained ? trained : learntOn;
      const judgement = copied.judgement && { ...copied.judgement, championId: champion.versionId };
      const parents = isRetrained ? [] : [champion.versionId];
      const version: ModelVersion = { ...copied, id: nextId(at), number, createdAt: at, parents, judgement };
      await writer.put(version);
      const report = reports.get(copied.id)!;
      await writer.put({ ...report, id: version.id });
      const by = isRetrained ? 'person' : 'rule';
      const reason = `version ${number} was better on new rows`;
      const [from, to] = [champion.versionId, version.id];
      await note({ kind: 'alias-moved', alias: 'champion', from, to, by, reason });
      champion = { versionId: to };
      for (let made = 0; made < predictions; made++) {
        for (const name of Object.keys(features)) features[name] = Math.round(random.normal() * 1000) / 1000;
        const share = random.uniform();
        await note({ kind: 'prediction', versionId: to, features, output: [1 - share, share] });
      }
    }
    const id = `${projectId}/champion`;
    await writer.put({
      kind: 'alias',
      id,
      projectId,
      name: 'champion',
      versionId: champion.versionId,
      since: at,
    });
    const project = (await database.get('project', projectId))!.record;
    await writer.put({
      ...project,
      retention: { predictions: events, challengers: versions },
    } as StoredRecord);
    await writer.end();
    await recount(database, projectId);
  });
}

/** Puts records in large transactions. */
class Writer {
  readonly #database: IDBPDatabase<Schema>;
  #waiting: RecordRow[] = [];

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  async put(record: StoredRecord): Promise<void> {
    this.#waiting.push(toRow(record));
    if (this.#waiting.length >= BATCH) await this.end();
  }

  async end(): Promise<void> {
    const stores = ['project', 'version', 'report', 'alias', 'event'] as const;
    const transaction = this.#database.transaction(stores, 'readwrite', { durability: 'relaxed' });
    for (const row of this.#waiting)
      void transaction.objectStore(row.record.kind as (typeof stores)[number]).put(row);
    this.#waiting = [];
    await transaction.done;
  }
}

/** The running counts of events, from the events themselves. */
async function recount(database: IDBPDatabase<Schema>, projectId: string): Promise<void> {
  const kinds: readonly EventKind[] = ['alias-moved', 'prediction', 'learnt-on', 'error-rose', 'deleted'];
  for (const kind of kinds) {
    const range = IDBKeyRange.bound([projectId, kind], [projectId, kind, []]);
    const count = await database.countFromIndex('event', 'kind', range);
    if (count > 0) await database.put('counts', count, [projectId, kind]);
  }
}

function within(projectId: string): IDBKeyRange {
  return IDBKeyRange.bound([projectId], [projectId, []]);
}

function seededIds(): [Random, (at: number) => string] {
  const random = new Random(1);
  return [random, monotonicFactory(() => random.uniform())];
}
