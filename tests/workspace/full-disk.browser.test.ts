import { deleteDB } from 'idb';
import { expect, onTestFinished, test } from 'vitest';
import { PerennialError } from '../../src/core/errors.ts';
import type { JobWatch } from '../../src/core/progress.ts';
import { Random } from '../../src/core/random.ts';
import type { ModelVersion } from '../../src/core/records.ts';
import type { Draft, Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/indexed-db.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { TrainRequest, Workspace } from '../../src/workspace/api.ts';
import type { ComputeKind } from '../../src/workspace/compute.ts';
import { useSmallDisk } from '../store/small-disk.ts';
import { openInProcess, quietContext, runJob } from './in-process.ts';

// A device that becomes full in the middle of a long job, and has room again later.

const QUOTA = 12_000_000;
const NAME = 'full-disk';

/** A house whose device becomes full just before a job of this kind keeps its checkpoint number `atOffer`. */
async function openHouse(job: ComputeKind, atOffer: number) {
  await useSmallDisk(QUOTA);
  const store = await openStore(NAME);
  onTestFinished(async () => {
    await store.close();
    await deleteDB(NAME);
  });
  const ballast: Draft[] = [];
  const fill = async () => void ballast.push(await fillDevice(store));
  let offers = 0;
  const workspace = openInProcess(store, {
    async onOffer(kind) {
      if (kind === job && ++offers === atOffer) await fill();
    },
  });
  const makeRoom = () => Promise.all(ballast.map((draft) => draft.discard()));
  return { workspace, fill, makeRoom };
}

/** Fills the device to the last kilobyte. */
async function fillDevice(store: Store): Promise<Draft> {
  const ballast = store.begin();
  const random = new Random(1);
  for (let size = QUOTA; size >= 1024;)
    try {
      await ballast.write(noise(random, size));
    } catch (error) {
      if (!(error instanceof PerennialError && error.code === 'store-full')) throw error;
      size /= 2;
    }
  return ballast;
}

/** Bytes that a disk cannot make smaller. */
function noise(random: Random, size: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(size / 4));
  random.fill(words);
  return new Uint8Array(words.buffer);
}

function csv(rows: number): Blob {
  const random = new Random(2);
  const lines = Array.from({ length: rows }, () => {
    const [x, z] = [random.uniform(), random.uniform()];
    return `${x},${z},${x + z > 1 ? 'up' : 'down'}`;
  });
  return new Blob([`x,z,class\n${lines.join('\n')}\n`]);
}

async function importRows(workspace: Workspace, rows: number) {
  const request = { file: csv(rows), fileName: 'rows.csv', projectId: null, options: {} };
  return (await runJob(workspace, 'import', request)).table;
}

const full = { code: 'store-full', stage: 'store', message: expect.stringMatching(/no room/) as string };

test('an import goes on to its end once there is room again', async () => {
  const { workspace, fill, makeRoom } = await openHouse('read', 2);
  const kept = await importRows(workspace, 100);
  await expect(importRows(workspace, 60_000)).rejects.toMatchObject(full);

  const [job, ...others] = await workspace.interrupted();
  expect(others).toEqual([]);
  expect(job).toMatchObject({ job: 'import', title: 'rows.csv', isRunningElsewhere: false });
  expect(await workspace.projects()).toHaveLength(1);
  expect(await workspace.cells(kept.id, 0, 100)).toHaveLength(100);
  await fill(); // What was discarded had made room.
  await expect(runJob(workspace, 'resume', { jobId: job!.id })).rejects.toMatchObject(full);
  expect((await workspace.interrupted()).map(({ id }) => id)).toEqual([job!.id]);

  await makeRoom();
  const { projectId } = await runJob(workspace, 'resume', { jobId: job!.id });
  const [table] = (await workspace.project(projectId)).tables;
  const undisturbed = await importRows(openInProcess(memoryStore()), 60_000);
  expect(table!.chunks).toEqual(undisturbed.chunks);
  expect(table!.columns).toEqual(undisturbed.columns);
  expect(await workspace.interrupted()).toEqual([]);
});

test('a training goes on to the model that it would have made, once there is room again', async () => {
  const { workspace, makeRoom } = await openHouse('fit', 5);
  const training = async (house: Workspace): Promise<ModelVersion> => {
    const table = await importRows(house, 600);
    const request: TrainRequest = {
      projectId: table.projectId,
      tableId: table.id,
      target: { column: 'class', task: 'binary' },
      learner: 'network',
      options: { epochs: 6, patience: 6 },
      split: { kind: 'random', seed: 1 },
      fractions: { train: 0.6, validation: 0.2, guard: 0, report: 0.2 },
      excluded: [],
      included: [],
      balanceClasses: false,
      engine: 'reference',
      seed: 1,
    };
    return (await runJob(house, 'train', request)).version;
  };
  await expect(training(workspace)).rejects.toMatchObject(full);

  const [job, ...others] = await workspace.interrupted();
  expect(others).toEqual([]);
  expect(job).toMatchObject({ job: 'train', title: 'class', progress: { phase: 'training' } });
  const { versions, tables } = await workspace.project(job!.projectId!);
  expect(versions).toEqual([]);
  expect(await workspace.cells(tables[0]!.id, 0, 600)).toHaveLength(600);

  await makeRoom();
  const epochs: number[] = [];
  const heard: JobWatch = { ...quietContext(), report: ({ point }) => point && epochs.push(point.epoch) };
  await workspace.run('resume', { jobId: job!.id }, heard);
  expect(epochs[0]).toBeGreaterThan(1);
  const [version] = (await workspace.project(job!.projectId!)).versions;
  const undisturbed = await training(openInProcess(memoryStore()));
  expect(version!.snapshot).toBe(undisturbed.snapshot);
  expect(version!.evaluation).toEqual(undisturbed.evaluation);
  expect(await workspace.interrupted()).toEqual([]);
});
