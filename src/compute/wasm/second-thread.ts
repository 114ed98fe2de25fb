import type { DenseShape } from '../../core/dense.ts';
import { denseLayers } from '../../math/dense.ts';
import { HelperRecord, type HelpCall } from './helper-record.ts';
import { compileKernels, startSharedKernels, type KernelBuild, type Kernels } from './module.ts';

/** Multiply-adds of a product from which it is shared: below, telling the other thread takes as long as it saves. */
const SHARED_FROM = 2_500_000;
/** Rows of the largest batch that is expected; those of a larger one are shared as well. */
const USUAL_BATCH = 1024;

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
      return { kernels, sharing: new Sharing(new HelperRecord(memory, record, call), largestProduct(shape)) };
    } catch {
      return null;
    }
  }
}

/** What one session shares with the second thread. */
export class Sharing {
  readonly #record: HelperRecord;
  readonly #product: number;

  constructor(record: HelperRecord, product: number) {
    this.#record = record;
    this.#product = product;
  }

  /** Panels that the second thread has computed so far. */
  get taken(): number {
    return this.#record.taken;
  }

  /** Does work on batches of so many rows; the second thread helps if it is there in time, and if there is enough for two. */
  during<T>(batchRows: number, work: () => T): T {
    if (this.#product * batchRows < SHARED_FROM) return work();
    this.#record.open();
    try {
      return work();
    } finally {
      this.#record.close();
    }
  }
}

/** Multiply-adds a row of the largest product. */
function largestProduct(shape: DenseShape): number {
  return denseLayers(shape).reduce((most, { from, to }) => Math.max(most, from * to), 0);
}
