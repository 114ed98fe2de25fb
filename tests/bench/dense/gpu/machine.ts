import { adapterKind } from '../../../../src/compute/webgpu-adapter.ts';

/** What stands behind WebGPU; a program that imitates a graphics processor has no limits worth a word. */
export interface GpuMachine {
  readonly kind: 'hardware' | 'software';
  readonly title: string;
  readonly limits: GpuLimits | null;
}

/** What it can do at most, each measured by a program that does nothing else. */
export interface GpuLimits {
  /** Multiply-adds in registers, two operations each. */
  readonly flopPerSecond: number;
  /** From its memory and to it. */
  readonly bytesPerSecond: number;
  /** Of a dispatch that waits for the one before it. */
  readonly secondsPerDispatch: number;
}

/** Null where there is no adapter. */
export async function describeGpu(): Promise<GpuMachine | null> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return null;
  const { vendor, architecture, description } = adapter.info;
  const kind = adapterKind(adapter.info);
  const title = description || [vendor, architecture].filter(Boolean).join(' ');
  return { kind, title, limits: kind === 'hardware' ? await measureLimits(adapter) : null };
}

const THREADS = 64;
const GROUPS = 4_096;
const TURNS = 2_048;
/** Sums that do not wait for each other, four numbers each. */
const SUMS = 4;
const COPIED_BYTES = 128 * 1_048_576;

async function measureLimits(adapter: GPUAdapter): Promise<GpuLimits> {
  const device = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize: Math.min(COPIED_BYTES, limitOf(adapter)) },
  });
  try {
    const bytes = Math.min(COPIED_BYTES, limitOf(adapter));
    const computing = await perDispatch(device, multiplyAdds, THREADS * 4, GROUPS, 4);
    const copying = await perDispatch(device, copy, bytes, Math.ceil(bytes / 16 / THREADS / 64), 20);
    const waiting = await perDispatch(device, nothing, 256, 1, 2_000);
    return {
      flopPerSecond: (2 * 4 * SUMS * TURNS * THREADS * GROUPS) / computing,
      bytesPerSecond: (2 * bytes) / copying,
      secondsPerDispatch: waiting,
    };
  } finally {
    device.destroy();
  }
}

function limitOf({ limits }: GPUAdapter): number {
  return Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
}

const bindings = `
@group(0) @binding(0) var<storage, read_write> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> sink: array<vec4f>;
`;

const multiplyAdds = `${bindings}
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) at: u32) {
  let factor = source[0] + vec4f(0.999);
  let summand = source[1] + vec4f(0.001);
  ${Array.from({ length: SUMS }, (_, i) => `var sum${i} = summand * ${i + 1}.0;`).join('\n  ')}
  for (var turn = 0u; turn < ${TURNS}u; turn++) {
    ${Array.from({ length: SUMS }, (_, i) => `sum${i} = fma(sum${i}, factor, summand);`).join('\n    ')}
  }
  sink[at % 2u] = ${Array.from({ length: SUMS }, (_, i) => `sum${i}`).join(' + ')};
}`;

const copy = `${bindings}
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var at = id.x; at < arrayLength(&source); at += groups.x * ${THREADS}u) { sink[at] = source[at] + vec4f(1.0); }
}`;

const nothing = `${bindings}
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) at: u32) {
  if (at == 0u) { sink[0] = sink[0] + source[0]; }
}`;

/** The seconds of one dispatch more, the best of a few tries. */
async function perDispatch(
  device: GPUDevice,
  code: string,
  bytes: number,
  groups: number,
  dispatches: number,
): Promise<number> {
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }), entryPoint: 'main' },
  });
  const buffers = [0, 1].map(() => device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE }));
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const take = async (count: number): Promise<number> => {
    const begin = performance.now();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < count; i++) pass.dispatchWorkgroups(groups);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - begin) / 1_000;
  };
  await take(dispatches);
  let [few, many] = [Infinity, Infinity];
  for (let i = 0; i < 7; i++) {
    few = Math.min(few, await take(dispatches));
    many = Math.min(many, await take(3 * dispatches));
  }
  for (const buffer of buffers) buffer.destroy();
  return (many - few) / (2 * dispatches);
}
