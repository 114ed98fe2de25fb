import { activate, derivative } from './shaders/activations.ts';
import { backward } from './shaders/backward.ts';
import { dropout } from './shaders/dropout.ts';
import { embed } from './shaders/embed.ts';
import { forward } from './shaders/forward.ts';
import { loss } from './shaders/loss.ts';
import { inputs, network } from './shaders/network.ts';
import { normalise, normaliseBack } from './shaders/normalise.ts';
import { descend, keep, optimizer, shorten, update } from './shaders/optimizer.ts';
import { product } from './shaders/product.ts';
import { rows } from './shaders/rows.ts';
import { slopes } from './shaders/slopes.ts';
import { sum } from './shaders/sum.ts';

/** What lies in a session's buffers, one number after the other. */
const elements = {
  x: 'f32', // (rows, inputs)
  targets: 'vec2f', // y and weight // (rows)
  order: 'u32',
  columns: 'Column',
  tiles: 'Tile',
  parameters: 'f32',
  firstMoment: 'f32',
  secondMoment: 'f32',
  gradient: 'f32',
  squares: 'f32', // of the gradient, summed over each tile
  share: 'f32', // what is left of the gradient, one number
  anchor: 'vec2f', // where each number is pulled to, and how strongly
  activations: 'f32',
  deltas: 'f32',
  losses: 'f32',
} as const;

export type BufferName = keyof typeof elements;

/** A program, and the buffers that it reads and writes: no more than the eight that every device has. */
interface Kernel {
  readonly reads: readonly BufferName[];
  readonly writes: readonly BufferName[];
  readonly parts: readonly string[];
}

/** One program for networks of every shape: what differs comes in the two uniforms, so nothing is compiled twice. */
const kernels = {
  forward: {
    reads: ['x', 'order', 'parameters'],
    writes: ['activations'],
    parts: [inputs, activate, dropout, product, forward],
  },
  loss: { reads: ['targets', 'order', 'activations'], writes: ['deltas', 'losses'], parts: [loss] },
  backward: {
    reads: ['parameters', 'activations'],
    writes: ['deltas'],
    parts: [derivative, dropout, product, backward],
  },
  descent: {
    reads: ['x', 'order', 'tiles', 'activations', 'deltas'],
    writes: ['parameters', 'firstMoment', 'secondMoment'],
    parts: [inputs, product, optimizer, descend, slopes],
  },
  gradient: {
    reads: ['x', 'order', 'tiles', 'activations', 'deltas'],
    writes: ['gradient', 'squares'],
    parts: [inputs, product, sum, keep, slopes],
  },
  shorten: { reads: ['squares'], writes: ['share'], parts: [sum, shorten] },
  update: {
    reads: ['tiles', 'gradient', 'share', 'anchor'],
    writes: ['parameters', 'firstMoment', 'secondMoment'],
    parts: [optimizer, update],
  },
  embed: {
    reads: ['x', 'order', 'columns', 'parameters'],
    writes: ['activations'],
    parts: [rows, embed],
  },
  normalise: {
    reads: ['parameters'],
    writes: ['activations'],
    parts: [rows, sum, activate, dropout, normalise],
  },
  normaliseBack: {
    reads: ['parameters', 'activations'],
    writes: ['deltas'],
    parts: [rows, sum, normaliseBack],
  },
} as const satisfies Record<string, Kernel>;

export type KernelName = keyof typeof kernels;

/** Those of every network. */
export const plainKernels: readonly KernelName[] = [
  ...(['forward', 'loss', 'backward'] as const),
  ...(['descent', 'gradient', 'shorten', 'update'] as const),
];
/** Those of networks that embed a category. */
export const embeddingKernels: readonly KernelName[] = ['embed'];
/** Those of networks whose layers are normalised. */
export const layerNormKernels: readonly KernelName[] = ['normalise', 'normaliseBack'];

/** The buffers of a kernel in the order of its bindings, which come after those of the batch and the layer. */
export function buffersOf(name: KernelName): readonly BufferName[] {
  return [...kernels[name].reads, ...kernels[name].writes];
}

/** The text of a kernel: the same bytes at every call, so that the browser may keep what it compiled. */
export function kernelText(name: KernelName): string {
  const { reads, writes, parts }: Kernel = kernels[name];
  const declarations = [
    'var<uniform> batch: Batch;',
    'var<uniform> layer: Layer;',
    ...reads.map((each) => `var<storage, read> ${each}: array<${elements[each]}>;`),
    ...writes.map((each) => `var<storage, read_write> ${each}: array<${elements[each]}>;`),
  ].map((declaration, binding) => `@group(0) @binding(${binding}) ${declaration}`);
  return [network, declarations.join('\n'), ...parts].join('\n');
}

/** A kernel, compiled. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Compiles some of them at once, without holding the thread up. Rejects where one is refused. */
export function compilePipelines(
  device: GPUDevice,
  names: readonly KernelName[],
): Promise<readonly (readonly [KernelName, Pipeline])[]> {
  return Promise.all(names.map(async (name) => [name, await compilePipeline(device, name)] as const));
}

async function compilePipeline(device: GPUDevice, name: KernelName): Promise<Pipeline> {
  const { reads, writes } = kernels[name];
  const layout = device.createBindGroupLayout({
    label: name,
    entries: [
      ...[0, 1].map(() => ({ type: 'uniform', hasDynamicOffset: true }) as const),
      ...reads.map(() => ({ type: 'read-only-storage' }) as const),
      ...writes.map(() => ({ type: 'storage' }) as const),
    ].map((buffer, binding) => ({ binding, buffer, visibility: GPUShaderStage.COMPUTE })),
  });
  const pipeline = await device.createComputePipelineAsync({
    label: name,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ label: name, code: kernelText(name) }) },
  });
  return { pipeline, layout };
}
