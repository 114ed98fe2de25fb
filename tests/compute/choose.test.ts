import { describe, expect, test } from 'vitest';
import { engineChooser, largeStep, smallStep, type EngineHost } from '../../src/compute/choose.ts';
import { referenceEngine } from '../../src/compute/reference/engine.ts';
import { stepWork } from '../../src/compute/step-work.ts';
import { adapterKind } from '../../src/compute/webgpu-adapter.ts';
import type { DenseEngine, DenseShape, DenseTraining, EngineKind, LostEngine } from '../../src/core/dense.ts';
import type { EngineRow, EngineTable } from '../../src/core/engine-table.ts';
import { plainAdam } from '../../src/math/dense.ts';

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
  const start = async (kind: EngineKind): Promise<DenseEngine> => {
    opened.push(kind);
    if (broken.includes(kind)) throw new Error(`no ${kind} today`);
    return { ...referenceEngine, kind };
  };
  return {
    opened,
    webgpuAdapter: async () => adapter,
    openWasm: () => start('wasm'),
    openWebgpu: () => start('webgpu'),
    openTfjs: (backend) => start(`tfjs-${backend}`),
  };
}

describe('auto', () => {
  test('takes wasm for a small network, and loads nothing else', async () => {
    const machine = host('hardware');
    const { engine, reason } = await engineChooser(machine)('auto', small, 32);
    expect(engine.kind).toBe('wasm');
    expect(reason).toMatch(/^WebAssembly: the fastest here/);
    expect(machine.opened).toEqual(['wasm']);
  });

  test('takes plain TypeScript for a small network where wasm cannot run', async () => {
    const machine = host('hardware', ['wasm']);
    const { engine, reason } = await engineChooser(machine)('auto', small, 32);
    expect(engine).toBe(referenceEngine);
    expect(reason).toBe('plain TypeScript: WebAssembly did not start (no wasm today)');
    expect(machine.opened).toEqual(['wasm']);
  });

  test.each([
    ['hardware', [], 'webgpu', /^WebGPU: this device has a graphics processor/],
    ['hardware', ['webgpu'], 'tfjs-webgpu', /WebGPU did not start \(no webgpu today\)/],
    ['none', [], 'wasm', 'WebAssembly: this browser offers no WebGPU adapter'],
    ['software', [], 'wasm', /software only/],
    [
      'hardware',
      ['webgpu', 'tfjs-webgpu'],
      'wasm',
      /TensorFlow.js on WebGPU did not start \(no tfjs-webgpu today\)/,
    ],
    ['none', ['wasm'], 'tfjs-wasm', /no WebGPU adapter; WebAssembly did not start/],
    ['none', ['wasm', 'tfjs-wasm'], 'tfjs-cpu', /TensorFlow.js on wasm did not start/],
    ['software', ['wasm', 'tfjs-wasm', 'tfjs-cpu'], 'reference', /wasm did not start .*cpu did not start/],
  ] as const)('on %s with %j broken takes %s for a large one', async (adapter, broken, kind, reason) => {
    const chosen = await engineChooser(host(adapter, broken))('auto', large, 256);
    expect(chosen.engine.kind).toBe(kind);
    if (typeof reason === 'string') expect(chosen.reason).toBe(reason);
    else expect(chosen.reason).toMatch(reason);
  });

  test('changes over where the work of a step passes the measured limits', async () => {
    const chosen = async (machine: EngineHost, rows: number) =>
      (await engineChooser(machine)('auto', small, rows)).engine.kind;
    const work = stepWork(small, 1);
    const below = Math.ceil(largeStep / work) - 1;
    expect(await chosen(host('hardware'), below)).toBe('wasm');
    expect(await chosen(host('hardware'), below + 1)).toBe('webgpu');
    const most = Math.floor(smallStep / work);
    expect(await chosen(host('none', ['wasm']), most)).toBe('reference');
    expect(await chosen(host('none', ['wasm']), most + 1)).toBe('tfjs-wasm');
  });
});

describe('a training that not every engine knows', () => {
  const taken = async (machine: EngineHost, training: DenseTraining) =>
    (await engineChooser(machine)('auto', large, 256, training)).engine.kind;

  test.each<Partial<DenseTraining>>([{ keeping: { kind: 'squared' } }, { limitsClasses: true }])(
    '%j is of wasm and plain TypeScript alone',
    async (unknown) => {
      const training = { ...plainAdam, ...unknown };
      expect(await taken(host('hardware'), training)).toBe('wasm');
      expect(await taken(host('hardware', ['wasm']), training)).toBe('reference');
      await expect(engineChooser(host('none'))('tfjs-wasm', large, 256, training)).rejects.toMatchObject({
        code: 'engine',
        message: expect.stringMatching(/^TensorFlow.js on wasm does not know /) as string,
      });
    },
  );

  test.each<Partial<DenseTraining>>([
    { clip: 1, l2: 0.1, dropout: { share: 0.5, seed: 1 } },
    { optimizer: { kind: 'momentum', momentum: 0.9 } },
    { anchor: { parameters: new Float32Array(), strength: new Float32Array() } },
  ])('%j is of TensorFlow.js as well', async (known) => {
    expect(await taken(host('hardware', ['webgpu']), { ...plainAdam, ...known })).toBe('tfjs-webgpu');
  });
});

