import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { checkStore } from '../checks/store.ts';
import type { Drafting } from './draft.worker.ts';
import { freshName, inside, openForTest, openIndexed } from './open-for-test.ts';
import { expectMissing } from './opened-store.ts';
import { bytes, project, split } from './records.ts';

checkStore('the store in IndexedDB', openIndexed);

describe('the store in IndexedDB', () => {
  it('is one for all who open it', async () => {
    const name = freshName();
    const [one, other] = await Promise.all([openForTest(name), openForTest(name)]);
    const draft = one.begin();
    const hash = await draft.write(bytes(1));
    await draft.commit([{ put: split('S1', hash) }]);
    expect(await other.get('split', 'S1')).toEqual(split('S1', hash));
    await other.begin().commit([{ remove: { kind: 'split', id: 'S1' } }]);
    await expectMissing(one, hash);
  });

  it('leaves no row behind once all is removed', async () => {
    const name = freshName();
    const store = await openForTest(name);
    const draft = store.begin();
    const hashes = await Promise.all([1, 2, 2, 3].map((value) => draft.write(bytes(value))));
    await draft.commit([{ put: split('S1', hashes[0]!) }, { put: split('S2', hashes[1]!) }]);
    await store
      .begin()
      .commit([{ remove: { kind: 'split', id: 'S1' } }, { remove: { kind: 'split', id: 'S2' } }]);
    expect(await rows(name)).toEqual({ split: 0, blobs: 0, drafts: 0, sizes: 0 });
  });

  it('lets a newer version of the app upgrade at once, after what it was writing', async () => {
    const name = freshName();
    const store = await openForTest(name);
    const writing = store.begin().commit([{ put: project('P1') }]);
    const newer = await openDB(name, MIGRATIONS.length + 1);
    await writing;
    expect(await newer.count('project')).toBe(1);
    await expect(store.get('project', 'P1')).rejects.toThrow(/newer version of the app .* reload this page/);
    await expect(store.get('project', 'P1')).rejects.toMatchObject({ code: 'store-closed' });
    newer.close();
  });

  it('finds a record that is not what it should be by name', async () => {
    const name = freshName();
    const store = await openForTest(name);
    await inside(name, (database) =>
      database.put('project', { id: 'P1', projectId: 'P1', blobs: [], record: project('P2') }),
    );
    await expect(store.get('project', 'P1')).rejects.toMatchObject({
      code: 'record-damaged',
      details: { kind: 'project', id: 'P1' },
    });
  });

  it('keeps of a worker that was killed its job, but neither its draft nor its session', async () => {
    const name = freshName();
    const worker = new Worker(new URL('./draft.worker.ts', import.meta.url), { type: 'module' });
    const told = new Promise<Drafting>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Drafting>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    worker.postMessage(name);
    const { session, committed, checkpoint, drafted } = await told;

    const beside = await openForTest(name);
    expect(await beside.read(drafted)).toEqual(bytes(2));
    expect(await beside.sessions()).toEqual(new Set([session, beside.session]));
    await beside.close();

    worker.terminate();
    await lettingGo(name);
    const store = await openForTest(name);
    await expectMissing(store, drafted);
    expect(await store.read(committed)).toEqual(bytes(1));
    expect((await store.get('job', 'J1'))?.session).toBe(session);
    expect(await store.sessions()).toEqual(new Set([store.session]));
    expect(await store.read(checkpoint)).toEqual(bytes(3));
    expect(await rows(name)).toEqual({ split: 1, blobs: 2, drafts: 0, sizes: 2 });
  });
});

async function rows(name: string): Promise<Record<string, number>> {
  return inside(name, async (database) => ({
    split: await database.count('split'),
    blobs: await database.count('blobs'),
    drafts: await database.count('drafts'),
    sizes: await database.count('sizes'),
  }));
}

/** Resolves once every lock on this store is free. */
async function lettingGo(name: string): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  for (const lock of held)
    if (lock.name?.includes(name)) await navigator.locks.request(lock.name, () => undefined);
}
