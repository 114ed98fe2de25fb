/** What was asked of WebGPU so far in this thread, by whomever. */
export const counts = { dispatches: 0, pipelines: 0 };

let isCounting = false;

/** From here on everything is counted; to be called before anybody starts a device. */
export function countGpu(): void {
  if (isCounting) return;
  isCounting = true;
  counted(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
  counted(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches');
  counted(GPUDevice.prototype, 'createComputePipeline', 'pipelines');
  counted(GPUDevice.prototype, 'createComputePipelineAsync', 'pipelines');
}

function counted<T extends object>(prototype: T, method: keyof T, as: keyof typeof counts): void {
  const own = prototype[method] as (...parameters: unknown[]) => unknown;
  Object.defineProperty(prototype, method, {
    value(this: T, ...parameters: unknown[]) {
      counts[as]++;
      return own.apply(this, parameters);
    },
  });
}
