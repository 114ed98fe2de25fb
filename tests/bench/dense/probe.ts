import { engineChooser, type EngineHost } from '../../../src/compute/choose.ts';
import { engineCandidates } from '../../../src/compute/probe/candidates.ts';
import { MeasuredEngines } from '../../../src/compute/probe/measured-engines.ts';
import { enginePlace } from '../../../src/compute/probe/place.ts';
import { referenceEngine } from '../../../src/compute/reference/engine.ts';
import { openTfjsEngine } from '../../../src/compute/tfjs/engine.ts';
import { openWasmEngine } from '../../../src/compute/wasm/engine.ts';
import { openWebgpuEngine } from '../../../src/compute/webgpu/engine.ts';
import { webgpuAdapter } from '../../../src/compute/webgpu-adapter.ts';
import type { DenseEngine, DenseSession, DenseShape, EngineKind } from '../../../src/core/dense.ts';
import { Random } from '../../../src/core/random.ts';
import { initialState, plainAdam } from '../../../src/math/dense.ts';
import { median } from '../median.ts';
import { learningRate } from './workloads.ts';

/** A model, the engine that is taken for it, and how much longer that one takes than the fastest. */
export interface Regret {
  readonly model: string;
  readonly pick: EngineKind;
  readonly best: EngineKind;
  readonly ratio: number;
}

const host: EngineHost = {
  webgpuAdapter,
  openWasm: () => openWasmEngine(),
  openWebgpu: openWebgpuEngine,
  openTfjs: openTfjsEngine,
};

/** As the app measures its engines where nothing is known of them yet; nothing is kept. */
function unmeasured(): MeasuredEngines {
  const shelf = { read: async () => undefined, write: async () => undefined };
  return new MeasuredEngines(shelf, enginePlace, () => engineCandidates(host));
}

/** The ms that it takes, with all that is loaded and compiled for it. */
export async function probeMs(): Promise<number> {
  const begin = performance.now();
  await unmeasured().ask('again');
  return performance.now() - begin;
}

const network = (width: number): DenseShape => ({
  inputs: width,
  hidden: [width, width],
  outputs: 10,
  activation: 'relu',
  loss: 'softmax',
});
const linear = (width: number): DenseShape => ({
  inputs: width,
  hidden: [],
  outputs: 1,
  activation: 'relu',
  loss: 'sigmoid',
});

const models = [
  ...[16, 64, 256, 1_024].flatMap((width) =>
    [1, 32, 1_024].map((batchSize) => ({ shape: network(width), batchSize })),
  ),
  ...[16, 1_024].flatMap((width) => [1, 1_024].map((batchSize) => ({ shape: linear(width), batchSize }))),
];

const ROUNDS = 5;
const ROUND_MS = 25;
/** Who is so much slower than the fastest is not timed again. */
const HOPELESS = 4;

/** Measured once, then asked for every model; each pick beside all engines that run here, TensorFlow.js among them. */
export async function regrets(): Promise<Regret[]> {
  const table = await unmeasured().ask('again');
  const choose = engineChooser(host, async () => table);
  const engines = [await openWasmEngine(), referenceEngine, await openTfjsEngine('wasm')];
  if ((await webgpuAdapter()) === 'hardware') engines.push(await openWebgpuEngine());
  const results: Regret[] = [];
  for (const { shape, batchSize } of models) {
    const { engine } = await choose('auto', shape, batchSize);
    const times = await timesOf(engines, shape, batchSize);
    const pick = times.find(({ kind }) => kind === engine.kind)!;
    const best = times.reduce((least, each) => (each.us < least.us ? each : least));
    const kindOfModel = shape.hidden.length === 0 ? 'linear' : 'network';
    const model = `${kindOfModel} ${shape.inputs} wide, batch ${batchSize}`;
    results.push({ model, pick: pick.kind, best: best.kind, ratio: pick.us / best.us });
  }
  return results;
}

/** Microseconds of a step, in turns. */
async function timesOf(engines: readonly DenseEngine[], shape: DenseShape, batchSize: number) {
  const random = new Random(7);
  const rows = Math.max(batchSize, 64);
  const data = {
    x: Float32Array.from({ length: rows * shape.inputs }, () => 2 * random.uniform() - 1),
    y: Float32Array.from({ length: rows }, () => random.below(Math.max(2, shape.outputs))),
    weights: null,
  };
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const state = initialState(shape, random);
  const timed = [];
  for (const engine of engines) {
    const session = await engine.open(shape, plainAdam, data, state);
    await usAStep(session, order, batchSize, 0);
    timed.push({ kind: engine.kind, session, runs: [await usAStep(session, order, batchSize, ROUND_MS)] });
  }
  const first = Math.min(...timed.map(({ runs }) => runs[0]!));
  const hopeful = timed.filter(({ runs }) => runs[0]! < HOPELESS * first);
  for (const { runs } of hopeful) runs.pop();
  for (let round = 0; round < ROUNDS; round++)
    for (const { runs, session } of hopeful) runs.push(await usAStep(session, order, batchSize, ROUND_MS));
  for (const { session } of timed) session.close();
  return timed.map(({ kind, runs }) => ({ kind, us: median(runs) }));
}

async function usAStep(
  session: DenseSession,
  order: Uint32Array<ArrayBuffer>,
  batchSize: number,
  leastMs: number,
): Promise<number> {
  const begin = performance.now();
  let passes = 0;
  let ms: number;
  do {
    await session.train(order, batchSize, learningRate);
    passes++;
    ms = performance.now() - begin;
  } while (ms < leastMs);
  return (ms * 1_000) / (passes * Math.ceil(order.length / batchSize));
}