describe('by name', () => {
  test('is used as asked, whatever the size', async () => {
    const choose = engineChooser(host('software'));
    for (const kind of ['reference', 'wasm', 'webgpu', 'tfjs-webgpu', 'tfjs-wasm', 'tfjs-cpu'] as const)
      expect((await choose(kind, small, 1)).engine.kind).toBe(kind);
  });

  test('is refused, never replaced, and tried anew the next time', async () => {
    const machine = host('hardware', ['tfjs-wasm']);
    const choose = engineChooser(machine);
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(choose('tfjs-wasm', large, 256)).rejects.toMatchObject({
        name: 'PerennialError',
        code: 'engine',
        message: expect.stringMatching(/wasm was asked for.*no tfjs-wasm today/) as string,
      });
    expect(machine.opened).toEqual(['tfjs-wasm', 'tfjs-wasm']);
  });

  test('is opened once', async () => {
    const machine = host('none');
    const choose = engineChooser(machine);
    const [first, second] = await Promise.all([choose('wasm', large, 1), choose('auto', large, 256)]);
    expect(second.engine).toBe(first.engine);
    expect(machine.opened).toEqual(['wasm']);
  });
});

describe('engines that were lost', () => {
  const plan: LostEngine = { kind: 'webgpu', reason: 'the graphics processor was lost' };
  const gpu: LostEngine = { kind: 'tfjs-webgpu', reason: 'the graphics processor was lost' };
  const own: LostEngine = { kind: 'wasm', reason: 'its memory ran out' };
  const wasm: LostEngine = { kind: 'tfjs-wasm', reason: 'its memory ran out' };
  const cpu: LostEngine = { kind: 'tfjs-cpu', reason: 'its worker died' };
  const plain: LostEngine = { kind: 'reference', reason: 'its worker died' };
  const planLost = 'WebGPU was lost (the graphics processor was lost)';
  const gpuLost = 'TensorFlow.js on WebGPU was lost (the graphics processor was lost)';
  const ownLost = 'WebAssembly was lost (its memory ran out)';
  const wasmLost = 'TensorFlow.js on wasm was lost (its memory ran out)';

  test.each([
    ['auto', [plan], 'tfjs-webgpu', `TensorFlow.js on WebGPU: ${planLost}`],
    ['auto', [plan, gpu], 'wasm', `WebAssembly: ${planLost}; ${gpuLost}`],
    ['auto', [plan, gpu, own], 'tfjs-wasm', `TensorFlow.js on wasm: ${planLost}; ${gpuLost}; ${ownLost}`],
    [
      'auto',
      [plan, gpu, own, wasm],
      'tfjs-cpu',
      /^TensorFlow.js on cpu: WebGPU was lost .*; TensorFlow.js on wasm/,
    ],
    ['auto', [own], 'webgpu', /^WebGPU: this device has a graphics processor/],
    [
      'auto',
      [plan, gpu, own, wasm, cpu],
      'reference',
      /^plain TypeScript: .*; TensorFlow.js on cpu was lost/,
    ],
    [
      'auto',
      [plan, gpu, own, wasm, cpu, plain],
      'reference',
      /; plain TypeScript was lost \(its worker died\), but/,
    ],
    ['webgpu', [plan], 'tfjs-webgpu', `TensorFlow.js on WebGPU: ${planLost}`],
    ['tfjs-webgpu', [gpu], 'wasm', `WebAssembly: ${gpuLost}`],
    ['wasm', [own], 'tfjs-wasm', `TensorFlow.js on wasm: ${ownLost}`],
    ['tfjs-wasm', [wasm], 'tfjs-cpu', `TensorFlow.js on cpu: ${wasmLost}`],
    ['tfjs-wasm', [gpu], 'tfjs-wasm', 'TensorFlow.js on wasm: asked for by name'],
    ['tfjs-cpu', [cpu], 'reference', 'plain TypeScript: TensorFlow.js on cpu was lost (its worker died)'],
    ['reference', [plain], 'reference', /^plain TypeScript: plain TypeScript was lost .*, but/],
  ] as const)('%s without %j is %s', async (choice, lost, kind, reason) => {
    const machine = host('hardware');
    const chosen = await engineChooser(machine)(choice, large, 256, plainAdam, lost);
    expect(chosen.engine.kind).toBe(kind);
    if (typeof reason === 'string') expect(chosen.reason).toBe(reason);
    else expect(chosen.reason).toMatch(reason);
    expect(machine.opened).toEqual(kind === 'reference' ? [] : [kind]);
  });

  test('what comes after it and does not start is passed over, too', async () => {
    const choose = engineChooser(host('hardware', ['wasm']));
    const { engine, reason } = await choose('tfjs-webgpu', large, 256, plainAdam, [gpu]);
    expect(engine.kind).toBe('tfjs-wasm');
    expect(reason).toBe(`TensorFlow.js on wasm: ${gpuLost}; WebAssembly did not start (no wasm today)`);
  });

  test('a small network goes on on plain TypeScript, which nothing comes after', async () => {
    const { engine, reason } = await engineChooser(host('hardware'))('auto', small, 32, plainAdam, [
      own,
      plain,
    ]);
    expect(engine).toBe(referenceEngine);
    expect(reason).toBe(
      `plain TypeScript: ${ownLost}; plain TypeScript was lost (its worker died), but nothing comes after it, so it goes on`,
    );
  });
});

