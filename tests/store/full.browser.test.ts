import { deleteDB } from 'idb';
import { expect, it, onTestFinished } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { expectMissing } from './opened-store.ts';
import { bytes, job, jobFile, project } from './records.ts';
import { useSmallDisk } from './small-disk.ts';

it('a full device is named, nothing is written, and what is stored stays usable', async () => {
  await useSmallDisk(500_000);
  const store = await openStore('full');
  const draft = store.begin();
  const small = await draft.write(bytes(1));
  const large = new Uint8Array(2_000_000);
  await expect(draft.write(large)).rejects.toMatchObject({ code: 'store-full' });
  await expect(draft.write(large)).rejects.toThrow(/no room .* nothing was written: delete tables/);
  expect(await store.read(small)).toEqual(bytes(1));
  const many = Array.from({ length: 20 }, (_, i) => ({ put: project(`P${i}`, 'x'.repeat(100_000)) }));
  await expect(draft.commit(many)).rejects.toMatchObject({ code: 'store-full' });
  expect(await store.list('project')).toEqual([]);
  await draft.discard();
  await expectMissing(store, small);
  await store.close();
  await deleteDB('full');
});

it('a job that finds the device full keeps its earlier checkpoint, and goes on with what there is room for', async () => {
  await useSmallDisk(10_000_000);
  const store = await openStore('full');
  onTestFinished(() => deleteDB('full'));
  onTestFinished(() => store.close());
  const first = store.begin();
  const snapshot = await first.write(noise(1, 3_000_000));
  const earlier = job('J1', [], [snapshot]);
  await first.commit([{ put: project('P1') }, { put: earlier }]);

  const next = store.begin();
  const full = { code: 'store-full' };
  await expect(next.write(noise(2, 8_000_000))).rejects.toMatchObject(full);
  const small = await next.write(bytes(4));
  const name = new TextDecoder('latin1').decode(noise(3, 8_000_000));
  const large = { ...job('J1', [], [small]), request: { name } };
  await expect(next.commit([{ put: large }])).rejects.toMatchObject(full);
  const file = jobFile('J1', new Blob([noise(4, 8_000_000)]));
  await expect(next.commit([{ put: job('J1', [], [small]) }, { put: file }])).rejects.toMatchObject(full);
  expect(await store.get('job', 'J1')).toEqual(earlier);
  expect((await store.read(snapshot)).byteLength).toBe(3_000_000); // Its hash was checked.
  expect(await store.list('job-file')).toEqual([]);

  await next.commit([{ put: job('J1', [], [small]) }]);
  expect(await store.get('job', 'J1')).toEqual(job('J1', [], [small]));
  expect(await store.read(small)).toEqual(bytes(4));
  await expectMissing(store, snapshot);
});

/** Bytes that a disk cannot make smaller. */
function noise(seed: number, length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(length / 4);
  new Random(seed).fill(words);
  return new Uint8Array(words.buffer);
}
