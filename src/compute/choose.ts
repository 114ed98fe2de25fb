import type {
  ChooseEngine,
  ChosenEngine,
  DenseEngine,
  DenseShape,
  DenseTraining,
  EngineChoice,
  EngineKind,
  LostEngine,
} from '../core/dense.ts';
import type { EngineTable } from '../core/engine-table.ts';
import { PerennialError } from '../core/errors.ts';
import { plainAdam } from '../math/dense.ts';
import { engineTitles, lossOf } from './engine-titles.ts';
import { acceptKnown, lackOf } from './lacks.ts';
import { enginesByCost, predictedMs } from './probe/probe.ts';
import { referenceEngine } from './reference/engine.ts';
import { stepWork } from './step-work.ts';
import type { AdapterKind } from './webgpu-adapter.ts';

/** What choosing needs to know of the machine, and how it gets at engines that have to be loaded. */
export interface EngineHost {
  webgpuAdapter(): Promise<AdapterKind>;
  /** Throws where wasm cannot run. */
  openWasm(): Promise<DenseEngine>;
  /** Throws where there is no WebGPU. */
  openWebgpu(): Promise<DenseEngine>;
  /** Throws where the backend cannot run here. */
  openTfjs(backend: 'webgpu' | 'wasm' | 'cpu'): Promise<DenseEngine>;
}

/**
 * Multiply-adds of one training step from which a graphics processor may gain over wasm. Wasm does 16 million a
 * millisecond, so such a step takes it 2 ms; on WebGPU a step of TensorFlow.js is some 50 operations at 14 to 40 us of
 * JavaScript each, so that none takes less than about that. Our own plan is a tenth of those operations, so
 * that the limit errs on the side of wasm.
 */
export const largeStep = 32_000_000;

/**
 * Up to which plain TypeScript comes next where wasm cannot run: below it TensorFlow.js is slower. Measured in Chromium
 * 156 on one x86 core at 3 GHz, us a step, best of 12 rounds in turns:
 *
 * | network, batch         | million | plain TypeScript | tfjs-wasm |
 * |------------------------|---------|------------------|-----------|
 * | 32-64-64-10, 32        |     .59 |              375 |       556 |
 * | 20-100-100-2, 32       |    1.11 |              669 |       709 |
 * | 32-64-64-10, 64        |    1.17 |              694 |       656 |
 * | 32-64-64-10, 128       |    2.34 |            1,325 |       891 |
 * | 256-256-256-10, 256    |    85.9 |           39,600 |    12,400 |
 */
export const smallStep = 1_150_000;

/**
 * Finds engines for models. 'auto' takes the first of those that suit the network's size and start here: WebGPU, our own plan before that of TensorFlow.js (on a graphics processor, for large
 * steps only), our own wasm, TensorFlow.js on wasm and cpu (but for small steps), plain TypeScript; each answer says why. An engine that is asked for by name is
 * opened or refused, never replaced, unless it was lost.
 *
 * Where the engines of this device have been measured, 'auto' takes the one that is expected to be the fastest for this model and
 * batch, never one that was rejected; where none but plain TypeScript is left of the measured ones, it goes on as without a table.
 *
 * An engine that does not know the training is passed over, or refused where it was asked for.
 *
 * A job that has lost engines goes on with one that comes after them. Nothing comes after plain TypeScript, so it is taken
 * even where it was lost.
 *
 * @param measured what is known of the engines here when one is chosen; null where they were not measured.
 * @throws PerennialError `engine`, from the chooser, where the engine asked for cannot run here.
 * @example
 * import { plainAdam } from '../math/dense.ts';
 * const choose = engineChooser({
 *   webgpuAdapter: async () => 'none',
 *   openWasm: async () => Promise.reject(new Error('no wasm here')),
 *   openWebgpu: async () => Promise.reject(new Error('no WebGPU here')),
 *   openTfjs: async (backend) => Promise.reject(new Error(`no ${backend} here`)),
 * });
 * const shape: DenseShape = { inputs: 8, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' };
 * (await choose('auto', shape, 32)).engine.kind // 'reference'
 * choose('tfjs-wasm', shape, 32) // throws engine
 * const lost: LostEngine[] = [{ kind: 'tfjs-cpu', reason: 'its worker died' }];
 * (await choose('tfjs-cpu', shape, 32, plainAdam, lost)).reason // 'plain TypeScript: TensorFlow.js on cpu was lost (its worker died)'
 */
export function engineChooser(
  host: EngineHost,
  measured: () => Promise<EngineTable | null> = async () => null,
): ChooseEngine {
  const opened = new Map<EngineKind, Promise<DenseEngine>>();
  const open = (kind: EngineKind): Promise<DenseEngine> => {
    const known = opened.get(kind);
    if (known) return known;
    const engine = openEngine(host, kind);
    opened.set(kind, engine);
    engine.catch(() => opened.delete(kind));
    return engine;
  };
  return async (choice, shape, batchSize, training = plainAdam, lost = []) => {
    const isLost = (kind: EngineKind) => lost.some((each) => each.kind === kind);
    if (choice !== 'auto' && !isLost(choice)) return byName(open, choice, training);
    const table = await measured();
    const able = (kinds: readonly EngineKind[]) =>
      trusted(kinds, table).filter((kind) => lackOf(kind, training) === null);
    if (choice !== 'auto')
      return firstOf(host, open, able(engineOrder.slice(engineOrder.indexOf(choice))), lost);
    const byCost = able(table ? enginesByCost(table, shape, batchSize) : []).filter(
      (kind) => kind !== 'reference' || !isLost(kind),
    );
    if (byCost.some((kind) => kind !== 'reference' && !isLost(kind)))
      return firstOf(host, open, byCost, lost, (kind) => measuredReason(table!, kind, shape, batchSize));
    return firstOf(host, open, able(enginesFor(stepWork(shape, batchSize))), lost);
  };
}

