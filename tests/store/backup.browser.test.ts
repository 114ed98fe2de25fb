import { openDB } from 'idb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBackup } from '../../src/store/backup.ts';
import { openDatabase } from '../../src/store/database.ts';
import { sha256 } from '../../src/store/hash.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import type { Migration, UpgradeTransaction } from '../../src/store/migrations.ts';
import { backupOf } from '../../src/store/restore.ts';
import { freshName, inside, openForTest } from './open-for-test.ts';
import { bytes, prediction, project, table } from './records.ts';
import { useSmallDisk } from './small-disk.ts';
import { expectExample, expectRows, storeExample } from './stored-examples.ts';

const NEWEST = MIGRATIONS.length;
const EARLIER = [...MIGRATIONS.keys()].slice(1);
const onLost = (): void => undefined;

const blobsOf = (name: string) => inside(name, (database) => database.getAllKeys('blobs'));

/** A device that has been updated from this version, and whose copy that has left. */
async function updated(version: number): Promise<string> {
  const name = freshName();
  await storeExample(name, version);
  await (await openStore(name)).close();
  return name;
}

describe('a copy before a migration', () => {
  it.each(EARLIER)(
    'is taken from version %i, and comes back whole whatever was done since',
    async (version) => {
      const name = await updated(version);
      const backup = backupOf(name);
      const about = (await backup.describe())!;
      expect(about).toMatchObject({
        version,
        projects: 2,
        records: version < 3 ? 10 : version < 5 ? 11 : 12,
      });
      expect(about.sizeBytes).toBeGreaterThan(1000);
      expect(Math.abs(Date.now() - about.takenAt)).toBeLessThan(60_000);

      const store = await openForTest(name);
      const draft = store.begin();
      const chunk = await draft.write(bytes(9));
      const changes = [project('P1', 'renamed'), project('P2'), table('T2', [chunk], 'P2'), prediction('E9')];
      await draft.commit([...changes.map((put) => ({ put })), { remove: { kind: 'event', id: 'E2' } }]);
      const blobs = (await blobsOf(name)).filter((hash) => hash !== chunk);

      // A job that was cut off reads a file, which this one has lost.
      const jobs = version < 3 ? 0 : 1;
      expect(await backup.restore()).toEqual({ records: (version < 3 ? 11 : 12) - jobs, without: [], jobs });
      await expectExample(store, version, { withJobs: false });
      expect(await store.list('project')).toEqual([project('P1'), project('P10')]);
      expect(await store.list('table', { projectId: 'P2' })).toEqual([]);
      expect(await blobsOf(name)).toEqual(blobs);
      expect(await backup.describe()).toEqual(about);
      const names = (await indexedDB.databases()).map((database) => database.name);
      expect(names).not.toContain(`${name}-restoring`);
    },
  );

  it('says of what is gone since that it is gone', async () => {
    const name = await updated(4);
    const store = await openForTest(name);
    await store.begin().commit([{ removeProject: 'P1' }]);
    const { without } = await backupOf(name).restore();
    expect(without).toEqual(['the table “table T1”', 'the split S1', 'version 1']);
    expect(await store.get('project', 'P1')).toEqual(project('P1'));
    const chunk = await sha256(bytes(1, 2, 3));
    await expect(store.read(chunk)).rejects.toMatchObject({ code: 'blob-missing' });
  });

  it('is not taken of an empty device, nor of one that is up to date', async () => {
    const name = freshName();
    await (await openStore(name)).close();
    await (await openStore(name)).close();
    expect(await backupOf(name).describe()).toBeNull();
    await expect(backupOf(name).restore()).rejects.toMatchObject({ code: 'no-backup' });
  });

  it('that is half done is none, and the next one takes its place', async () => {
    const name = freshName();
    const half = await openBackup(name);
    await half.add('rows', { store: 'project', key: null, value: { id: 'P7' } });
    half.close();
    expect(await backupOf(name).describe()).toBeNull();
    await storeExample(name, 4);
    await (await openStore(name)).close();
    const rows = await openDB(`${name}-backup`);
    onTestFinished(() => rows.close());
    const kept = (await rows.getAll('rows')) as { value: { id: string } }[];
    expect(kept.map(({ value }) => value.id)).not.toContain('P7');
    expect((await backupOf(name).describe())?.version).toBe(4);
  });

  it('waits until no other tab is open, and changes nothing before', async () => {
    const name = await updated(4);
    const [store] = [await openForTest(name), await openForTest(name)];
    await store.begin().commit([{ put: project('P1', 'renamed') }]);
    await expect(backupOf(name).restore()).rejects.toMatchObject({ code: 'busy' });
    expect(await store.get('project', 'P1')).toEqual(project('P1', 'renamed'));
  });

  it('goes with everything else that is erased, or alone', async () => {
    const one = await updated(4);
    await (await openStore(one)).erase();
    expect(await backupOf(one).describe()).toBeNull();
    const other = await updated(4);
    await backupOf(other).remove();
    expect(await backupOf(other).describe()).toBeNull();
    await expectExample(await openForTest(other), 4);
  });
});

