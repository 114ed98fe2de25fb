import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { disagreement } from '../../../src/compute/probe/agree.ts';
import { openWebgpuEngine } from '../../../src/compute/webgpu/engine.ts';
import type { DenseEngine, DenseSession, DenseShape, DenseTraining } from '../../../src/core/dense.ts';
import { mostRows } from '../../../src/compute/webgpu/plan.ts';
import { adam, denseCases, furtherCases, randomCase, type DenseCase } from '../../checks/dense-case.ts';
import { checkEngine } from '../../checks/engine.ts';

checkEngine('webgpu', openWebgpuEngine);

/** One for all of these: pipelines take a while to compile in software. */
let engine: DenseEngine;
const compiled: string[] = [];
const descent = { optimizer: { kind: 'momentum', momentum: 0.9 } } as const;

beforeAll(async () => {
  const pipelines = vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync');
  engine = await openWebgpuEngine();
  compiled.push(...pipelines.mock.calls.map(([{ label }]) => label!));
}, 60_000);

afterEach(() => {
  vi.restoreAllMocks();
});

async function open({ shape, data, state }: DenseCase, on = engine, training = adam): Promise<DenseSession> {
  const session = await on.open(shape, training, data, state);
  onTestFinished(() => session.close());
  return session;
}

/** The first so many rows, over and over. */
function rowsOf(count: number, of: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, row) => row % of);
}

test('where a pipeline that not all networks need is refused, those that do without it go on', async () => {
  const cause = new GPUPipelineError('too long', { reason: 'internal' });
  vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync').mockRejectedValue(cause);
  const session = await open(denseCases[0]!);
  await expect(open(furtherCases[0]!)).rejects.toMatchObject({
    code: 'engine-lost',
    details: { engine: 'webgpu', reason: 'it failed: too long' },
  });
  expect(await session.train(rowsOf(4, 11), 4, 0.1)).toBeGreaterThan(0);
});

test('ten pipelines do for all networks; three of them are compiled at the first that asks for them', async () => {
  const pipelines = vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync');
  const further = () => pipelines.mock.calls.map(([{ label }]) => label);
  const [normalised, , embedding] = furtherCases;
  await open(normalised!);
  expect(further()).toEqual(['normalise', 'normaliseBack']);
  await open(embedding!);
  for (const each of furtherCases) await open(each);
  expect(further()).toEqual(['normalise', 'normaliseBack', 'embed']);
  expect(compiled).toHaveLength(7);
});

test('the probe finds nothing wrong with it', async () => {
  expect(await disagreement(engine)).toBeNull();
});