/** Those that were not found to compute something else. */
function trusted(kinds: readonly EngineKind[], table: EngineTable | null): readonly EngineKind[] {
  return kinds.filter((kind) => !table?.rows.some((row) => row.kind === kind && row.outcome === 'rejected'));
}

function measuredReason(table: EngineTable, kind: EngineKind, shape: DenseShape, batchSize: number): string {
  const ms = predictedMs(table, kind, shape, batchSize);
  return `the fastest here for this model, as measured on this device: about ${Number(ms.toPrecision(2))} ms a step`;
}

/** In which they are tried; plain TypeScript runs everywhere. */
const engineOrder: readonly EngineKind[] = [
  'webgpu',
  'tfjs-webgpu',
  'wasm',
  'tfjs-wasm',
  'tfjs-cpu',
  'reference',
];

/** Those that gain by a graphics processor alone. */
const onGraphics: readonly EngineKind[] = ['webgpu', 'tfjs-webgpu'];

function enginesFor(work: number): readonly EngineKind[] {
  if (work <= smallStep) return ['wasm', 'reference'];
  return work < largeStep ? engineOrder.filter((kind) => !onGraphics.includes(kind)) : engineOrder;
}

async function openEngine(host: EngineHost, kind: EngineKind): Promise<DenseEngine> {
  switch (kind) {
    case 'reference':
      return referenceEngine;
    case 'wasm':
      return host.openWasm();
    case 'webgpu':
      return host.openWebgpu();
    case 'tfjs-webgpu':
      return host.openTfjs('webgpu');
    case 'tfjs-wasm':
      return host.openTfjs('wasm');
    case 'tfjs-cpu':
      return host.openTfjs('cpu');
  }
}

async function byName(
  open: (kind: EngineKind) => Promise<DenseEngine>,
  kind: Exclude<EngineChoice, 'auto'>,
  training: DenseTraining,
): Promise<ChosenEngine> {
  acceptKnown(kind, training);
  try {
    return { engine: await open(kind), reason: `${engineTitles[kind]}: asked for by name` };
  } catch (cause) {
    throw new PerennialError(
      'engine',
      `${engineTitles[kind]} was asked for, but it cannot run here (${messageOf(cause)}); choose another engine, or "auto"`,
      { stage: 'compute', details: { engine: kind }, cause },
    );
  }
}

/** The first of these that was not lost and starts here; the reason names those that were passed over. */
async function firstOf(
  host: EngineHost,
  open: (kind: EngineKind) => Promise<DenseEngine>,
  kinds: readonly EngineKind[],
  lost: readonly LostEngine[],
  strength: (kind: EngineKind) => string = (kind) => strengths[kind],
): Promise<ChosenEngine> {
  const passedOver: string[] = [];
  for (const kind of kinds) {
    if (kind === 'reference') break;
    const loss = lost.find((each) => each.kind === kind);
    if (loss) {
      passedOver.push(lossOf(loss));
      continue;
    }
    const adapter = onGraphics.includes(kind) ? await host.webgpuAdapter() : 'hardware';
    if (adapter !== 'hardware') {
      const why = adapterReasons[adapter];
      if (!passedOver.includes(why)) passedOver.push(why);
      continue;
    }
    try {
      const engine = await open(kind);
      return { engine, reason: [engineTitles[kind], passedOver.join('; ') || strength(kind)].join(': ') };
    } catch (cause) {
      passedOver.push(`${engineTitles[kind]} did not start (${messageOf(cause)})`);
    }
  }
  return plainTypeScript(lost, passedOver.join('; ') || strength('reference'));
}

/** The last resort: where it was lost itself, it is taken again. */
function plainTypeScript(lost: readonly LostEngine[], why: string): ChosenEngine {
  const loss = lost.find(({ kind }) => kind === 'reference');
  const again = loss && `${lossOf(loss)}, but nothing comes after it, so it goes on`;
  return {
    engine: referenceEngine,
    reason: `${engineTitles.reference}: ${[why, again].filter(Boolean).join('; ')}`,
  };
}

const fastest = 'the fastest here for a network of this size';
const graphics = 'this device has a graphics processor, and the network is large enough to gain by it';
const strengths: Record<EngineKind, string> = {
  reference: '',
  webgpu: graphics,
  'tfjs-webgpu': graphics,
  wasm: fastest,
  'tfjs-wasm': fastest,
  'tfjs-cpu': fastest,
};

const adapterReasons: Record<Exclude<AdapterKind, 'hardware'>, string> = {
  none: 'this browser offers no WebGPU adapter',
  software: 'WebGPU runs in software only on this device, which is slower',
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
