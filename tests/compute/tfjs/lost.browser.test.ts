import { chooseTrees } from '../../../src/compute/choose-trees.ts';
import { findBackend, memory } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { engineChooser } from '../../../src/compute/choose.ts';
import { openTfjsEngine } from '../../../src/compute/tfjs/engine.ts';
import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import { openWebgpuEngine } from '../../../src/compute/webgpu/engine.ts';
import type { DenseSession, LostEngine } from '../../../src/core/dense.ts';
import { PerennialError } from '../../../src/core/errors.ts';
import type { Problem } from '../../../src/core/learner.ts';
import type { Batch } from '../../../src/core/matrix.ts';
import { Random } from '../../../src/core/random.ts';
import type { Snapshot } from '../../../src/core/snapshot.ts';
import { classBalancedReservoir } from '../../../src/flow/learn/class-balanced-reservoir.ts';
import { experienceReplay } from '../../../src/flow/learn/strategies/experience-replay.ts';
import { linear } from '../../../src/flow/train/linear.ts';
import { forward } from '../../../src/math/dense.ts';
import { adam, denseCases, plainLoss } from '../../checks/dense-case.ts';
import { runOf } from '../../checks/learner.ts';

const small = denseCases.find(({ name }) => name === 'linear sigmoid, weighted')!;
const rows = Uint32Array.of(0, 1, 2, 3);

interface Gpu {
  readonly device: GPUDevice;
  readonly bufferManager: { readonly usedBuffers: ReadonlyMap<string, readonly GPUBuffer[]> };
}
interface Wasm {
  readonly wasm: { _malloc: (bytes: number) => number; tfjs: { registerTensor: () => void } };
}

/** What can happen beneath a session, for real as far as a test may, and what is told of it. */
const disasters = [
  {
    name: 'the device is destroyed',
    backend: 'webgpu',
    strike: () => gpu().device.destroy(),
    reason: 'the graphics processor was lost',
  },
  {
    name: 'an operation fails on the device, which computes on',
    backend: 'webgpu',
    strike: () => {
      for (const buffers of gpu().bufferManager.usedBuffers.values())
        for (const buffer of buffers) buffer.destroy();
    },
    reason: /^it failed: .*destroyed/s,
  },
  {
    name: 'the wasm memory cannot grow',
    backend: 'wasm',
    strike: exhaustWasm,
    reason: 'its memory ran out',
  },
  { name: 'wasm traps', backend: 'wasm', strike: trapWasm, reason: /^it failed: unreachable/ },
] as const;

describe.each(disasters)('$name', ({ backend, strike, reason }) => {
  const kind = `tfjs-${backend}` as const;

  test('every open session rejects with engine-lost, and a new one runs on a new backend', async () => {
    const engine = await openTfjsEngine(backend);
    const sessions = await Promise.all([0, 1].map(() => openSmall(engine)));
    for (const session of sessions) expect(await session.train(rows, 4, 0.01)).toBeGreaterThan(0);
    strike();
    for (const session of sessions) {
      const error = await session.train(rows, 4, 0.01).then(
        () => null,
        (error: unknown) => error,
      );
      expect(error).toBeInstanceOf(PerennialError);
      const { code, stage, details, message } = error as PerennialError;
      expect({ code, stage, engine: details['engine'] }).toEqual({
        code: 'engine-lost',
        stage: 'compute',
        engine: kind,
      });
      expect(details['reason']).toEqual(
        typeof reason === 'string' ? reason : (expect.stringMatching(reason) as string),
      );
      expect(message).toContain(`was lost (${details['reason']})`);
    }
    for (const session of sessions) {
      await expect(session.state()).rejects.toMatchObject({ code: 'engine-lost' });
      await expect(session.gradient(rows)).rejects.toMatchObject({ code: 'engine-lost' });
      session.close();
      await expect(session.train(rows, 4, 0.01)).rejects.toMatchObject({ code: 'engine-closed' });
    }
    const again = await openSmall(engine);
    const expected = plainLoss(small.shape, Float64Array.from(small.state.parameters), small.data, rows);
    expect(Math.abs((await again.gradient(rows)).loss / expected - 1)).toBeLessThan(1e-4);
    again.close();
    expect(memory().numTensors).toBe(0);
  });

  test('in the middle of a call the call ends: with the right number, or with engine-lost', async () => {
    const engine = await openTfjsEngine(backend);
    const session = await openSmall(engine);
    const right = await session.train(rows, 4, 0); // a rate of 0 changes no weight
    const running = session.train(rows, 4, 0).catch((error: unknown) => error);
    strike();
    const ended = await running;
    if (typeof ended === 'number') expect(ended).toBeCloseTo(right, 5);
    else expect(ended).toMatchObject({ code: 'engine-lost' });
    await expect(session.train(rows, 4, 0)).rejects.toMatchObject({ code: 'engine-lost' });
    session.close();
  });
});

