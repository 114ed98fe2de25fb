import type { DenseShape, DenseTraining } from '../../core/dense.ts';
import { denseLayers } from '../../math/dense.ts';
import { compileText } from './compile-text.ts';

/** What the kernels export (kernels/exports.ts); addresses are bytes in their memory. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  begin(inputs: number, activation: number, loss: number): void;
  addEmbedding(input: number, categories: number, width: number): void;
  addLayer(fanIn: number, fanOut: number, isNormalised: boolean): void;
  place(rows: number, isWeighted: boolean, isAnchored: boolean, hasStrengths: boolean): void;
  placeTerms(rows: number, isKeeping: boolean, isLimiting: boolean): void;
  setKeeping(kind: number, temperature: number): void;
  setOptimizer(kind: number, beta1: number, beta2: number, epsilon: number): void;
  setPulls(weightDecay: number, l2: number, anchorStrength: number, clip: number): void;
  setDropout(share: number, seed: number): void;
  xAt(): number;
  yAt(): number;
  weightsAt(): number;
  keptAt(): number;
  keptWeightsAt(): number;
  limitsAt(): number;
  flatAt(): number;
  reserve(rows: number, length: number): number;
  takeFlat(kind: number): void;
  giveFlat(kind: number): void;
  train(
    length: number,
    batchSize: number,
    learningRate: number,
    step: number,
    power1: number,
    power2: number,
  ): number;
  gradientOf(start: number, rows: number): number;
  predict(rows: number): number;
  shareFrom(work: number): number;
  beginOnline(inputs: number, isLogistic: boolean, rows: number): void;
  onlineParametersAt(): number;
  onlineXAt(): number;
  onlineYAt(): number;
  onlineWeightsAt(): number;
  onlineAnswersAt(): number;
  predictOnline(rows: number): void;
  learnOnline(rows: number, learningRate: number): void;
}

export type KernelBuild = 'plain' | 'relaxed';

/** (v128, v128, v128) -> v128 by f32x4.relaxed_madd: valid only where relaxed SIMD is. */
const relaxedProbe = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version
  ...[1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b], // one type
  ...[3, 2, 1, 0], // one function of it
  ...[0x0a, 0x0d, 1, 0x0b, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 2, 0x0b], // its code
);

/** The fastest build that runs here. */
export function kernelBuild(): KernelBuild {
  return WebAssembly.validate(relaxedProbe) ? 'relaxed' : 'plain';
}

/** For one thread; for the first of two, over a memory that they share; and for the second. */
export type KernelPart = 'alone' | 'shared' | 'helper';

/** Pages of 64 KiB: all that wasm can address. */
const MOST_PAGES = 65_536;

const modules = new Map<string, Promise<WebAssembly.Module>>();

/**
 * Compiled once a thread.
 *
 * @throws where wasm, its SIMD, or compiling it is refused.
 */
export function compileKernels(build: KernelBuild, part: KernelPart = 'alone'): Promise<WebAssembly.Module> {
  const key = `${build} ${part}`;
  const known = modules.get(key);
  if (known) return known;
  const module = compile(build, part);
  modules.set(key, module);
  module.catch(() => modules.delete(key));
  return module;
}

const texts: Readonly<Record<KernelBuild, Readonly<Record<KernelPart, () => Promise<{ base64: string }>>>>> =
  {
    relaxed: {
      alone: () => import('virtual:kernels/relaxed'),
      shared: () => import('virtual:kernels/relaxed-shared'),
      helper: () => import('virtual:kernels/relaxed-helper'),
    },
    plain: {
      alone: () => import('virtual:kernels/plain'),
      shared: () => import('virtual:kernels/plain-shared'),
      helper: () => import('virtual:kernels/plain-helper'),
    },
  };

async function compile(build: KernelBuild, part: KernelPart): Promise<WebAssembly.Module> {
  const { base64 } = await texts[build][part]();
  return compileText(base64);
}

const abort = (): never => {
  throw new WebAssembly.RuntimeError('the kernels were aborted');
};

/** An instance of its own, with a memory of its own. */
export function startKernels(module: WebAssembly.Module): Kernels {
  return new WebAssembly.Instance(module, { env: { abort } }).exports as unknown as Kernels;
}

/**
 * The same over a memory that another thread can share.
 *
 * @throws where such a memory is refused.
 */
export function startSharedKernels(module: WebAssembly.Module): Kernels {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { abort, memory } });
  return { ...(exports as unknown as Kernels), memory };
}

/** Works over a memory that another thread shares, until that one has let go (kernels/helper.ts, tree-kernels/helper.ts). */
export function help(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  record: number,
  cells = 0,
): void {
  const { exports } = new WebAssembly.Instance(module, { env: { abort, memory } });
  (exports as unknown as { help(record: number, cells: number): void }).help(record, cells);
}

const activations = { relu: 0, tanh: 1, gelu: 2 } as const;
const losses = { softmax: 0, sigmoid: 1, squared: 2, huber: 3 } as const;

/** Tells them which network is theirs. */
export function describeNetwork(kernels: Kernels, shape: DenseShape): void {
  kernels.begin(shape.inputs, activations[shape.activation], losses[shape.loss]);
  for (const { input, categories, width } of shape.embeddings ?? [])
    kernels.addEmbedding(input, categories, width);
  for (const { from, to, gains } of denseLayers(shape)) kernels.addLayer(from, to, gains !== null);
}

/** Tells them how it learns; where the anchor lies, and how strong it is for each number, is theirs once that is taken over. */
export function describeTraining(
  kernels: Kernels,
  { optimizer, weightDecay, l2, anchor, clip, dropout, keeping }: DenseTraining,
): void {
  if (optimizer.kind === 'adam') kernels.setOptimizer(0, optimizer.beta1, optimizer.beta2, optimizer.epsilon);
  else kernels.setOptimizer(1, optimizer.momentum, 0, 0);
  const strength = anchor?.strength ?? 0;
  kernels.setPulls(weightDecay, l2, typeof strength === 'number' ? strength : 0, clip ?? 0);
  kernels.setDropout(dropout?.share ?? 0, dropout?.seed ?? 0);
  if (keeping?.kind === 'squared') kernels.setKeeping(0, 1);
  if (keeping?.kind === 'softened') kernels.setKeeping(1, keeping.temperature);
}