describe('where the engines of the device have been measured', () => {
  const agreed = (kind: EngineKind, step: number, million: number): EngineRow => {
    const cost = { step, million, thousand: 0, values: 0 };
    return { kind, outcome: 'agreed', measured: [], costs: { linear: cost, network: cost } };
  };
  const tableOf = (...rows: readonly EngineRow[]) => {
    const place = { browser: 'Test 1', cores: 2, adapter: '', version: 1 };
    return async (): Promise<EngineTable> => ({ place, measuredAt: 0, tookMs: 1, rows });
  };
  const plain = agreed('reference', 1, 400);
  const own = agreed('wasm', 10, 50);
  const plan = agreed('webgpu', 300, 1);
  const measured = tableOf(plain, own, plan);
  const linear: DenseShape = { inputs: 8, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' };

  test.each([
    ['a linear model, row by row', linear, 1, 'reference'],
    ['a linear model of large batches', linear, 4096, 'wasm'],
    ['a small network', small, 256, 'wasm'],
    ['a large one', large, 256, 'webgpu'],
  ] as const)('%s gets what costs it least', async (_, shape, batchSize, kind) => {
    const choose = engineChooser(host('hardware'), measured);
    const { engine, reason } = await choose('auto', shape, batchSize);
    expect(engine.kind).toBe(kind);
    expect(reason).toMatch(
      /: the fastest here for this model, as measured on this device: about [\d.]+ ms a step$/,
    );
  });

  test('one that was lost is passed over, plain TypeScript as well', async () => {
    const choose = engineChooser(host('hardware'), measured);
    const after = async (shape: DenseShape, batchSize: number, ...kinds: EngineKind[]) =>
      choose(
        'auto',
        shape,
        batchSize,
        plainAdam,
        kinds.map((kind) => ({ kind, reason: 'it is gone' })),
      );
    expect(await after(large, 256, 'webgpu')).toMatchObject({
      engine: { kind: 'wasm' },
      reason: 'WebAssembly: WebGPU was lost (it is gone)',
    });
    expect((await after(linear, 1, 'reference')).engine.kind).toBe('wasm');
    expect((await after(large, 256, 'webgpu', 'wasm')).engine.kind).toBe('tfjs-webgpu');
  });

  test('one that was rejected is never taken but by name, not even where nothing else was measured', async () => {
    const wrong: EngineRow = { kind: 'wasm', outcome: 'rejected', reason: 'it computes another loss' };
    const choose = engineChooser(host('none'), tableOf(plain, wrong));
    expect((await choose('auto', small, 32)).engine.kind).toBe('reference');
    expect((await choose('auto', large, 256)).engine.kind).toBe('tfjs-wasm');
    const gone: LostEngine = { kind: 'tfjs-webgpu', reason: 'it is gone' };
    expect((await choose('tfjs-webgpu', large, 256, plainAdam, [gone])).engine.kind).toBe('tfjs-wasm');
    expect((await choose('wasm', small, 32)).engine.kind).toBe('wasm');
  });

  test('what agreed and does not start now is passed over', async () => {
    const choose = engineChooser(host('hardware', ['webgpu']), measured);
    expect(await choose('auto', large, 256)).toMatchObject({
      engine: { kind: 'wasm' },
      reason: 'WebAssembly: WebGPU did not start (no webgpu today)',
    });
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
