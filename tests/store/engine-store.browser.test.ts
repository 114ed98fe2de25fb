import { deleteDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { openEngineStore } from '../../src/store/engine-store.ts';

const NAME = 'engine-store-test';

afterEach(() => deleteDB(NAME));

test('the last table is kept, until its database is erased', async () => {
  const store = openEngineStore<{ rows: number[] }>(NAME);
  expect(await store.read()).toBeUndefined();
  await store.write({ rows: [1] });
  await store.write({ rows: [2, 3] });
  expect(await openEngineStore(NAME).read()).toEqual({ rows: [2, 3] });
  await deleteDB(NAME);
  expect(await store.read()).toBeUndefined();
});
