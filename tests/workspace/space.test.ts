import { expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { championOn, importCsv, openHouse, rowsAsCsv, seaStream } from './house-for-test.ts';
import { runJob } from './in-process.ts';

const stream = seaStream(700);

test('space is told by project, the largest first, and what the device cannot tell is left open', async () => {
  const { house, projectId, version } = await championOn(stream, 0, 300);
  const small = await importCsv(house, rowsAsCsv(stream, 300, 310), 'small.csv');
  await house.workspace.predictRow(version.id, { x1: 1, x2: 2, x3: 3 });
  const { projects, ...device } = await house.workspace.storageSpace();
  expect(device).toEqual({ usedBytes: null, quotaBytes: null, isPersisted: null });
  expect(projects).toEqual([
    { id: projectId, name: 'rows', sizeBytes: expect.any(Number) as number, events: 2 },
    { id: small.projectId, name: 'small', sizeBytes: expect.any(Number) as number, events: 0 },
  ]);
  const blobs = house.contents().flatMap((line) => (line.startsWith('blob ') ? [line.slice(5)] : []));
  const sum = projects.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  expect(sum).toBe(await house.store.sizeOf(blobs));
  expect(projects[1]!.sizeBytes).toBe((await house.store.read(small.chunks[0]!)).byteLength);
});

test('what the device tells of its storage is passed on', async () => {
  const { store } = openHouse();
  const asked = (storage: { usage?: number; quota?: number }, isPersisted: boolean) =>
    openWorkspace({
      store,
      clock: systemClock,
      compute: { run: () => Promise.reject(new Error('nothing is computed')) },
      storage: { estimate: async () => storage, persisted: async () => isPersisted },
    }).storageSpace();
  expect(await asked({ usage: 10, quota: 100 }, true)).toEqual({
    usedBytes: 10,
    quotaBytes: 100,
    isPersisted: true,
    projects: [],
  });
  expect(await asked({ quota: 100 }, false)).toMatchObject({ usedBytes: null, isPersisted: false });
});

test('everything can be erased; what was under way is not kept, and later questions are refused', async () => {
  const { house, table } = await championOn(stream, 0, 300);
  const { workspace } = house;
  const importing = runJob(workspace, 'import', {
    file: rowsAsCsv(stream, 300, 600),
    fileName: 'late.csv',
    projectId: table.projectId,
    options: {},
  });
  await workspace.eraseEverything();
  await expect(importing).rejects.toMatchObject({ code: 'store-closed' });
  expect(house.contents()).toEqual(['0 drafts']);
  await expect(workspace.projects()).rejects.toMatchObject({ code: 'store-closed' });
});
