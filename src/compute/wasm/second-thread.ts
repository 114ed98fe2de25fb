import type { DenseShape } from '../../core/dense.ts';
import { denseLayers } from '../../math/dense.ts';
import { compileKernels, startSharedKernels, type KernelBuild, type Kernels } from './module.ts';

/** Multiply-adds of a product from which it is shared: below, telling the other thread takes as long as it saves. */
const SHARED_FROM = 2_500_000;
/** Rows of the largest batch that is expected; those of a larger one are shared as well. */
const USUAL_BATCH = 1024;

/** Places in the record of a product (kernels/task.ts), in numbers of four bytes. */
const TAKEN = 17;
const OPEN = 18;
const CALLED = 19;

/** What the second thread is handed: it calls `help` of module.ts with it. */
export interface HelpCall {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly record: number;
}

/** A second thread for large products: one worker for all sessions of an engine, started when the first of them needs it. */
export class SecondThread {
  readonly #start: () => Worker;
  #worker: Worker | null = null;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /** Kernels that share their products; null where the network has none so large, or no memory can be shared. */
  async kernelsFor(
    build: KernelBuild,
    shape: DenseShape,
    rows: number,
  ): Promise<{ readonly kernels: Kernels; readonly sharing: Sharing } | null> {
    if (largestProduct(shape) * Math.min(rows, USUAL_BATCH) < SHARED_FROM) return null;
    try {
      const [shared, module] = await Promise.all([
        compileKernels(build, 'shared'),
        compileKernels(build, 'helper'),
      ]);
      const kernels = startSharedKernels(shared);
      const { memory } = kernels;
      const record = kernels.shareFrom(SHARED_FROM);
      const call = () =>
        (this.#worker ??= this.#start()).postMessage({ module, memory, record } satisfies HelpCall);
      return { kernels, sharing: new Sharing(memory, record, largestProduct(shape), call) };
    } catch {
      return null;
    }
  }
}

/** What one session shares with the second thread. */
export class Sharing {
  readonly #record: Int32Array<ArrayBufferLike>;
  readonly #product: number;
  readonly #call: () => void;

  constructor(memory: WebAssembly.Memory, record: number, product: number, call: () => void) {
    this.#record = new Int32Array(memory.buffer, record);
    this.#product = product;
    this.#call = call;
  }

  /** Panels that the second thread has computed so far. */
  get taken(): number {
    return Atomics.load(this.#record, TAKEN);
  }

  /** Does work on batches of so many rows; the second thread helps if it is there in time, and if there is enough for two. */
  during<T>(batchRows: number, work: () => T): T {
    if (this.#product * batchRows < SHARED_FROM) return work();
    Atomics.store(this.#record, OPEN, 1);
    if (Atomics.compareExchange(this.#record, CALLED, 0, 1) === 0) this.#call();
    try {
      return work();
    } finally {
      Atomics.store(this.#record, OPEN, 0);
    }
  }
}

/** Multiply-adds a row of the largest product. */
function largestProduct(shape: DenseShape): number {
  return denseLayers(shape).reduce((most, { from, to }) => Math.max(most, from * to), 0);
}
