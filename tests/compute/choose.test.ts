import { describe, expect, test } from 'vitest';
import { engineChooser, smallStep, stepWork, type EngineHost } from '../../src/compute/choose.ts';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import { adapterKind } from '../../src/compute/webgpu-adapter.ts';
import type { DenseEngine, DenseShape, LostEngine } from '../../src/core/dense.ts';

const small: DenseShape = { inputs: 8, hidden: [16], outputs: 2, activation: 'relu', loss: 'softmax' };
const large: DenseShape = {
  inputs: 784,
  hidden: [512, 512],
  outputs: 10,
  activation: 'relu',
  loss: 'softmax',
};

/** A host whose backends are the reference engine under another name, except for those that are broken. */
function host(
  adapter: Awaited<ReturnType<EngineHost['webgpuAdapter']>>,
  broken: readonly string[] = [],
): EngineHost & { readonly opened: string[] } {
  const opened: string[] = [];
  return {
    opened,
    webgpuAdapter: async () => adapter,
    async openTfjs(backend): Promise<DenseEngine> {
      opened.push(backend);
      if (broken.includes(backend)) throw new Error(`no ${backend} today`);
      return { ...referenceEngine, kind: `tfjs-${backend}` };
    },
  };
}

describe('auto', () => {
  test('takes plain TypeScript for a small network, without loading anything', async () => {
    const machine = host('hardware');
    const { engine, reason } = await engineChooser(machine)('auto', small, 32);
    expect(engine).toBe(referenceEngine);
    expect(reason).toMatch(/^plain TypeScript: .*faster/);
    expect(machine.opened).toEqual([]);
  });

  test.each([
    ['hardware', [], 'tfjs-webgpu', /graphics processor/],
    ['none', [], 'tfjs-wasm', /no WebGPU adapter/],
    ['software', [], 'tfjs-wasm', /software only/],
    ['hardware', ['webgpu'], 'tfjs-wasm', /WebGPU did not start \(no webgpu today\)/],
    ['none', ['wasm'], 'tfjs-cpu', /no WebGPU adapter; .*wasm did not start/],
    ['software', ['wasm', 'cpu'], 'reference', /wasm did not start .*cpu did not start/],
  ] as const)('on %s with %j broken takes %s for a large one', async (adapter, broken, kind, reason) => {
    const chosen = await engineChooser(host(adapter, broken))('auto', large, 256);
    expect(chosen.engine.kind).toBe(kind);
    expect(chosen.reason).toMatch(reason);
  });

  test('takes plain TypeScript for a linear model with one output, however wide', async () => {
    const machine = host('hardware');
    const wide: DenseShape = { inputs: 20_000, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' };
    const { engine, reason } = await engineChooser(machine)('auto', wide, 256);
    expect(engine).toBe(referenceEngine);
    expect(reason).toMatch(/^plain TypeScript: for a linear model/);
    const classes: DenseShape = { ...wide, outputs: 3, loss: 'softmax' };
    expect((await engineChooser(machine)('auto', classes, 256)).engine.kind).toBe('tfjs-webgpu');
  });

  test('changes over where the work of a step passes the measured limit', async () => {
    const choose = engineChooser(host('none'));
    const work = stepWork(small, 1);
    const most = Math.floor(smallStep / work);
    expect((await choose('auto', small, most)).engine.kind).toBe('reference');
    expect((await choose('auto', small, most + 1)).engine.kind).toBe('tfjs-wasm');
  });
});

describe('by name', () => {
  test('is used as asked, whatever the size', async () => {
    const choose = engineChooser(host('software'));
    for (const kind of ['reference', 'tfjs-webgpu', 'tfjs-wasm', 'tfjs-cpu'] as const)
      expect((await choose(kind, small, 1)).engine.kind).toBe(kind);
  });

  test('is refused, never replaced, and tried anew the next time', async () => {
    const machine = host('hardware', ['wasm']);
    const choose = engineChooser(machine);
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(choose('tfjs-wasm', large, 256)).rejects.toMatchObject({
        name: 'PerennialError',
        code: 'engine',
        message: expect.stringMatching(/wasm was asked for.*no wasm today/) as string,
      });
    expect(machine.opened).toEqual(['wasm', 'wasm']);
  });

  test('is opened once', async () => {
    const machine = host('none');
    const choose = engineChooser(machine);
    const [first, second] = await Promise.all([choose('tfjs-wasm', large, 1), choose('auto', large, 256)]);
    expect(second.engine).toBe(first.engine);
    expect(machine.opened).toEqual(['wasm']);
  });
});

describe('engines that were lost', () => {
  const gpu: LostEngine = { kind: 'tfjs-webgpu', reason: 'the graphics processor was lost' };
  const wasm: LostEngine = { kind: 'tfjs-wasm', reason: 'its memory ran out' };
  const cpu: LostEngine = { kind: 'tfjs-cpu', reason: 'its worker died' };
  const plain: LostEngine = { kind: 'reference', reason: 'its worker died' };
  const gpuLost = 'TensorFlow.js on WebGPU was lost (the graphics processor was lost)';
  const wasmLost = 'TensorFlow.js on wasm was lost (its memory ran out)';

  test.each([
    ['auto', [gpu], 'tfjs-wasm', `TensorFlow.js on wasm: ${gpuLost}`],
    ['auto', [gpu, wasm], 'tfjs-cpu', `TensorFlow.js on cpu: ${gpuLost}; ${wasmLost}`],
    ['auto', [wasm], 'tfjs-webgpu', /^TensorFlow.js on WebGPU: this device has a graphics processor/],
    ['auto', [gpu, wasm, cpu], 'reference', /^plain TypeScript: .*; TensorFlow.js on cpu was lost/],
    ['auto', [gpu, wasm, cpu, plain], 'reference', /; plain TypeScript was lost \(its worker died\), but/],
    ['tfjs-webgpu', [gpu], 'tfjs-wasm', `TensorFlow.js on wasm: ${gpuLost}`],
    ['tfjs-wasm', [wasm], 'tfjs-cpu', `TensorFlow.js on cpu: ${wasmLost}`],
    ['tfjs-wasm', [gpu], 'tfjs-wasm', 'TensorFlow.js on wasm: asked for by name'],
    [
      'tfjs-cpu',
      [cpu, wasm],
      'reference',
      'plain TypeScript: TensorFlow.js on cpu was lost (its worker died)',
    ],
    [
      'reference',
      [plain],
      'reference',
      /^plain TypeScript: plain TypeScript was lost \(its worker died\), but/,
    ],
  ] as const)('%s without %j is %s', async (choice, lost, kind, reason) => {
    const machine = host('hardware');
    const chosen = await engineChooser(machine)(choice, large, 256, lost);
    expect(chosen.engine.kind).toBe(kind);
    if (typeof reason === 'string') expect(chosen.reason).toBe(reason);
    else expect(chosen.reason).toMatch(reason);
    expect(machine.opened.map((backend) => `tfjs-${backend}`)).toEqual(kind === 'reference' ? [] : [kind]);
  });

  test('what comes after it and does not start is passed over, too', async () => {
    const choose = engineChooser(host('hardware', ['wasm']));
    const { engine, reason } = await choose('tfjs-webgpu', large, 256, [gpu]);
    expect(engine.kind).toBe('tfjs-cpu');
    expect(reason).toBe(
      `TensorFlow.js on cpu: ${gpuLost}; TensorFlow.js on wasm did not start (no wasm today)`,
    );
  });

  test('a small network stays on plain TypeScript, which nothing comes after', async () => {
    const { engine, reason } = await engineChooser(host('hardware'))('auto', small, 32, [plain]);
    expect(engine).toBe(referenceEngine);
    expect(reason).toMatch(
      /^plain TypeScript: .*faster.*; plain TypeScript was lost \(its worker died\), but/,
    );
  });
});

test('the work of a step counts every layer forward and twice back, less the inputs’ own gradient', () => {
  expect(stepWork({ ...small, inputs: 32, hidden: [64, 64], outputs: 10 }, 32)).toBe(
    32 * (2 * 32 * 64 + 3 * 64 * 64 + 3 * 64 * 10),
  );
});

test.each([
  [{ vendor: 'google', architecture: 'swiftshader', device: '', description: '' }, 'software'],
  [{ vendor: 'mesa', architecture: '', device: '', description: 'llvmpipe (LLVM 15)' }, 'software'],
  [{ vendor: 'x', architecture: '', device: '', description: '', isFallbackAdapter: true }, 'software'],
  [{ vendor: 'apple', architecture: 'common-3', device: '', description: '' }, 'hardware'],
] as const)('the adapter %j is %s', (info, kind) => {
  expect(adapterKind(info)).toBe(kind);
});
