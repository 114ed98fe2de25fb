import { pathToFileURL } from 'node:url';
import type { GpuSubjectName } from '../subject.ts';
import type { GpuWorkloadName } from '../workloads.ts';

// A process of its own on Dawn, the WebGPU of Chromium: MODULE machine | MODULE SUBJECT WORKLOAD. Its last line is the answer.
const [module = '', subject = '', workload = ''] = process.argv.slice(2);
const { create, globals } = (await import(pathToFileURL(module).href)) as {
  readonly create: (options: readonly string[]) => GPU;
  readonly globals: Readonly<Record<string, unknown>>;
};
Object.assign(globalThis, globals);
// Node 20 has no navigator, which jax-js asks for its name.
Object.defineProperty(globalThis, 'navigator', {
  value: { gpu: create([]), userAgent: 'Node' },
  configurable: true,
});
// Where WebGPU takes any view, Dawn's binding for Node takes arrays only.
const queue = GPUQueue.prototype;
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on its queue
const own = queue.writeBuffer as (this: GPUQueue, ...parameters: unknown[]) => undefined;
queue.writeBuffer = function (this: GPUQueue, buffer: GPUBuffer, offset: number, data, ...range: number[]) {
  const isArray = !(data instanceof DataView);
  const bytes = isArray ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return own.call(this, buffer, offset, bytes, ...range);
};

const answer =
  subject === 'machine'
    ? await (await import('./machine.ts')).describeGpu()
    : await (await import('./measure.ts')).measureGpu(subject as GpuSubjectName, workload as GpuWorkloadName);
console.log(JSON.stringify(answer));
// Devices that are open keep a process alive.
process.exit(0);
