import { deleteDB } from 'idb';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { openClient } from '../../src/bridge/client.ts';
import type { EngineChoice } from '../../src/core/dense.ts';
import type { Progress } from '../../src/core/progress.ts';
import type { TableVersion } from '../../src/core/records.ts';
import { DEFAULT_FRACTIONS, type TrainRequest } from '../../src/workspace/api.ts';
import { type Accident, planAccidents } from './accidents.ts';

// The whole house, whose compute workers and engines are lost in the middle of a job.

let worker: Worker | undefined;
const client = openClient(() => {
  worker = new Worker(new URL('./frail-workspace.worker.ts', import.meta.url), { type: 'module' });
  return worker;
});

afterAll(async () => {
  worker?.terminate();
  await deleteDB('perennial');
});

function plan(accidents: Readonly<Record<string, readonly Accident[]>>) {
  const planned = planAccidents(accidents);
  onTestFinished(() => planned.close());
  return planned;
}

const EPOCHS = 5;
const STEPS_AN_EPOCH = 7; // 56 of 80 rows train, in batches of 8

async function importRows(onProgress: (progress: Progress) => void = () => undefined): Promise<TableVersion> {
  const lines = Array.from({ length: 80 }, (_, row) => {
    const [x, z] = [(row * 7) % 101, (row * 13) % 97];
    return `${x},${z},${x + z > 95 ? 'up' : 'down'}`;
  });
  const file = new Blob([`x,z,class\n${lines.join('\n')}\n`]);
  const request = { file, fileName: 'made.csv', projectId: null, options: {} };
  return (await client.start('import', request, onProgress).result).table;
}

/** A network that is tiny, so that a graphics processor that is only imitated does for it. */
function training(table: TableVersion, engine: EngineChoice): TrainRequest {
  return {
    projectId: table.projectId,
    tableId: table.id,
    target: { column: 'class', task: 'binary' },
    learner: 'network',
    options: { hidden: [2], epochs: EPOCHS, patience: EPOCHS, batchSize: 8 },
    split: { kind: 'random', seed: 1 },
    fractions: DEFAULT_FRACTIONS,
    excluded: [],
    included: [],
    balanceClasses: false,
    engine,
    seed: 1,
  };
}

/** Trains, and everything that was told meanwhile. */
async function trained(engine: EngineChoice) {
  const table = await importRows();
  const told: Progress[] = [];
  const { version } = await client.start('train', training(table, engine), (progress) => told.push(progress))
    .result;
  return { told, version };
}

const epochsOf = (told: readonly Progress[]) => told.flatMap(({ point }) => (point ? [point.epoch] : []));
const everyEpoch = Array.from({ length: EPOCHS }, (_, index) => index + 1);

describe.each([
  {
    what: 'the device is lost',
    engine: 'webgpu',
    next: 'wasm',
    reason:
      'WebAssembly: WebGPU was lost (the graphics processor was lost); WebGPU runs in software only on this device, which is slower',
    notice: 'The graphics processor was lost; the work went on from where it last stood',
  },
  {
    what: 'the device is lost',
    engine: 'tfjs-webgpu',
    next: 'wasm',
    reason: 'WebAssembly: TensorFlow.js on WebGPU was lost (the graphics processor was lost)',
    notice: 'The graphics processor was lost; the work went on from where it last stood',
  },
  {
    what: 'the memory is full',
    engine: 'wasm',
    next: 'tfjs-wasm',
    reason: 'TensorFlow.js on wasm: WebAssembly was lost (it ran out of memory)',
    notice: 'It ran out of memory; the work went on from where it last stood',
  },
  {
    what: 'the worker dies',
    engine: 'tfjs-wasm',
    next: 'tfjs-cpu',
    reason: 'TensorFlow.js on cpu: TensorFlow.js on wasm was lost (its worker stopped)',
    notice: 'Its worker stopped; the work went on from where it last stood',
  },
  {
    what: 'the memory is full',
    engine: 'tfjs-cpu',
    next: 'reference',
    reason: 'plain TypeScript: TensorFlow.js on cpu was lost (it ran out of memory)',
    notice: 'It ran out of memory; the work went on from where it last stood',
  },
] as const)(
  'where $what in the middle of a training on $engine',
  ({ what, engine, next, reason, notice }) => {
    test('it goes on from its checkpoint on the next engine, and says so', async () => {
      const accidents = plan({ fit: [{ what, atOffer: 4 }] });
      const { told, version } = await trained(engine);
      expect(accidents.left()).toBe(0);
      expect(version.engine).toEqual({ asked: engine, kind: next, reason });
      expect(version.steps).toBe(EPOCHS * STEPS_AN_EPOCH);
      expect(version.evaluation!.rows).toBeGreaterThan(0);

      const first = told.findIndex((progress) => progress.notice !== undefined);
      expect(first).toBeGreaterThan(0);
      expect(new Set(told.slice(first).map((progress) => progress.notice))).toEqual(new Set([notice]));
      const enginesOf = (part: readonly Progress[]) => new Set(part.flatMap((each) => each.engine ?? []));
      expect(enginesOf(told.slice(0, first))).toEqual(new Set([engine]));
      expect(enginesOf(told.slice(first))).toEqual(new Set([next]));
      // None is taught twice, so it did not begin again.
      expect(epochsOf(told)).toEqual(everyEpoch);
      expect((await client.report(version.id)).curve.map(({ epoch }) => epoch)).toEqual(everyEpoch);
      expect(await client.interrupted()).toEqual([]);
    });
  },
);

