import { describe, expect, it } from 'vitest';
import type { EventRecord, StoredRecord } from '../../src/core/records.ts';
import type { Change, Draft } from '../../src/core/store.ts';
import { sha256 } from '../../src/store/hash.ts';
import { expectMissing } from './opened-store.ts';
import type { OpenedStore } from './opened-store.ts';
import { bytes, event, prediction, project, split, table } from './records.ts';

/** What every Draft promises, as tests. */
export function checkDrafts(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name}: a draft`, () => {
    it('shows nothing until it is committed, and ends with it', async () => {
      const { store } = await open();
      const draft = store.begin();
      const hash = await draft.write(bytes(1));
      expect(await store.list('table')).toEqual([]);
      await draft.commit([{ put: project('P1') }, { put: table('T1', [hash]) }]);
      expect(await store.list('table')).toEqual([table('T1', [hash])]);
      await expect(draft.write(bytes(2))).rejects.toMatchObject({ code: 'draft-ended' });
      await expect(draft.commit([])).rejects.toMatchObject({ code: 'draft-ended' });
      await draft.discard();
      expect(await store.read(hash)).toEqual(bytes(1));
    });

    it('leaves nothing when it is discarded, not even what is being written', async () => {
      const { store } = await open();
      const draft = store.begin();
      const written = await draft.write(bytes(1));
      const writing = draft.write(bytes(2));
      await draft.discard();
      await expectMissing(store, written);
      await expectMissing(store, await writing);
      await expect(draft.write(bytes(3))).rejects.toMatchObject({ code: 'draft-ended' });
    });

    it('leaves to others what they hold as well when it is discarded', async () => {
      const { store } = await open();
      const [one, other, third] = [store.begin(), store.begin(), store.begin()];
      const shared = await one.write(bytes(1));
      expect(await one.write(bytes(1))).toBe(shared);
      expect(await other.write(bytes(1))).toBe(shared);
      await one.discard();
      await other.commit([{ put: split('S1', shared) }]);
      await third.write(bytes(1));
      await third.discard();
      expect(await store.read(shared)).toEqual(bytes(1));
    });

    it('keeps of its blobs only those that a record came to need', async () => {
      const { store } = await open();
      const draft = store.begin();
      const [needed, unused] = await Promise.all([draft.write(bytes(1)), draft.write(bytes(2))]);
      await draft.commit([{ put: split('S1', needed) }]);
      expect(await store.read(needed)).toEqual(bytes(1));
      await expectMissing(store, unused);
    });

    it('adds what is new, and nothing at all where one of it is there already', async () => {
      const { store } = await open();
      await store.begin().commit([{ add: project('P1') }, { add: event('E1') }]);
      for (const add of [{ ...project('P1'), name: 'another' }, event('E1', 'P2')]) {
        const failing = store.begin().commit([{ add: project('P2') }, { add }]);
        await expect(failing).rejects.toMatchObject({
          code: 'record-present',
          details: { kind: add.kind, id: add.id },
        });
      }
      expect(await store.list('project')).toEqual([project('P1')]);
      expect(await store.list('event')).toEqual([event('E1')]);
    });

    it('adds the events of its blobs, one blob at a time, or none of them', async () => {
      const { store } = await open();
      const drafted = async (draft: Draft, ...batches: readonly (readonly EventRecord[])[]) => {
        const read: number[] = [];
        const changes: Change[] = [];
        for (const [index, events] of batches.entries()) {
          const blob = await draft.write(bytes(index));
          const taken = ([at]: Uint8Array) => (read.push(at!), events);
          changes.push({ addEvents: { projectId: 'P1', blob, read: taken } });
        }
        return { changes, read };
      };
      const first = store.begin();
      const { changes, read } = await drafted(first, [event('E1'), prediction('E2')], [event('E3')]);
      await first.commit([{ add: project('P1') }, ...changes]);
      expect(read).toEqual([0, 1]);
      expect(await store.list('event')).toEqual([event('E1'), prediction('E2'), event('E3')]);
      expect(await store.count('event', { projectId: 'P1', eventKinds: ['learnt-on'] })).toBe(2);
      const second = store.begin();
      const failing = await drafted(second, [event('E4')], [event('E0'), event('E3')]);
      await expect(second.commit([{ add: project('P2') }, ...failing.changes])).rejects.toMatchObject({
        code: 'record-present',
        details: { kind: 'event', id: 'E3' },
      });
      await second.discard();
      expect(await store.list('project')).toEqual([project('P1')]);
      expect(await store.count('event')).toBe(3);
      expect(await store.list('event')).toHaveLength(3);
      await expectMissing(store, await sha256(bytes(0)));
    });

    const impossible: readonly (readonly [string, string, Change])[] = [
      ['a record that is not plain', 'record-not-plain', { put: notPlain() }],
      ['a record without an id', 'record-not-plain', { put: event('') }],
      ['a record whose blob is not there', 'blob-missing', { put: split('S2', 'f'.repeat(64)) }],
    ];
    it.each(impossible)('commits all or nothing: %s', async (_, code, change) => {
      const { store } = await open();
      const before = store.begin();
      const old = await before.write(bytes(1));
      await before.commit([{ put: split('S1', old) }]);

      const draft = store.begin();
      const hash = await draft.write(bytes(2));
      const changes: readonly Change[] = [
        { put: table('T1', [hash]) },
        { put: event('E1') },
        { remove: { kind: 'split', id: 'S1' } },
        change,
      ];
      await expect(draft.commit(changes)).rejects.toMatchObject({ code });
      expect(await store.list('table')).toEqual([]);
      expect(await store.list('event')).toEqual([]);
      expect(await store.list('split')).toEqual([split('S1', old)]);
      expect(await store.read(old)).toEqual(bytes(1));

      await draft.commit(changes.slice(0, 2));
      expect(await store.get('table', 'T1')).toEqual(table('T1', [hash]));
    });

    it('is swept when its process has died, but nothing that a record or a living draft holds', async () => {
      const { store, reopen, another } = await open();
      const beside = await another();
      const living = beside.begin();
      const held = await living.write(bytes(1));
      const committed = store.begin();
      const needed = await committed.write(bytes(2));
      await committed.commit([{ put: split('S1', needed) }]);
      const dead = store.begin();
      const [left] = await Promise.all([dead.write(bytes(3)), dead.write(bytes(1)), dead.write(bytes(2))]);

      const again = await reopen();
      await expectMissing(again, left);
      expect(await again.read(held)).toEqual(bytes(1));
      expect(await again.read(needed)).toEqual(bytes(2));
      await living.commit([{ put: table('T1', [held]) }]);
      expect(await again.get('table', 'T1')).toEqual(table('T1', [held]));
    });

    it('is safe from stores that open beside it', async () => {
      const { store, another } = await open();
      const draft = store.begin();
      const hash = await draft.write(bytes(1));
      const beside = await another();
      expect(await beside.read(hash)).toEqual(bytes(1));
      await draft.commit([{ put: table('T1', [hash]) }]);
      expect(await beside.get('table', 'T1')).toEqual(table('T1', [hash]));
    });
  });
}

function notPlain(): StoredRecord {
  return { ...project('P2'), name: (() => 'a function') as unknown as string };
}
