import { deleteDB } from 'idb';
import { expect, it } from 'vitest';
import { openStore } from '../../src/store/indexed-db.ts';
import { expectMissing } from './opened-store.ts';
import { bytes, project } from './records.ts';
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
