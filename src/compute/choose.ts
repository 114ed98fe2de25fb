import type {
  ChooseEngine,
  ChosenEngine,
  DenseEngine,
  DenseShape,
  EngineChoice,
  EngineKind,
  LostEngine,
} from '../core/dense.ts';
import { PerennialError } from '../core/errors.ts';
import { denseLayers } from '../math/dense.ts';
import { engineTitles, lossOf } from './engine-titles.ts';
import { referenceEngine } from './reference/engine.ts';
import { LinearNetwork } from './reference/linear-network.ts';
import type { AdapterKind } from './webgpu-adapter.ts';

/** What choosing needs to know of the machine, and how it gets at engines that have to be loaded. */
export interface EngineHost {
  webgpuAdapter(): Promise<AdapterKind>;
  /** Throws where the backend cannot run here. */
  openTfjs(backend: 'webgpu' | 'wasm' | 'cpu'): Promise<DenseEngine>;
}

/**
 * Multiply-adds of one training step up to which plain TypeScript is faster than TensorFlow.js. Measured in Chromium
 * 156 on one x86 core at 3 GHz, us a step, best of 12 rounds in turns:
 *
 * | network, batch         | million | plain TypeScript | tfjs-wasm |
 * |------------------------|---------|------------------|-----------|
 * | 8-1, 32                |    .001 |                2 |       163 |
 * | 100-1, 256             |     .05 |               43 |       819 |
 * | 32-64-64-10, 32        |     .59 |              375 |       556 |
 * | 20-100-100-2, 32       |    1.11 |              669 |       709 |
 * | 32-64-64-10, 64        |    1.17 |              694 |       656 |
 * | 32-64-64-10, 128       |    2.34 |            1,325 |       891 |
 * | 100-128-64-1, 256      |    12.9 |            6,463 |     2,625 |
 * | 256-256-256-10, 256    |    85.9 |           39,600 |    12,400 |
 * | 784-512-512-10, 256    |   410.8 |          182,100 |    52,000 |
 *
 * A linear model with one output stays on plain TypeScript at every width: with 100 to 5,000 inputs it was 19 to 80 times
 * as fast as tfjs-wasm.
 *
 * WebGPU on a graphics processor is not in the table: a step is some 50 operations at 14 to 40 us of JavaScript each,
 * so it takes longer than the 0.7 ms that plain TypeScript needs at the limit.
 */
export const smallStep = 1_150_000;

/** Multiply-adds of one training step: every layer forward, to its weights, and (but for the first) to its inputs. */
export function stepWork(shape: DenseShape, batchSize: number): number {
  return denseLayers(shape).reduce(
    (work, { from, to }, index) => work + batchSize * from * to * (index === 0 ? 2 : 3),
    0,
  );
}

/**
 * Finds engines for models. 'auto' takes plain TypeScript for a small network or a linear model with one output, else the
 * first of WebGPU (on a graphics processor only), wasm and cpu that starts; each answer says why. An engine that is asked
 * for by name is opened or refused, never replaced, unless it was lost.
 *
 * A job that has lost engines goes on with one that comes after them: WebGPU, wasm, cpu, plain TypeScript. Nothing comes
 * after plain TypeScript, so it is taken even where it was lost.
 *
 * @throws PerennialError `engine`, from the chooser, where the engine asked for cannot run here.
 * @example
 * const choose = engineChooser({
 *   webgpuAdapter: async () => 'none',
 *   openTfjs: async (backend) => Promise.reject(new Error(`no ${backend} here`)),
 * });
 * const shape: DenseShape = { inputs: 8, hidden: [], outputs: 1, activation: 'relu', loss: 'sigmoid' };
 * (await choose('auto', shape, 32)).engine.kind // 'reference'
 * choose('tfjs-wasm', shape, 32) // throws engine
 * const lost: LostEngine[] = [{ kind: 'tfjs-cpu', reason: 'its worker died' }];
 * (await choose('tfjs-cpu', shape, 32, lost)).reason // 'plain TypeScript: TensorFlow.js on cpu was lost (its worker died)'
 */
export function engineChooser(host: EngineHost): ChooseEngine {
  const opened = new Map<EngineKind, Promise<DenseEngine>>();
  const open = (kind: EngineKind): Promise<DenseEngine> => {
    const known = opened.get(kind);
    if (known) return known;
    const engine = openEngine(host, kind);
    opened.set(kind, engine);
    engine.catch(() => opened.delete(kind));
    return engine;
  };
  return async (choice, shape, batchSize, lost = []) => {
    if (choice === 'auto') {
      if (LinearNetwork.fits(shape)) return plainTypeScript(lost, linearModel);
      if (stepWork(shape, batchSize) <= smallStep) return plainTypeScript(lost, smallNetwork);
      return firstOf(host, open, engineOrder, lost);
    }
    if (!lost.some(({ kind }) => kind === choice)) return byName(open, choice);
    return firstOf(host, open, engineOrder.slice(engineOrder.indexOf(choice)), lost);
  };
}

/** In which they are tried for a network that is not small; plain TypeScript runs everywhere. */
const engineOrder: readonly EngineKind[] = ['tfjs-webgpu', 'tfjs-wasm', 'tfjs-cpu', 'reference'];

const linearModel = 'for a linear model with one output it is faster than TensorFlow.js';
const smallNetwork = 'for a network of this size it is faster than TensorFlow.js on WebGPU or wasm';

async function openEngine(host: EngineHost, kind: EngineKind): Promise<DenseEngine> {
  switch (kind) {
    case 'reference':
      return referenceEngine;
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
): Promise<ChosenEngine> {
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
): Promise<ChosenEngine> {
  const passedOver: string[] = [];
  for (const kind of kinds) {
    if (kind === 'reference') break;
    const loss = lost.find((each) => each.kind === kind);
    if (loss) {
      passedOver.push(lossOf(loss));
      continue;
    }
    const adapter = kind === 'tfjs-webgpu' ? await host.webgpuAdapter() : 'hardware';
    if (adapter !== 'hardware') {
      passedOver.push(adapterReasons[adapter]);
      continue;
    }
    try {
      const engine = await open(kind);
      return { engine, reason: [engineTitles[kind], passedOver.join('; ') || strengths[kind]].join(': ') };
    } catch (cause) {
      passedOver.push(`${engineTitles[kind]} did not start (${messageOf(cause)})`);
    }
  }
  return plainTypeScript(lost, passedOver.join('; '));
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

const strengths: Record<Exclude<EngineKind, 'reference'>, string> = {
  'tfjs-webgpu': 'this device has a graphics processor, and the network is large enough to gain by it',
  'tfjs-wasm': 'the fastest here for a network of this size',
  'tfjs-cpu': 'the fastest here for a network of this size',
};

const adapterReasons: Record<Exclude<AdapterKind, 'hardware'>, string> = {
  none: 'this browser offers no WebGPU adapter',
  software: 'WebGPU runs in software only on this device, which is slower',
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
