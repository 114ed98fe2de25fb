import { deleteDB } from 'idb';
import { expect, onTestFinished, test } from 'vitest';
import type { RecordKind } from '../../src/core/records.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { KINDS } from '../../src/store/schema.ts';
import { freshName, inside } from '../store/open-for-test.ts';
import { useSmallDisk } from '../store/small-disk.ts';
import { csvBlob, rowsAsCsv, seaStream, train } from './house-for-test.ts';
import { openInProcess, runJob } from './in-process.ts';

const stream = seaStream(400);

async function openHouse(name: string) {
  const store = await openStore(name);
  onTestFinished(async () => {
    await store.close();
    await deleteDB(name);
  });
  return { store, workspace: openInProcess(store) };
}

function importing(
  { workspace }: { workspace: ReturnType<typeof openInProcess> },
  file: Blob,
  projectId: string | null,
) {
  return runJob(workspace, 'import', { file, fileName: 'rows.csv', projectId, options: {} });
}

test('on a full device an import or learning on ends in a sentence and leaves everything as it was', async () => {
  await useSmallDisk(1_500_000);
  const name = 'full-house';
  const house = await openHouse(name);
  const { workspace } = house;
  const { table } = await importing(house, rowsAsCsv(stream, 0, 300), null);
  const version = await train(house, table);
  const before = await everything(house.store, name);

  const large = csvBlob(`x1,x2,x3,class\n${manyRows(120_000)}`);
  await expect(importing(house, large, table.projectId)).rejects.toMatchObject({ code: 'store-full' });
  const learning = runJob(workspace, 'learn-on', {
    projectId: table.projectId,
    file: large,
    fileName: 'new.csv',
    engine: 'reference',
    labels: {},
    seed: 1,
  });
  await expect(learning).rejects.toMatchObject({ code: 'store-full' });
  expect(await everything(house.store, name)).toEqual(before);
  expect((await workspace.predictRow(version.id, { x1: 1, x2: 2, x3: 3 })).answer).toMatch(/^[01]$/);
  expect(await workspace.cells(table.id, 0, 300)).toHaveLength(300);
});

test('erasing everything deletes the database, and the next visit begins anew', async () => {
  const name = freshName();
  const house = await openHouse(name);
  await importing(house, rowsAsCsv(stream, 0, 100), null);
  const beside = await openHouse(name);
  await house.workspace.eraseEverything();
  expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name);
  await expect(beside.workspace.projects()).rejects.toThrow('everything here was erased; reload this page');
  expect(await (await openHouse(name)).workspace.projects()).toEqual([]);
});

function manyRows(count: number): string {
  let seed = 1;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: count }, () =>
    [random() * 10, random() * 10, random() * 10, random() < 0.5 ? 0 : 1].join(','),
  ).join('\n');
}

/** Every record, and the address of every blob. */
async function everything(store: Store, name: string): Promise<readonly unknown[]> {
  const records = await Promise.all(KINDS.map((kind: RecordKind) => store.list(kind)));
  const blobs = await inside(name, async (database) => [
    await database.getAllKeys('blobs'),
    await database.getAllKeys('sizes'),
    await database.getAllKeys('drafts'),
  ]);
  return [...records, ...blobs];
}
