import { deleteDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { openSealStore } from '../../src/store/seal-store.ts';

const NAME = 'seal-store-test';

afterEach(() => deleteDB(NAME));

test('origins are kept once each, and go when they are withdrawn', async () => {
  const store = openSealStore(NAME);
  const [a, b] = ['https://a.example', 'https://b.example'].map((origin, i) => ({ origin, addedAt: i }));
  for (const origin of [b!, a!, b!]) await store.addOrigin(origin);
  const again = openSealStore(NAME);
  expect(await again.origins()).toEqual([a, b]);
  await again.removeOrigin(a!.origin);
  expect(await store.origins()).toEqual([b]);
});

test('the ledger keeps the newest entries, in order', async () => {
  const store = openSealStore<number>(NAME, 5);
  await store.append([1, 2, 3]);
  expect(await store.entries()).toEqual([1, 2, 3]);
  await store.append([4, 5, 6, 7]);
  expect(await store.entries()).toEqual([3, 4, 5, 6, 7]);
  await store.append(Array.from({ length: 9 }, (_, i) => 10 + i));
  expect(await store.entries()).toEqual([14, 15, 16, 17, 18]);
  await store.clearEntries();
  expect(await store.entries()).toEqual([]);
});

test('a database that is erased is let go of, and begun anew by the next call', async () => {
  const store = openSealStore<number>(NAME);
  await store.append([1]);
  await deleteDB(NAME);
  expect(await store.entries()).toEqual([]);
  await store.append([2]);
  expect(await store.entries()).toEqual([2]);
});
