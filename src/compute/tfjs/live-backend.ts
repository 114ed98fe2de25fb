import {
  engine,
  findBackendFactory,
  registerBackend,
  removeBackend,
  setBackend,
  type KernelBackend,
} from '@tensorflow/tfjs-core';
import type { PerennialError } from '../../core/errors.ts';
import { deviceFailure, watchDevice } from '../device-failures.ts';
import { engineLost } from '../engine-loss.ts';

export type TfjsBackend = 'webgpu' | 'wasm' | 'cpu';

/**
 * A backend that has started. Once something breaks beneath it, it is dead for good: it is taken out of TensorFlow.js,
 * which makes a new one, with a new device or a new memory, when it is started the next time.
 */
export class LiveBackend {
  readonly name: TfjsBackend;
  readonly #instance: KernelBackend;
  readonly #device: GPUDevice | null;
  readonly #waiting = new Set<(error: PerennialError) => void>();
  #loss: PerennialError | null = null;

  constructor(name: TfjsBackend, instance: KernelBackend) {
    this.name = name;
    this.#instance = instance;
    this.#device = name === 'webgpu' ? (instance as unknown as { readonly device: GPUDevice }).device : null;
    if (name === 'wasm') refuseMissingMemory(instance);
    void this.#device?.lost.then(({ message }) => this.#lose(new DOMException(message, 'AbortError')));
  }

  get isLost(): boolean {
    return this.#loss !== null;
  }

  /**
   * Runs operations and waits for their numbers, which are handed out only if nothing failed on the device meanwhile.
   * All operations must be queued before the first await of `work`: which backend they run on is global to TensorFlow.js,
   * and several sessions may be open.
   *
   * @throws PerennialError `engine-lost`
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#loss) throw this.#loss;
    this.#use();
    if (this.#device) watchDevice(this.#device);
    const working = this.#untilLost(work);
    const failing = this.#device ? deviceFailure(this.#device) : Promise.resolve(null);
    try {
      const result = await working;
      const failure = await failing;
      if (failure) throw this.#lose(failure);
      return result;
    } catch (error) {
      throw this.#loss ?? this.#lose((await failing) ?? error);
    }
  }

  #use(): void {
    const now = engine() as unknown as { readonly backendName: string; readonly backendInstance: unknown };
    // For a backend that has started, setBackend switches before it returns; its promise says nothing new.
    if (now.backendName !== this.name || now.backendInstance !== this.#instance) void setBackend(this.name);
  }

  /** As the work itself, but it rejects as soon as the backend is lost, though a read may never end. */
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
    this.#loss = engineLost(`tfjs-${this.name}`, cause);
    // Its tensors are gone with it: to free them one by one would reach into what is broken.
    Object.assign(this.#instance, { disposeData: () => true, dispose: () => undefined });
    const factory = findBackendFactory(this.name);
    removeBackend(this.name);
    registerBackend(this.name, factory);
    this.#device?.destroy();
    for (const reject of this.#waiting) reject(this.#loss);
    return this.#loss;
  }
}

/**
 * The allocator answers 0 when memory has run out, which the backend takes for an address: it would write over whatever
 * lies there, and compute with it.
 */
function refuseMissingMemory(instance: KernelBackend): void {
  const { wasm } = instance as unknown as {
    readonly wasm: { _malloc: (bytes: number) => number; _free: (at: number) => void };
  };
  // The first call puts the compiled function in its own place.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const at = allocate(bytes);
    if (at === 0) throw new RangeError(`the wasm memory has no room for ${bytes} bytes`);
    return at;
  };
}
