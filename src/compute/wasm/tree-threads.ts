import { compileText } from './compile-text.ts';
import { HelperRecord, type HelpCall } from './helper-record.ts';
import { startTreeKernels, type TreeExports } from './tree-module.ts';

/** Pages of 64 KiB: all that wasm can address. */
const MOST_PAGES = 65_536;

/** Cells that go into a histogram from which it is shared, some 0.7 ms of them: below, waking the other thread takes much of what it saves. */
const SHARED_CELLS = 1_000_000;

/** What a second thread needs to help with histograms. */
export interface TreeHelp {
  /** It is not worth it below. */
  readonly leastCells: number;
  /** @param cells where it has room for a histogram */
  start(cells: number): HelperRecord;
}

/** Kernels over memories that a second thread shares. */
export interface TreeThreads {
  /** Kernels for so many cells of rows and features; null where one thread is as fast, or no memory can be shared. */
  start(cells: number): { readonly exports: TreeExports; readonly help: TreeHelp } | null;
}

/**
 * A second thread for the histograms of large leaves: one worker for all sessions of an engine, started when the first of them needs it. Where it does
 * not come, the first does all, to the same bytes. To be used in a worker alone, for a page must not wait.
 *
 * @param startWorker starts a worker that calls `help` with what it is handed (workers/compute/second-thread.ts)
 * @param leastCells of a histogram that is shared
 * @throws where memory cannot be shared.
 */
export async function openTreeThreads(
  startWorker: () => Worker,
  leastCells = SHARED_CELLS,
): Promise<TreeThreads> {
  const [shared, module] = await Promise.all([
    import('virtual:kernels/trees-shared').then(({ base64 }) => compileText(base64)),
    import('virtual:kernels/trees-helper').then(({ base64 }) => compileText(base64)),
  ]);
  let worker: Worker | null = null;
  return {
    start(cells) {
      if (cells < leastCells) return null;
      try {
        const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
        const exports = startTreeKernels(shared, memory);
        const start = (own: number) => {
          const record = exports.shareFrom(leastCells, own);
          return new HelperRecord(memory, record, () => {
            try {
              worker ??= startWorker();
              worker.postMessage({ module, memory, record, cells: own } satisfies HelpCall);
            } catch {
              // A browser that refuses the worker has one thread, which needs no other.
            }
          });
        };
        return { exports, help: { leastCells, start } };
      } catch {
        return null;
      }
    },
  };
}
