import { describe, expect, it } from 'vitest';
import { checkDrafts } from '../store/check-drafts.ts';
import { checkJobs } from '../store/check-jobs.ts';
import { checkProjects } from '../store/check-projects.ts';
import { expectMissing } from '../store/opened-store.ts';
import type { OpenedStore } from '../store/opened-store.ts';
import { bytes, event, prediction, project, split, table } from '../store/records.ts';

/** What every Store promises, as tests. */
export function checkStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name}: records`, () => {
    it('gives back what was committed, as a copy, and undefined for what is not there', async () => {
      const { store } = await open();
      const put = { ...project('P1') };
      await store.begin().commit([{ put }]);
      Object.assign(put, { name: 'changed afterwards' });
      Object.assign((await store.get('project', 'P1'))!, { name: 'changed by a reader' });
      expect(await store.get('project', 'P1')).toEqual(project('P1'));
      expect(await store.get('project', 'P2')).toBeUndefined();
      expect(await store.get('event', 'P1')).toBeUndefined();
    });

    it('lists a project, or all, in the order of ids, either way round, up to a limit', async () => {
      const { store } = await open();
      const records = ['e', 'b', 'd', 'a', 'c', 'f'].map((id, i) => event(id, i % 3 === 0 ? 'P1' : 'P10'));
      await store.begin().commit(records.map((put) => ({ put })));
      for (const projectId of [undefined, 'P1', 'P10', 'P'])
        for (const newestFirst of [undefined, false, true])
          for (const limit of [undefined, 0, 1, 2, 4, 6, 100]) {
            const expected = records
              .filter((record) => projectId === undefined || record.projectId === projectId)
              .map((record) => record.id)
              .sort();
            if (newestFirst) expected.reverse();
            const query = {
              ...(projectId === undefined ? {} : { projectId }),
              ...(newestFirst === undefined ? {} : { newestFirst }),
              ...(limit === undefined ? {} : { limit }),
            };
            const listed = await store.list('event', query);
            expect(listed.map((record) => record.id)).toEqual(expected.slice(0, limit));
          }
      expect(await store.list('project')).toEqual([]);
    });

    it('goes through very many page by page', async () => {
      const { store } = await open();
      const records = Array.from({ length: 30 }, (_, i) => event(String(i).padStart(2, '0'), `P${i % 2}`));
      await store.begin().commit(records.map((put) => ({ put })));
      for (const about of [
        {},
        { projectId: 'P1' },
        { projectId: 'P1', eventKinds: ['learnt-on'] as const },
      ]) {
        const all = (await store.list('event', about)).map(({ id }) => id);
        expect(all.length).toBe('projectId' in about ? 15 : 30);
        const pages: string[][] = [];
        for (let after: string | undefined; pages.at(-1)?.length !== 0; after = pages.at(-1)!.at(-1)) {
          const page = await store.list('event', {
            ...about,
            limit: 7,
            ...(after !== undefined && { after }),
          });
          pages.push(page.map(({ id }) => id));
        }
        expect(pages.flat()).toEqual(all);
        const late = await store.list('event', { ...about, after: '20', newestFirst: true, limit: 3 });
        expect(late.map(({ id }) => id)).toEqual(
          all
            .filter((id) => id > '20')
            .toReversed()
            .slice(0, 3),
        );
      }
    });

    it('lists the newest 50 of 1,000 events', async () => {
      const { store } = await open();
      const records = Array.from({ length: 1000 }, (_, i) => event(String(i).padStart(4, '0')));
      await store.begin().commit(records.map((put) => ({ put })));
      const newest = await store.list('event', { projectId: 'P1', limit: 50, newestFirst: true });
      expect(newest).toEqual(records.slice(-50).reverse());
    });

    it('lists and counts the events of some kinds, either way round, up to a limit', async () => {
      const { store } = await open();
      const rose = { kind: 'error-rose', versionId: 'V1', tableId: 'T1', reason: 'x' } as const;
      const records = Array.from({ length: 30 }, (_, i) => {
        const id = String((i * 7) % 30).padStart(2, '0');
        const projectId = i % 4 === 0 ? 'P10' : 'P1';
        if (i % 3 === 0) return event(id, projectId);
        return i % 3 === 1 ? prediction(id, projectId) : event(id, projectId, rose);
      });
      await store.begin().commit([...records, project('P1')].map((put) => ({ put })));
      for (const projectId of [undefined, 'P1', 'P10', 'P'])
        for (const eventKinds of [
          [],
          ['prediction'],
          ['learnt-on', 'error-rose', 'learnt-on'],
          ['deleted'],
        ] as const) {
          const about = { eventKinds, ...(projectId === undefined ? {} : { projectId }) };
          const expected = records
            .filter((record) => projectId === undefined || record.projectId === projectId)
            .filter((record) => eventKinds.some((kind) => kind === record.event.kind))
            .map((record) => record.id)
            .sort();
          expect(await store.count('event', about)).toBe(expected.length);
          for (const limit of [0, 1, 3, 100]) {
            const listed = async (newestFirst: boolean) =>
              (await store.list('event', { ...about, newestFirst, limit })).map((record) => record.id);
            expect(await listed(false)).toEqual(expected.slice(0, limit));
            expect(await listed(true)).toEqual(expected.toReversed().slice(0, limit));
          }
        }
      expect(await store.list('project', { eventKinds: ['prediction'] })).toEqual([project('P1')]);
      expect(await store.count('project', { eventKinds: ['prediction'] })).toBe(1);
      expect(await store.count('event')).toBe(30);
      expect(await store.count('event', { projectId: 'P10' })).toBe(8);
    });

    it('writes nothing when an expected record is gone', async () => {
      const { store } = await open();
      await store.begin().commit([{ put: project('P1') }]);
      const draft = store.begin();
      const hash = await draft.write(bytes(1));
      const expected = { expect: { kind: 'project', id: 'P1' } } as const;
      await draft.commit([expected, { put: table('T1', [hash]) }]);
      expect(await store.get('table', 'T1')).toEqual(table('T1', [hash]));

      const late = store.begin();
      await late.write(bytes(2));
      await store.begin().commit([{ remove: expected.expect }]);
      const failure = { code: 'not-found', details: { kind: 'project', id: 'P1' } };
      await expect(late.commit([{ put: event('E1') }, expected])).rejects.toMatchObject(failure);
      await expect(store.begin().commit([expected])).rejects.toMatchObject(failure);
      expect(await store.list('event')).toEqual([]);
    });

    it('erases everything, for all who have it open', async () => {
      const { store, another, reopen } = await open();
      const draft = store.begin();
      const hash = await draft.write(bytes(1));
      await draft.commit([{ put: project('P1') }, { put: table('T1', [hash]) }]);
      const beside = await another();
      await store.erase();
      for (const each of [store, beside])
        await expect(each.get('project', 'P1')).rejects.toMatchObject({ code: 'store-closed' });
      const again = await reopen();
      expect(await again.list('project')).toEqual([]);
      await expectMissing(again, hash);
    });

    it('replaces and removes', async () => {
      const { store } = await open();
      await store.begin().commit([{ put: project('P1') }, { put: project('P2') }]);
      await store
        .begin()
        .commit([{ put: project('P1', 'renamed') }, { remove: { kind: 'project', id: 'P2' } }]);
      expect(await store.list('project')).toEqual([project('P1', 'renamed')]);
    });

    it('stays after closing, and refuses work once it is closed', async () => {
      const { store, reopen } = await open();
      const draft = store.begin();
      const hash = await draft.write(bytes(1, 2, 3));
      await draft.commit([{ put: table('T1', [hash]) }]);
      const again = await reopen();
      expect(await again.get('table', 'T1')).toEqual(table('T1', [hash]));
      expect(await again.read(hash)).toEqual(bytes(1, 2, 3));
      await expect(store.get('table', 'T1')).rejects.toMatchObject({ code: 'store-closed' });
      await expect(store.begin().write(bytes(1))).rejects.toMatchObject({ code: 'store-closed' });
    });
  });

  describe(`${name}: blobs`, () => {
    it('are addressed by the SHA-256 of their bytes', async () => {
      const draft = (await open()).store.begin();
      expect(await draft.write(new TextEncoder().encode('abc'))).toBe(
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', // FIPS 180-2, appendix B.1
      );
      expect(await draft.write(bytes())).toMatch(/^e3b0c44298fc1c14.{48}$/);
    });

    it('are the bytes as they were handed in, without the buffer behind them', async () => {
      const { store } = await open();
      const draft = store.begin();
      const whole = bytes(9, 1, 2, 3, 9, 9, 9, 9);
      const view = whole.subarray(1, 4);
      const writing = draft.write(view);
      view.fill(0);
      const read = await store.read(await writing);
      expect(read).toEqual(bytes(1, 2, 3));
      expect(read.buffer.byteLength).toBe(3);
      read.fill(0);
      expect(await store.read(await writing)).toEqual(bytes(1, 2, 3));
    });

    it('have a size, each counted once while it is there', async () => {
      const { store } = await open();
      const draft = store.begin();
      const [two, three] = [await draft.write(bytes(1, 2)), await draft.write(bytes(3, 4, 5))];
      await draft.commit([{ put: table('T1', [two]) }, { put: split('S1', three) }]);
      expect(await store.sizeOf([two, three, two, 'f'.repeat(64)])).toBe(5);
      await store.begin().commit([{ remove: { kind: 'table', id: 'T1' } }]);
      expect(await store.sizeOf([two, three])).toBe(3);
      expect(await store.sizeOf([])).toBe(0);
    });

    it('that are damaged are named with the record that needs them, and the rest stays usable', async () => {
      const { store, damage } = await open();
      const draft = store.begin();
      const [broken, whole] = await Promise.all([draft.write(bytes(1, 2)), draft.write(bytes(3, 4))]);
      await draft.commit([{ put: table('T1', [broken]) }, { put: split('S1', whole) }]);
      await damage(broken);
      const failure = { code: 'blob-damaged', details: { hash: broken, kind: 'table', id: 'T1' } };
      await expect(store.read(broken)).rejects.toMatchObject(failure);
      await expect(store.read(broken)).rejects.toThrow(new RegExp(`${broken}.*"table T1"`));
      expect(await store.read(whole)).toEqual(bytes(3, 4));
      expect(await store.get('table', 'T1')).toEqual(table('T1', [broken]));
      await store.begin().write(bytes(1, 2));
      expect(await store.read(broken)).toEqual(bytes(1, 2));
    });

    it('that are not there are named', async () => {
      const { store } = await open();
      const hash = 'f'.repeat(64);
      await expect(store.read(hash)).rejects.toMatchObject({ code: 'blob-missing', details: { hash } });
    });

    it('are collected with the last record that needs them', async () => {
      const { store } = await open();
      const draft = store.begin();
      const [own, shared] = await Promise.all([draft.write(bytes(1)), draft.write(bytes(2))]);
      await draft.commit([{ put: table('T1', [own, shared]) }, { put: split('S1', shared) }]);
      await store.begin().commit([{ remove: { kind: 'table', id: 'T1' } }]);
      await expectMissing(store, own);
      expect(await store.read(shared)).toEqual(bytes(2));
      const next = store.begin();
      const other = await next.write(bytes(3));
      await next.commit([{ put: split('S1', other) }]);
      await expectMissing(store, shared);
      expect(await store.read(other)).toEqual(bytes(3));
    });
  });

  checkDrafts(name, open);
  checkJobs(name, open);
  checkProjects(name, open);
}
