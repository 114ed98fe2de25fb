import { describe, expect, it } from 'vitest';
import { expectMissing } from './opened-store.ts';
import type { OpenedStore } from './opened-store.ts';
import { bytes, job, jobFile, split } from './records.ts';

/** What every Store promises of work under way, as tests. */
export function checkJobs(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name}: a job`, () => {
    it('holds the blobs of its answers and of its checkpoint until it goes', async () => {
      const { store } = await open();
      const draft = store.begin();
      const hashes = await Promise.all([1, 2, 3].map((value) => draft.write(bytes(value))));
      const [answer, snapshot, half] = hashes as [string, string, string];
      const record = job('J1', [answer], [snapshot, half]);
      await draft.commit([{ put: record }]);
      expect(await store.list('job', { projectId: 'P1' })).toEqual([record]);
      expect(await Promise.all(hashes.map((hash) => store.read(hash)))).toEqual(
        [1, 2, 3].map((n) => bytes(n)),
      );

      await store.begin().commit([{ put: split('S1', half) }, { remove: { kind: 'job', id: 'J1' } }]);
      expect(await store.get('job', 'J1')).toBeUndefined();
      await expectMissing(store, answer);
      await expectMissing(store, snapshot);
      expect(await store.read(half)).toEqual(bytes(3));
    });

    it('lets go of the checkpoint that a newer one replaces, and of nothing that it still names', async () => {
      const { store } = await open();
      let previous: string | undefined;
      const first = store.begin();
      const chunk = await first.write(bytes(100));
      await first.commit([{ put: job('J1', [], [chunk]) }]);
      for (let step = 0; step < 5; step++) {
        const draft = store.begin();
        const snapshot = await draft.write(bytes(step));
        await draft.commit([
          { expect: { kind: 'job', id: 'J1' } },
          { put: job('J1', [chunk], [snapshot, chunk]) },
        ]);
        if (previous) await expectMissing(store, previous);
        expect(await store.read(snapshot)).toEqual(bytes(step));
        expect(await store.read(chunk)).toEqual(bytes(100));
        previous = snapshot;
      }
      await store.begin().commit([{ put: job('J1', [chunk], null) }]);
      await expectMissing(store, previous!);
      expect(await store.read(chunk)).toEqual(bytes(100));
    });

    it('that another opening has taken up is written by that one alone', async () => {
      const { store } = await open();
      const mine = { kind: 'job', id: 'J1', session: store.session } as const;
      await store.begin().commit([{ put: { ...job('J1', [], null), session: store.session } }]);
      await store.begin().commit([{ expect: mine }, { put: { ...job('J1', [], null), session: 'another' } }]);
      const late = store.begin().commit([{ expect: mine }, { remove: mine }]);
      await expect(late).rejects.toMatchObject({ code: 'taken-over' });
      expect((await store.get('job', 'J1'))?.session).toBe('another');
    });

    it('that replaces another in the same commit stands alone', async () => {
      const { store } = await open();
      const draft = store.begin();
      const [old, passing, last] = [
        await draft.write(bytes(1)),
        await draft.write(bytes(2)),
        await draft.write(bytes(3)),
      ];
      await draft.commit([{ put: job('J1', [], [old]) }, { put: split('S1', passing) }]);
      await store
        .begin()
        .commit([
          { put: job('J1', [passing], null) },
          { put: job('J1', [], [passing]) },
          { put: split('S1', old) },
        ]);
      expect(await store.get('job', 'J1')).toEqual(job('J1', [], [passing]));
      await store.begin().commit([{ put: split('S2', old) }, { remove: { kind: 'split', id: 'S2' } }]);
      expect(await store.get('split', 'S2')).toBeUndefined();
      expect(await store.read(passing)).toEqual(bytes(2));
      expect(await store.read(old)).toEqual(bytes(1));
      await expectMissing(store, last);
    });

    it('keeps its blobs when the opening that wrote them has died, which leaves its drafts behind', async () => {
      const { store, reopen } = await open();
      const draft = store.begin();
      const [answer, snapshot] = [await draft.write(bytes(1)), await draft.write(bytes(2))];
      const record = job('J1', [answer], [snapshot]);
      await draft.commit([{ put: record }]);
      const next = store.begin();
      const unfinished = await next.write(bytes(3));
      await next.write(bytes(1));
      const again = await reopen();
      await expectMissing(again, unfinished);
      expect(await again.get('job', 'J1')).toEqual(record);
      expect(await again.read(answer)).toEqual(bytes(1));
      expect(await again.read(snapshot)).toEqual(bytes(2));
    });

    it('whose checkpoint is damaged is named, and the rest stays usable', async () => {
      const { store, damage } = await open();
      const draft = store.begin();
      const [answer, snapshot] = [await draft.write(bytes(1)), await draft.write(bytes(2))];
      await draft.commit([{ put: job('J1', [answer], [snapshot]) }]);
      await damage(snapshot);
      await expect(store.read(snapshot)).rejects.toMatchObject({
        code: 'blob-damaged',
        details: { hash: snapshot, kind: 'job', id: 'J1' },
      });
      expect(await store.read(answer)).toEqual(bytes(1));
      await store.begin().commit([{ put: job('J1', [answer], null) }]);
      await expectMissing(store, snapshot);
      expect(await store.get('job', 'J1')).toEqual(job('J1', [answer], null));
    });

    it('keeps its file, with its type, until that goes', async () => {
      const { store, reopen } = await open();
      const file = new Blob(['a,b\n', new Uint8Array([255, 0, 1])], { type: 'text/csv' });
      await store.begin().commit([{ put: job('J1', [], null) }, { put: jobFile('J1', file) }]);
      const again = await reopen();
      const kept = (await again.get('job-file', 'J1'))!.file;
      expect([kept.size, kept.type]).toEqual([7, 'text/csv']);
      expect(new Uint8Array(await kept.slice(2).arrayBuffer())).toEqual(bytes(98, 10, 255, 0, 1));
      expect(await again.count('job-file', { projectId: 'P1' })).toBe(1);
      await again
        .begin()
        .commit([{ remove: { kind: 'job', id: 'J1' } }, { remove: { kind: 'job-file', id: 'J1' } }]);
      expect(await again.list('job-file')).toEqual([]);
    });
  });

  describe(`${name}: an opening`, () => {
    it('has a name of its own, which all openings see until it is closed', async () => {
      const { store, another, reopen } = await open();
      expect(await store.sessions()).toEqual(new Set([store.session]));
      const beside = await another();
      const both = new Set([store.session, beside.session]);
      expect(both.size).toBe(2);
      expect(await store.sessions()).toEqual(both);
      expect(await beside.sessions()).toEqual(both);
      const again = await reopen();
      expect(await beside.sessions()).toEqual(new Set([beside.session, again.session]));
      await expect(store.sessions()).rejects.toMatchObject({ code: 'store-closed' });
    });
  });
}