test('every engine is lost before its first checkpoint, and plain TypeScript brings the training to its end', async () => {
  const accident = { what: 'the worker dies', atOffer: 1 } as const;
  const accidents = plan({ fit: [accident, accident, accident, accident] });
  const { told, version } = await trained('tfjs-webgpu');
  expect(accidents.left()).toBe(0);
  const lost = [
    'TensorFlow.js on WebGPU',
    'WebAssembly',
    'TensorFlow.js on wasm',
    'TensorFlow.js on cpu',
  ].map((name) => `${name} was lost (its worker stopped)`);
  expect(version.engine).toEqual({
    asked: 'tfjs-webgpu',
    kind: 'reference',
    reason: `plain TypeScript: ${lost.join('; ')}`,
  });
  expect(told.at(-1)!.notice).toBe('Its worker stopped; the work went on from its start');
  expect(epochsOf(told)).toEqual(everyEpoch);
});

test('an import whose worker has no memory left is read again, and nothing of it is there twice', async () => {
  plan({ read: [{ what: 'the memory is full', atOffer: 1 }] });
  const told: Progress[] = [];
  const table = await importRows((progress) => told.push(progress));
  expect(table.rows).toBe(80);
  expect(table.chunks).toHaveLength(1);
  expect(told.at(-1)!.notice).toBe('It ran out of memory; the work went on from its start');
  expect(await client.interrupted()).toEqual([]);
});

describe('a worker that dies again and again in one place', () => {
  async function givenUp() {
    const what = 'the worker dies';
    const accidents = plan({ fit: [4, 1, 1, 1, 1, 1, 1].map((atOffer) => ({ what, atOffer })) });
    const table = await importRows();
    const error: unknown = await client
      .start('train', training(table, 'reference'), () => undefined)
      .result.catch((reason: unknown) => reason);
    expect(accidents.left()).toBe(1);
    accidents.close();
    expect(error).toMatchObject({ code: 'worker-died', stage: 'compute' });
    expect((error as Error).message).toBe(
      'the compute worker stopped: it was ended, or ran out of memory; try again',
    );
    const [job, ...others] = await client.interrupted();
    expect(others).toEqual([]);
    expect(job).toMatchObject({
      job: 'train',
      title: 'class',
      projectId: table.projectId,
      isRunningElsewhere: false,
      progress: { phase: 'training', unit: 'steps' },
    });
    expect((await client.project(table.projectId)).versions).toEqual([]);
    return { table, jobId: job!.id };
  }

  test('gives up with a sentence, and resumed it goes on to its end from where it stood', async () => {
    const { table, jobId } = await givenUp();
    plan({});
    const told: Progress[] = [];
    const { result } = client.start('resume', { jobId }, (progress) => told.push(progress));
    expect(await result).toEqual({ projectId: table.projectId, job: 'train' });
    expect(epochsOf(told)).toEqual(everyEpoch.slice(1));
    const [version] = (await client.project(table.projectId)).versions;
    expect(version!.evaluation!.rows).toBeGreaterThan(0);
    expect((await client.report(version!.id)).curve.map(({ epoch }) => epoch)).toEqual(everyEpoch);
    expect(await client.interrupted()).toEqual([]);
  });

  test('may be given up by the person, and leaves nothing', async () => {
    const { table, jobId } = await givenUp();
    plan({});
    await client.discardJob(jobId);
    expect(await client.interrupted()).toEqual([]);
    const { projectId } = table;
    expect((await client.project(projectId)).splits).toEqual([]);
    expect(
      (await client.start('train', training(table, 'reference'), () => undefined).result).version,
    ).toMatchObject({ number: 1 });
  });
});