describe('what a step costs', () => {
  const shape: DenseShape = {
    inputs: 32,
    hidden: [64, 64],
    outputs: 10,
    activation: 'relu',
    loss: 'softmax',
  };

  test('three layers take seven dispatches; seven pipelines do for all sizes; a call reads once', async () => {
    const pipelines = vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync');
    const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const groups = vi.spyOn(GPUDevice.prototype, 'createBindGroup');
    const reads = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
    const session = await open(randomCase('', shape, 64));
    await session.train(rowsOf(64, 64), 32, 0.01);
    expect(dispatches).toHaveBeenCalledTimes(2 * 7);
    expect(reads).toHaveBeenCalledTimes(1);
    await session.train(rowsOf(64, 64), 32, 0.01);
    expect(reads).toHaveBeenCalledTimes(2);
    expect(groups).toHaveBeenCalledTimes(7);
    for (const each of denseCases) await open(each);
    expect(compiled).toHaveLength(7);
    expect(pipelines).not.toHaveBeenCalled();
  });

  const everything = { ...descent, l2: 0.1, dropout: { share: 0.5, seed: 1 }, clip: 1 };
  const embeddings = [{ input: 3, categories: 9, width: 4 }];
  test.each<readonly [string, number, Partial<DenseShape>, Partial<DenseTraining>]>([
    ['normalised layers', 11, { layerNorm: true }, {}],
    ['normalised layers with a clip', 13, { layerNorm: true }, everything],
    ['embeddings', 9, { embeddings }, {}],
    ['both', 13, { layerNorm: true, embeddings }, {}],
  ])('%s: %i dispatches, and bind groups are made once', async (_, count, more, training) => {
    const each = randomCase('', { ...shape, ...more }, 32);
    const session = await open(each, engine, { ...adam, ...training });
    await session.train(rowsOf(32, 32), 32, 0.01);
    const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const groups = vi.spyOn(GPUDevice.prototype, 'createBindGroup');
    await session.train(rowsOf(32, 32), 32, 0.01);
    expect(dispatches).toHaveBeenCalledTimes(count);
    expect(groups).not.toHaveBeenCalled();
  });

  const each = randomCase('', shape, 32);
  const anchor = { parameters: each.state.parameters, strength: 0.1 };
  test.each<readonly [string, number, Partial<DenseTraining>]>([
    ['momentum, an L2 penalty and dropout', 7, { ...descent, l2: 0.1, dropout: { share: 0.5, seed: 1 } }],
    ['an anchor without strength', 7, { anchor: { ...anchor, strength: 0 } }],
    ['an anchor', 8, { anchor }],
    ['a clip', 9, { clip: 1 }],
    ['everything', 9, { ...descent, l2: 0.1, dropout: { share: 0.5, seed: 1 }, anchor, clip: 1 }],
  ])('%s: %i dispatches', async (_, count, training) => {
    const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const session = await open(each, engine, { ...adam, ...training });
    await session.train(rowsOf(32, 32), 32, 0.01);
    expect(dispatches).toHaveBeenCalledTimes(count);
  });

  test('up to 64 steps go in one submit, and no more than two of these wait', async () => {
    const submit = Reflect.get<GPUQueue, 'submit'>(GPUQueue.prototype, 'submit');
    let waiting = 0;
    const seen: number[] = [];
    vi.spyOn(GPUQueue.prototype, 'submit').mockImplementation(function (this: GPUQueue, commands) {
      submit.call(this, commands);
      seen.push(++waiting);
      void this.onSubmittedWorkDone().then(() => waiting--);
      return undefined;
    });
    const linear: DenseShape = { inputs: 2, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
    const session = await open(randomCase('', linear, 4));
    await session.train(rowsOf(5 * 64, 4), 1, 0.01);
    // One before the steps that clears the losses, one after them that reads.
    expect(seen).toHaveLength(1 + 5 + 1);
    expect(Math.max(...seen)).toBeLessThanOrEqual(3);
  });
});

describe('what has no room', () => {
  const each = randomCase(
    '',
    { inputs: 4, hidden: [8], outputs: 1, activation: 'relu', loss: 'squared' },
    100,
  );

  function limitTo(bytes: number): void {
    vi.spyOn(GPUSupportedLimits.prototype, 'maxStorageBufferBindingSize', 'get').mockReturnValue(bytes);
  }

  test('is refused with a sentence before anything is learnt', async () => {
    limitTo(1000);
    await expect(open(each)).rejects.toMatchObject({
      code: 'engine-lost',
      details: {
        engine: 'webgpu',
        reason: 'the features of all rows take 0.0016 MB, and it holds 0.001 MB in one piece',
      },
    });
  });

  test('is refused for a batch as well, and smaller ones go on', async () => {
    limitTo(1700);
    const session = await open(each);
    await expect(session.train(rowsOf(100, 100), 100, 0.1)).rejects.toMatchObject({
      code: 'engine-lost',
      details: { reason: 'the layers of a batch take 0.0036 MB, and it holds 0.0017 MB in one piece' },
    });
    const rows = rowsOf(mostRows + 1, 100);
    await expect(session.train(rows, rows.length, 0.1)).rejects.toMatchObject({
      details: { reason: 'a batch of 2097121 rows is larger than the 2097120 that it takes' },
    });
    expect(await session.state()).toEqual(each.state);
    expect(await session.train(rowsOf(80, 100), 40, 0.1)).toBeGreaterThan(0);
  });
});

describe.each([
  {
    what: 'the graphics processor is lost',
    reason: 'the graphics processor was lost',
    strike: (device: GPUDevice) => device.destroy(),
  },
  {
    what: 'its memory runs out',
    reason: 'its memory ran out',
    strike: () =>
      vi
        .spyOn(GPUDevice.prototype, 'popErrorScope')
        .mockResolvedValueOnce(new GPUOutOfMemoryError('no more of it')),
  },
])('$what in the middle of a call', ({ reason, strike }) => {
  test('every session rejects, and the next one has a new device', async () => {
    const created = vi.spyOn(GPUDevice.prototype, 'createBindGroup');
    const each = denseCases.find(({ name }) => name === 'relu softmax')!;
    const [session, other] = [await open(each), await open(each)];
    await session.train(rowsOf(11, 11), 4, 0.1);
    const real = Reflect.get<GPUQueue, 'submit'>(GPUQueue.prototype, 'submit');
    const submit = vi.spyOn(GPUQueue.prototype, 'submit');
    submit.mockImplementation(function (this: GPUQueue, commands) {
      // What clears the losses came first, and the first steps after it.
      if (submit.mock.calls.length === 3) strike(created.mock.contexts[0] as GPUDevice);
      return real.call(this, commands);
    });
    const lost = { code: 'engine-lost', details: { engine: 'webgpu', reason } };
    await expect(session.train(rowsOf(4 * 11 * 16, 11), 4, 0.1)).rejects.toMatchObject(lost);
    expect(submit.mock.calls.length).toBeGreaterThanOrEqual(3);
    await expect(other.state()).rejects.toMatchObject(lost);
    await expect(session.train(rowsOf(11, 11), 4, 0.1)).rejects.toMatchObject(lost);
    vi.restoreAllMocks();
    expect(await (await open(each)).state()).toEqual(each.state);
  });
});
