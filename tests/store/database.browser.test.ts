import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { sha256 } from '../../src/store/hash.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import type { Migration } from '../../src/store/migrations.ts';
import { freshName, inside, openForTest } from './open-for-test.ts';
import { bytes, event, prediction, project, split } from './records.ts';

const onLost = (): void => undefined;

describe('migrations', () => {
  it.each(MIGRATIONS.map((_, version) => [version]))(
    'lead from version %i to the newest',
    async (version) => {
      const name = freshName();
      if (version > 0)
        (await openDatabase(name, { migrations: MIGRATIONS.slice(0, version), onLost })).close();
      const store = await openForTest(name);
      await store.begin().commit([{ put: project('P1') }]);
      expect(await store.list('project', { projectId: 'P1' })).toEqual([project('P1')]);
      expect(
        await inside(name, async (database) => [database.version, ...database.objectStoreNames]),
      ).toEqual([
        MIGRATIONS.length,
        'alias',
        'blobs',
        'counts',
        'drafts',
        'event',
        'job',
        'job-file',
        'project',
        'sizes',
        'split',
        'table',
        'version',
      ]);
    },
  );

  it('to version 2 finds the events of version 1 by kind, and measures its blobs', async () => {
    const name = freshName();
    const first = await openDatabase(name, { migrations: MIGRATIONS.slice(0, 1), onLost });
    const hash = await sha256(bytes(1, 2, 3));
    await first.put('blobs', bytes(1, 2, 3), hash);
    const split1 = split('S1', hash);
    await first.put('split', { id: 'S1', projectId: 'P1', blobs: [hash], record: split1 });
    for (const record of [event('E1'), prediction('E2'), prediction('E3'), prediction('E4', 'P2')])
      await first.put('event', { id: record.id, projectId: record.projectId, blobs: [], record });
    first.close();
    const store = await openForTest(name);
    const query = { projectId: 'P1', eventKinds: ['prediction'] } as const;
    expect(await store.list('event', query)).toEqual([prediction('E2'), prediction('E3')]);
    expect(await store.count('event', query)).toBe(2);
    expect(await store.sizeOf([hash])).toBe(3);
    expect(await store.read(hash)).toEqual(bytes(1, 2, 3));
    expect(await store.get('split', 'S1')).toEqual(split1);
  });

  it('run from the stored version on, in their order, and keep what is stored', async () => {
    const name = freshName();
    const store = await openStore(name);
    await store.begin().commit([{ put: project('P1') }]);
    await store.close();
    const ran: string[] = [];
    const rename: Migration = async (_, transaction) => {
      ran.push('rename');
      const row = (await transaction.objectStore('project').get('P1'))!;
      await transaction.objectStore('project').put({ ...row, record: project('P1', 'renamed') });
    };
    const look: Migration = async (_, transaction) => {
      const row = await transaction.objectStore('project').get('P1');
      ran.push(`look: ${row?.record.kind === 'project' ? row.record.name : 'nothing'}`);
    };
    const database = await openDatabase(name, { migrations: [...MIGRATIONS, rename, look], onLost });
    expect(ran).toEqual(['rename', 'look: renamed']);
    expect(database.version).toBe(MIGRATIONS.length + 2);
    database.close();
  });

  it('that fail leave the stored version as it was', async () => {
    const name = freshName();
    await (await openStore(name)).close();
    const fail: Migration = async (_, transaction) => {
      await transaction
        .objectStore('project')
        .put({ id: 'P1', projectId: 'P1', blobs: [], record: project('P1') });
      throw new Error('no way on');
    };
    await expect(openDatabase(name, { migrations: [...MIGRATIONS, fail], onLost })).rejects.toMatchObject({
      code: 'store-failed',
      cause: { message: 'no way on' },
    });
    expect(await (await openForTest(name)).list('project')).toEqual([]);
  });
});

describe('a database', () => {
  it('of a newer app is refused, with both versions', async () => {
    const name = freshName();
    (await openDB(name, 7)).close();
    await expect(openStore(name)).rejects.toMatchObject({
      code: 'store-newer',
      details: { stored: 7, known: MIGRATIONS.length },
    });
  });

  it('that another tab does not let go of is refused, and not held afterwards', async () => {
    const name = freshName();
    const stubborn = await openDB(name, 1);
    const migrations: readonly Migration[] = [...MIGRATIONS, () => undefined];
    const lost = vi.fn<(reason: string) => void>();
    await expect(openDatabase(name, { migrations, blockedMs: 0, onLost: lost })).rejects.toMatchObject({
      code: 'store-blocked',
    });
    stubborn.close();
    await deleteDB(name);
    expect(lost).not.toHaveBeenCalled();
  });

  it('waits for another tab that lets go of it in time', async () => {
    const name = freshName();
    const older = await openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore('project'),
      blocking: () => void finish(),
    });
    const finish = async (): Promise<void> => {
      const writing = older.put('project', 1, 'one');
      older.close();
      await writing;
    };
    const next: Migration = (database) => void database.createObjectStore('blobs');
    const database = await openDatabase(name, {
      migrations: [() => undefined, next],
      blockedMs: 60_000,
      onLost,
    });
    expect(await database.get('project', 'one')).toBe(1);
    database.close();
  });
});
