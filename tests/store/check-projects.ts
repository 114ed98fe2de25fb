import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/random.ts';
import type { ProjectEvent, StoredRecord } from '../../src/core/records.ts';
import type { Change, Store } from '../../src/core/store.ts';
import { expectMissing } from './opened-store.ts';
import type { OpenedStore } from './opened-store.ts';
import { bytes, event, job, jobFile, prediction, project, split, table } from './records.ts';

/** What every Store promises of whole projects and of how many events they have, as tests. */
export function checkProjects(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name}: a project`, () => {
    it('goes with all that it holds, and nothing of another one does', async () => {
      const { store } = await open();
      const draft = store.begin();
      const [own, shared, others] = [
        await draft.write(bytes(1)),
        await draft.write(bytes(2)),
        await draft.write(bytes(3)),
      ];
      const goes: readonly StoredRecord[] = [
        project('P1'),
        table('T1', [own, shared]),
        split('S1', own),
        job('J1', [own], [shared]),
        jobFile('J1', new Blob(['a'])),
        { kind: 'alias', id: 'P1/champion', projectId: 'P1', name: 'champion', versionId: 'V1', since: 0 },
        ...[0, 2, 3, 4, 9].map((n) => event(`E${n}`)),
        prediction('E5'),
      ];
      const stays: readonly StoredRecord[] = [
        project('P10'),
        table('T2', [shared], 'P10'),
        split('S2', others, 'P10'),
        event('E1', 'P10'),
        prediction('E6', 'P10'),
      ];
      await draft.commit([...goes, ...stays].map((put) => ({ put })));

      const late = event('E7');
      await store
        .begin()
        .commit([{ expect: { kind: 'project', id: 'P1' } }, { removeProject: 'P1' }, { put: late }]);
      for (const { kind, id } of goes) expect(await store.get(kind, id)).toBeUndefined();
      for (const record of [...stays, late]) expect(await store.get(record.kind, record.id)).toEqual(record);
      expect(await store.count('event', { projectId: 'P1' })).toBe(1);
      expect(await store.count('event', { projectId: 'P10' })).toBe(2);
      await expectMissing(store, own);
      expect(await store.read(shared)).toEqual(bytes(2));
      expect(await store.read(others)).toEqual(bytes(3));
    });

    it('stays whole when the commit that would remove it fails', async () => {
      const { store } = await open();
      const draft = store.begin();
      const hash = await draft.write(bytes(1));
      const records = [project('P1'), table('T1', [hash]), event('E1'), prediction('E2')];
      await draft.commit(records.map((put) => ({ put })));
      const failing: readonly Change[] = [
        { removeProject: 'P1' },
        { put: split('S1', 'f'.repeat(64), 'P2') },
      ];
      await expect(store.begin().commit(failing)).rejects.toMatchObject({ code: 'blob-missing' });
      for (const record of records) expect(await store.get(record.kind, record.id)).toEqual(record);
      expect(await store.read(hash)).toEqual(bytes(1));
      expect(await store.count('event', { projectId: 'P1' })).toBe(2);
    });

    it('of thousands of events goes alone, however its ids lie among those of others', async () => {
      const { store } = await open();
      const events = Array.from({ length: 6000 }, (_, n) => {
        const isOther = n === 1000 || n === 5100 || (n > 2000 && n < 2100 && n % 3 === 0) || n > 5500;
        return event(`E${String(n).padStart(4, '0')}`, isOther ? 'P2' : 'P1');
      });
      await store.begin().commit(events.map((put) => ({ put })));
      await store.begin().commit([{ removeProject: 'P1' }]);
      const others = events.filter(({ projectId }) => projectId === 'P2');
      expect(await store.list('event')).toEqual(others);
      expect(await store.list('event', { projectId: 'P2' })).toEqual(others);
      expect(await store.count('event')).toBe(others.length);
    });

    it('that is not there goes without a word, and a commit may ask that it is', async () => {
      const { store } = await open();
      await store.begin().commit([{ put: event('E1') }, { removeProject: 'P2' }]);
      expect(await store.list('event')).toEqual([event('E1')]);
      await expect(
        store.begin().commit([{ expect: { kind: 'project', id: 'P1' } }, { removeProject: 'P1' }]),
      ).rejects.toMatchObject({ code: 'not-found' });
      expect(await store.list('event')).toEqual([event('E1')]);
    });
  });

  describe(`${name}: counts`, () => {
    it.each([1, 2, 3, 4])(
      'agree with what is listed after any commits, those that fail and those at once included (seed %i)',
      async (seed) => {
        const { store, another } = await open();
        const stores = [store, await another()];
        const random = new Random(seed);
        const pick = <T>(from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)]!;
        const randomChange = (): Change => {
          const [id, projectId] = [`E${Math.floor(random.uniform() * 12)}`, pick(PROJECTS)];
          const what = random.uniform();
          if (what < 0.6) return { put: event(id, projectId, pick(ABOUT)) };
          if (what < 0.9) return { remove: { kind: 'event', id } };
          return { removeProject: projectId };
        };
        for (let round = 0; round < 15; round++) {
          const commits = [0, 1].map(async (place) => {
            const changes = Array.from({ length: 1 + Math.floor(random.uniform() * 6) }, randomChange);
            const isDoomed = random.uniform() < 0.3;
            if (isDoomed) changes.push({ put: split('S1', 'f'.repeat(64)) });
            const committing = stores[place]!.begin().commit(changes);
            if (isDoomed) await expect(committing).rejects.toMatchObject({ code: 'blob-missing' });
            else await committing;
          });
          await Promise.all(commits);
          await expectTrueCounts(store);
        }
      },
    );
  });
}

const PROJECTS = ['P1', 'P10', 'P2'] as const;
const ABOUT: readonly ProjectEvent[] = [
  event('E1').event,
  prediction('E1').event,
  { kind: 'error-rose', versionId: 'V1', tableId: 'T1', reason: 'x' },
];

async function expectTrueCounts(store: Store): Promise<void> {
  const all = await store.list('event');
  expect(await store.count('event')).toBe(all.length);
  for (const projectId of PROJECTS) {
    const listed = await store.list('event', { projectId });
    expect(listed).toEqual(all.filter((record) => record.projectId === projectId));
    expect(await store.count('event', { projectId })).toBe(listed.length);
    for (const { kind } of ABOUT) {
      const eventKinds = [kind];
      const ofKind = listed.filter((record) => record.event.kind === kind);
      expect(await store.list('event', { projectId, eventKinds })).toEqual(ofKind);
      expect(await store.count('event', { projectId, eventKinds })).toBe(ofKind.length);
    }
  }
}
