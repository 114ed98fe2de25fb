import { env, memory } from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import { openTfjsEngine } from '../../../src/compute/tfjs/engine.ts';
import { webgpuAdapter } from '../../../src/compute/webgpu-adapter.ts';
import { adam, denseCases, furtherCases } from '../../checks/dense-case.ts';
import { checkEngine } from '../../checks/engine.ts';

for (const backend of ['cpu', 'wasm', 'webgpu'] as const) {
  const open = async () => {
    const engine = await openTfjsEngine(backend);
    // On SwiftShader this one of its matrix programs is three times as fast as the one it would take.
    if (backend === 'webgpu') env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
    return engine;
  };
  checkEngine(`tfjs-${backend}`, open);

  test(`memory on ${backend} does not grow with steps, and close frees all of it`, async () => {
    const engine = await open();
    const { shape, data, state } = denseCases.find(({ name }) => name === 'deep relu squared, weighted')!;
    const before = memory().numTensors;
    const session = await engine.open(shape, adam, data, state);
    await session.train(Uint32Array.of(0, 1, 2, 3), 2, 0.01);
    const { numTensors, numBytes } = memory();
    await session.train(Uint32Array.of(4, 5, 6, 7, 8, 9), 2, 0.001);
    await session.gradient(Uint32Array.of(1));
    await session.state();
    expect(memory()).toMatchObject({ numTensors, numBytes });
    session.close();
    expect(memory().numTensors).toBe(before);
  });

  test(`nor does it on ${backend} where layers are normalised, categories embedded, slopes clipped and units dropped`, async () => {
    const engine = await open();
    const { shape, data, state } = furtherCases.at(-1)!;
    const before = memory().numTensors;
    const anchor = { parameters: state.parameters, strength: 0.1 };
    const further = { l2: 0.1, anchor, clip: 1, dropout: { share: 0.5, seed: 1 } };
    const session = await engine.open(shape, { ...adam, ...further }, data, state);
    const rows = Uint32Array.of(0, 1, 2, 3, 4, 5);
    await session.train(rows, 6, 0.01);
    const { numTensors, numBytes } = memory();
    await session.train(rows, 6, 0.01);
    expect(memory()).toMatchObject({ numTensors, numBytes });
    session.close();
    expect(memory().numTensors).toBe(before);
  });
}

test('on WebGPU the optimizer is one dispatch for all layers', async () => {
  const engine = await openTfjsEngine('webgpu');
  const { shape, data, state } = denseCases.find(({ name }) => name === 'deep relu squared, weighted')!;
  const session = await engine.open(shape, adam, data, state);
  const rows = Uint32Array.of(0, 1, 2, 3);
  const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
  await session.gradient(rows);
  const withoutIt = dispatches.mock.calls.length;
  await session.train(rows, 4, 0.01);
  // One more adds the loss to those of the steps before.
  expect(dispatches.mock.calls.length - withoutIt).toBe(withoutIt + 1 + 1);
  dispatches.mockRestore();
  session.close();
});

test('sessions on two backends take turns', async () => {
  const { shape, data, state } = denseCases[0]!;
  const engines = [await openTfjsEngine('cpu'), await openTfjsEngine('wasm')];
  const sessions = await Promise.all(engines.map((engine) => engine.open(shape, adam, data, state)));
  const rows = Uint32Array.of(0, 1, 2, 3);
  for (let pass = 0; pass < 3; pass++)
    await Promise.all(sessions.map((session) => session.train(rows, 2, 0.01)));
  const [first, second] = await Promise.all(sessions.map((session) => session.state()));
  expect(second!.step).toBe(state.step + 6);
  second!.parameters.forEach((value, i) => expect(value).toBeCloseTo(first!.parameters[i]!, 4));
  for (const session of sessions) session.close();
});

test('there is an adapter, and it says what it is', async () => {
  expect(['hardware', 'software']).toContain(await webgpuAdapter());
});