test('a session on another backend does not notice', async () => {
  const wasm = await openSmall(await openTfjsEngine('wasm'));
  const cpu = await openSmall(await openTfjsEngine('cpu'));
  await cpu.train(rows, 4, 0.01);
  trapWasm();
  const [lost, loss] = await Promise.all([
    wasm.train(rows, 4, 0.01).catch((error: unknown) => error),
    cpu.train(rows, 4, 0.01),
  ]);
  expect(lost).toMatchObject({ code: 'engine-lost' });
  expect(loss).toBeGreaterThan(0);
  cpu.close();
  wasm.close();
});

test('learning goes on from the checkpoint of a lost engine on the next ones', async () => {
  const problem: Problem = { task: 'binary', features: ['a', 'b'], classes: ['no', 'yes'] };
  const random = new Random(1);
  const data = Float32Array.from({ length: 80 }, () => random.normal());
  const y = Float32Array.from({ length: 40 }, (_, row) => (data[2 * row]! > data[2 * row + 1]! ? 1 : 0));
  const batch: Batch = { x: { rows: 40, features: problem.features, data }, y, weights: null };
  const chooseEngine = engineChooser({
    webgpuAdapter: async () => 'hardware',
    openWasm: openWasmEngine,
    openWebgpu: openWebgpuEngine,
    openTfjs: openTfjsEngine,
  });
  const lost: LostEngine[] = [{ kind: 'wasm', reason: 'its worker died' }];
  const parts = {
    forward,
    memory: classBalancedReservoir,
    strategy: experienceReplay,
    chooseTrees,
    chooseEngine: (...[choice, shape, batchSize, training]: Parameters<typeof chooseEngine>) =>
      chooseEngine(choice, shape, batchSize, training, lost),
  };
  const options = { ...linear.defaults, epochs: 6 };
  const learn = async (engine: 'tfjs-webgpu' | 'reference', last: Snapshot | null, strike?: () => void) => {
    const learner = linear.create(problem, options, parts);
    const written: Snapshot[] = [];
    const checkpoints = {
      last,
      async offer(take: () => Snapshot | Promise<Snapshot>) {
        written.push(await take());
        if (written.length === 4) strike?.();
      },
    };
    const learning = learner.fit(batch, batch, { ...runOf({ checkpoints }), engine });
    return { learner, written, report: await learning.catch((error: unknown) => error as PerennialError) };
  };
  const whole = await learn('reference', null);
  let last: Snapshot | null = null;
  for (const strike of [() => gpu().device.destroy(), trapWasm]) {
    const { report, written } = await learn('tfjs-webgpu', last, strike);
    expect(report).toMatchObject({ code: 'engine-lost' });
    const { details } = report as PerennialError;
    lost.push({ kind: details['engine'] as LostEngine['kind'], reason: String(details['reason']) });
    last = written.at(-1)!;
  }
  lost.push({ kind: 'tfjs-cpu', reason: 'its worker died' });
  const { learner, report } = await learn('tfjs-webgpu', last);
  expect(report).toMatchObject({
    engine: 'reference',
    engineReason:
      'plain TypeScript: TensorFlow.js on WebGPU was lost (the graphics processor was lost); WebAssembly was lost (its worker died); TensorFlow.js on wasm was lost (it failed: unreachable); TensorFlow.js on cpu was lost (its worker died)',
    steps: (whole.report as { steps: number }).steps,
  });
  const [ours, theirs] = [learner, whole.learner].map((each) => each.predict(batch.x).values);
  ours!.forEach((value, i) => expect(value).toBeCloseTo(theirs![i]!, 4));
});

function openSmall(engine: Awaited<ReturnType<typeof openTfjsEngine>>): Promise<DenseSession> {
  return engine.open(small.shape, adam, small.data, small.state);
}

function gpu(): Gpu {
  return findBackend('webgpu') as unknown as Gpu;
}

/** The allocator's own answer when it has no more to give. */
function exhaustWasm(): void {
  const { wasm } = findBackend('wasm') as unknown as Wasm;
  for (let bytes = 2 ** 30; bytes >= 1; bytes /= 2)
    try {
      for (;;) wasm._malloc(bytes);
    } catch {
      // As much as there is in pieces of this size.
    }
}

/** The next tensor runs into a real trap. */
function trapWasm(): void {
  // (module (func (export "f") unreachable))
  const code = '0061736d01000000 01040160 0000 03020100 070501 01660000 0a0501 0300000b'.replaceAll(' ', '');
  const bytes = Uint8Array.from(code.match(/../g)!, (byte) => parseInt(byte, 16));
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as { f: () => void };
  (findBackend('wasm') as unknown as Wasm).wasm.tfjs.registerTensor = f;
}