describe('a device without room for the copy', () => {
  it('is not migrated until the person goes on without one', async () => {
    await useSmallDisk(1_500_000);
    const name = 'no-room';
    await storeExample(name, 4);
    const database = await openDatabase(name, { migrations: MIGRATIONS.slice(0, 4), onLost });
    const large = project('P11', noise(400_000));
    await database.put('project', { id: 'P11', projectId: 'P11', blobs: [], record: large });
    database.close();

    const refused = { code: 'backup-full', message: expect.stringMatching(/as it was$/) as string };
    await expect(openStore(name)).rejects.toMatchObject(refused);
    expect(await backupOf(name).describe()).toBeNull();
    const old = await openDatabase(name, { migrations: MIGRATIONS.slice(0, 4), onLost });
    expect((await old.get('project', 'P11'))?.record).toEqual(large);
    old.close();

    const store = await openStore(name, { isBackedUp: false });
    await expectExample(store, 4);
    expect(await store.get('project', 'P11')).toEqual(large);
    await store.erase();
  });
});

describe('a migration', () => {
  it('that fails says what to do; the data is as it was, and its copy whole', async () => {
    const name = freshName();
    await storeExample(name, 4);
    const failing: Migration = () => {
      throw new Error('no way on');
    };
    const migrations = [...MIGRATIONS.slice(0, 4), failing];
    await expect(openDatabase(name, { migrations, onLost })).rejects.toThrow(
      'the data on this device could not be brought from version 4 to 5 (no way on), and is as it was',
    );
    const old = await openDatabase(name, { migrations: MIGRATIONS.slice(0, 4), onLost });
    await expectRows(old, 4);
    old.close();
  });

  it.each(EARLIER)('from version %i touches no blob, so that none needs to be copied', async (version) => {
    const name = freshName();
    await storeExample(name, version);
    const touched: string[] = [];
    const watched = MIGRATIONS.slice(version).map(
      (migration): Migration =>
        (database, transaction) =>
          migration(database, watching(transaction, touched)),
    );
    const database = await openDatabase(name, {
      migrations: [...MIGRATIONS.slice(0, version), ...watched],
      onLost,
    });
    expect(database.version).toBe(NEWEST);
    database.close();
    expect(touched.filter((store) => ['blobs', 'sizes', 'job-file', 'drafts'].includes(store))).toEqual([]);
  });
});

/** The same transaction, which notes which stores are asked for. */
function watching(transaction: UpgradeTransaction, touched: string[]): UpgradeTransaction {
  return new Proxy(transaction, {
    get(target, property) {
      if (property !== 'objectStore') return Reflect.get(target, property) as unknown;
      return (store: never) => {
        touched.push(store);
        return target.objectStore(store);
      };
    },
  });
}

/** Text that a disk cannot make smaller. */
function noise(length: number): string {
  const values = Array.from({ length: length / 50_000 }, () =>
    crypto.getRandomValues(new Uint8Array(50_000)),
  );
  return values.map((part) => new TextDecoder('latin1').decode(part)).join('');
}
