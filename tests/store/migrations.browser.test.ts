import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import type { Migration } from '../../src/store/migrations.ts';
import type { Database } from '../../src/store/schema.ts';
import { freshName, inside, openForTest } from './open-for-test.ts';
import { project } from './records.ts';
import { expectExample, expectRows, storeExample } from './stored-examples.ts';

const onLost = (): void => undefined;
const OLD = MIGRATIONS.slice(0, 2);
const VERSIONS = [...MIGRATIONS.keys(), MIGRATIONS.length];

/** The database at the version to which these migrations lead, closed when the test ends. */
async function openAt(
  name: string,
  migrations: readonly Migration[],
  lost: (reason: string) => void = onLost,
): Promise<Database> {
  const database = await openDatabase(name, { migrations, onLost: lost, blockedMs: 60_000 });
  onTestFinished(() => database.close());
  return database;
}

describe('migrations', () => {
  it.each(VERSIONS)('lead from version %i, as it was left on a device, to the newest', async (version) => {
    const name = freshName();
    await storeExample(name, version);
    const store = await openForTest(name);
    await expectExample(store, version);
    await store.begin().commit([{ put: project('P2') }]);
    expect(await store.list('project', { projectId: 'P2' })).toEqual([project('P2')]);
    expect(await inside(name, async (database) => [database.version, ...database.objectStoreNames])).toEqual([
      MIGRATIONS.length,
      'alias',
      'blobs',
      'counts',
      'drafts',
      'event',
      'job',
      'job-file',
      'project',
      'report',
      'sizes',
      'split',
      'table',
      'version',
    ]);
  });

  it('run from the stored version on, in their order, and see what is stored', async () => {
    const name = freshName();
    await storeExample(name, 2);
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
    const database = await openAt(name, [...OLD, rename, look]);
    expect(ran).toEqual(['rename', 'look: renamed']);
    expect(database.version).toBe(OLD.length + 2);
  });
});

describe('a migration that fails', () => {
  const writing: Migration = async (database, transaction) => {
    database.deleteObjectStore('alias');
    database.createObjectStore('job', { keyPath: 'id' });
    await transaction.objectStore('split').clear();
    await transaction.objectStore('project').delete('P1');
  };
  const failures: readonly (readonly [string, Migration, object])[] = [
    [
      'by an error of its own',
      async (...at) => {
        await writing(...at);
        throw new Error('no way on');
      },
      { code: 'store-failed', cause: { message: 'no way on' } },
    ],
    [
      'before it has done anything',
      () => {
        throw new Error('no way on');
      },
      { code: 'store-failed', cause: { message: 'no way on' } },
    ],
    [
      'by an abort half-way',
      async (database, transaction) => {
        await writing(database, transaction);
        transaction.abort();
        await transaction.objectStore('split').clear();
      },
      { code: 'store-failed' },
    ],
    [
      'by an abort after its last step',
      async (database, transaction) => {
        await writing(database, transaction);
        transaction.abort();
      },
      { code: 'store-failed', cause: { name: 'AbortError' } },
    ],
    [
      'by a request that the database refuses',
      async (database, transaction) => {
        await writing(database, transaction);
        const row = { id: 'P10', projectId: 'P10', blobs: [], record: project('P10') };
        await transaction.objectStore('project').add(row);
      },
      { code: 'store-failed', cause: { name: 'ConstraintError' } },
    ],
  ];
  it.each(failures)(
    '%s leaves the old data as it was, for the old app and for a better one',
    async (_, fail, failure) => {
      const name = freshName();
      await storeExample(name, 2);
      await expect(openAt(name, [...OLD, fail])).rejects.toMatchObject(failure);
      const old = await openAt(name, OLD);
      expect([...old.objectStoreNames]).not.toContain('job');
      await expectRows(old, 2);
      old.close();
      await expectExample(await openForTest(name), 2);
    },
  );

  it('because its worker is killed leaves the old data as it was, for the old app and for a better one', async () => {
    const name = freshName();
    await storeExample(name, 2);
    const worker = new Worker(new URL('./upgrade.worker.ts', import.meta.url), { type: 'module' });
    const halfWay = new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    worker.postMessage(name);
    await halfWay;
    const opening = openAt(name, OLD);
    worker.terminate();
    const old = await opening;
    await expectRows(old, 2);
    old.close();
    await expectExample(await openForTest(name), 2);
  });
});

describe('an upgrade beside another tab', () => {
  it('happens once where two open at the same moment, and both work on the same data', async () => {
    const name = freshName();
    await storeExample(name, 2);
    const ran = vi.fn<Migration>();
    const [one, other] = await Promise.all([1, 2].map(() => openAt(name, [...OLD, ran])));
    expect(ran).toHaveBeenCalledOnce();
    await one!.delete('project', 'P10');
    expect(await other!.getAllKeys('project')).toEqual(['P1']);
  });

  it('is the same for whole stores, which see each other and what each writes', async () => {
    const name = freshName();
    await storeExample(name, 1);
    const [one, other] = await Promise.all([openForTest(name), openForTest(name)]);
    await Promise.all([expectExample(one, 1), expectExample(other, 1)]);
    expect(await one.sessions()).toEqual(new Set([one.session, other.session]));
    await one.begin().commit([{ put: project('P2') }]);
    expect(await other.get('project', 'P2')).toEqual(project('P2'));
  });

  it('waits for what the older tab is writing, which then lets go', async () => {
    const name = freshName();
    await storeExample(name, 2);
    const lost = vi.fn<(reason: string) => void>();
    const old = await openAt(name, OLD, lost);
    const transaction = old.transaction('project', 'readwrite');
    let isAsked = false;
    old.addEventListener('versionchange', () => (isAsked = true));
    const upgrading = openForTest(name);
    let written = 0;
    const row = { id: 'P2', projectId: 'P2', blobs: [] };
    while (!isAsked || written < 20)
      await transaction.store.put({ ...row, record: project('P2', `written ${++written}`) });
    await transaction.done;

    const newer = await upgrading;
    await expectExample(newer, 2);
    expect(await newer.get('project', 'P2')).toEqual(project('P2', `written ${written}`));
    expect(lost).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/newer version .* reload this page/));
    expect(() => old.transaction('project')).toThrow(/clos/);
    await expect(openAt(name, OLD)).rejects.toMatchObject({ code: 'store-newer' });
  });

  it('that fails has closed the older tab, which finds everything when it is opened anew', async () => {
    const name = freshName();
    await storeExample(name, 2);
    const lost = vi.fn<(reason: string) => void>();
    await openAt(name, OLD, lost);
    const fail: Migration = () => Promise.reject(new Error('no way on'));
    await expect(openAt(name, [...OLD, fail])).rejects.toMatchObject({ code: 'store-failed' });
    expect(lost).toHaveBeenCalledOnce();
    await expectRows(await openAt(name, OLD), 2);
  });

  it('that comes while older tabs open leaves all of the newer ones with the same data', async () => {
    const name = freshName();
    await storeExample(name, 2);
    const older = Promise.allSettled([openAt(name, OLD), openAt(name, OLD)]);
    const newer = await Promise.all([openForTest(name), openForTest(name)]);
    await older;
    for (const store of newer) await expectExample(store, 2);
  });
});
