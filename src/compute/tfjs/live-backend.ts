import {
  engine,
  findBackendFactory,
  registerBackend,
  removeBackend,
  setBackend,
  type KernelBackend,
} from '@tensorflow/tfjs-core';
import { PerennialError } from '../../core/errors.ts';
import { lossOf } from '../engine-titles.ts';

export type TfjsBackend = 'webgpu' | 'wasm' | 'cpu';

const errorScopes = ['internal', 'validation', 'out-of-memory'] as const;

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
    for (const scope of errorScopes) this.#device?.pushErrorScope(scope);
    const working = this.#untilLost(work);
    const failing = this.#failure();
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

  /** What failed on the device since the scopes were pushed; WebGPU tells it in no other way, and computes on. */
  async #failure(): Promise<GPUError | null> {
    const device = this.#device;
    if (!device) return null;
    // A device that is lost closes no scope; that it is lost is told elsewhere.
    const failures = await Promise.all(errorScopes.map(() => device.popErrorScope().catch(() => null)));
    return failures.find((failure) => failure !== null) ?? null;
  }

  /** What happened first is what is told. */
  #lose(cause: unknown): PerennialError {
    if (this.#loss) return this.#loss;
    const lost = { kind: `tfjs-${this.name}`, reason: reasonOf(cause) } as const;
    this.#loss = new PerennialError(
      'engine-lost',
      `${lossOf(lost)}; go on from the last checkpoint, on another engine or on a new one of this kind`,
      { stage: 'compute', details: { engine: lost.kind, reason: lost.reason }, cause },
    );
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

/** Why a backend was lost, as part of a sentence. Reading from a lost device rejects with a DOMException. */
function reasonOf(error: unknown): string {
  if (error instanceof DOMException) return 'the graphics processor was lost';
  if (error instanceof RangeError || isOutOfDeviceMemory(error)) return 'its memory ran out';
  const { message } = error as { readonly message?: unknown };
  return `it failed: ${String(message ?? error)}`;
}

function isOutOfDeviceMemory(error: unknown): boolean {
  return typeof GPUOutOfMemoryError === 'function' && error instanceof GPUOutOfMemoryError;
}
