import { PerennialError } from '../../core/errors.ts';
import { deviceFailure, watchDevice } from '../device-failures.ts';
import { engineLost } from '../engine-loss.ts';
import { compilePipelines, plainKernels, type KernelName, type Pipeline } from './kernels.ts';

/**
 * A device with its pipelines, shared by all sessions. Once something breaks on it, it is dead for good, and so are its
 * sessions; the next one gets a new device.
 */
export class LiveDevice {
  readonly device: GPUDevice;
  readonly #pipelines: Map<KernelName, Pipeline>;
  readonly #waiting = new Set<(error: PerennialError) => void>();
  #checked: Promise<unknown> = Promise.resolve();
  #loss: PerennialError | null = null;

  private constructor(device: GPUDevice, pipelines: Map<KernelName, Pipeline>) {
    this.device = device;
    this.#pipelines = pipelines;
    void device.lost.then(({ message }) => this.#lose(new DOMException(message, 'AbortError')));
  }

  /** @throws PerennialError `engine` where there is no WebGPU, or it refuses the device or a pipeline. */
  static async start(): Promise<LiveDevice> {
    try {
      const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
      if (!gpu) throw new Error('there is no WebGPU in this thread');
      const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
      if (!adapter) throw new Error('there is no adapter');
      const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
      const device = await adapter.requestDevice({
        requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
      });
      return new LiveDevice(device, new Map(await compilePipelines(device, plainKernels)));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new PerennialError(
        'engine',
        `WebGPU cannot run here (${why}); choose another engine, or "auto"`,
        { stage: 'compute', cause },
      );
    }
  }

  get isLost(): boolean {
    return this.#loss !== null;
  }

  /**
   * Compiles what not every network asks for, at the first that does.
   *
   * @throws PerennialError `engine-lost` where one is refused; what needs none of them goes on.
   */
  async prepare(names: readonly KernelName[]): Promise<void> {
    try {
      const missing = names.filter((name) => !this.#pipelines.has(name));
      for (const [name, pipeline] of await compilePipelines(this.device, missing))
        this.#pipelines.set(name, pipeline);
    } catch (cause) {
      throw engineLost(
        'webgpu',
        cause,
        `it failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
  }

  pipeline(name: KernelName): Pipeline {
    return this.#pipelines.get(name)!;
  }

  /** Gives the device something to do; whether it failed is known when the `run` around it ends. */
  queue<T>(work: (device: GPUDevice) => T): T {
    watchDevice(this.device);
    try {
      return work(this.device);
    } finally {
      const checking = deviceFailure(this.device).then((failure) => failure && this.#lose(failure));
      this.#checked = Promise.all([this.#checked, checking]);
    }
  }

  /**
   * Waits for work and its numbers, which are handed out only if nothing failed on the device meanwhile. It rejects as soon
   * as the device is lost, though a read may never end.
   *
   * @throws PerennialError `engine-lost`
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#check();
    try {
      const result = await this.#untilLost(work);
      await this.#untilLost(() => this.#checked);
      this.#check();
      return result;
    } catch (error) {
      if (error instanceof PerennialError) throw error;
      throw this.#lose(error);
    }
  }

  #check(): void {
    if (this.#loss) throw this.#loss;
  }

  #untilLost<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      void work()
        .then(resolve, reject)
        .finally(() => this.#waiting.delete(reject));
    });
  }

  /** What happened first is what is told. */
  #lose(cause: unknown): PerennialError {
    if (this.#loss) return this.#loss;
    this.#loss = engineLost('webgpu', cause);
    this.device.destroy();
    for (const reject of this.#waiting) reject(this.#loss);
    return this.#loss;
  }
}
