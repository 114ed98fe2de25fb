import type { Sliced } from '../../core/sliced.ts';
import type { TreeEngine } from '../../core/trees.ts';
import { type FeatureBins, makeBins } from '../trees/bins.ts';
import { encodeRows } from '../trees/encode-rows.ts';
import { CODES } from '../trees/kernels.ts';
import { BinnedSession } from '../trees/session.ts';
import { WasmTreeKernels } from './tree-kernels.ts';
import { TreeMemory } from './tree-memory.ts';
import { compileTreeKernels, startTreeKernels, type TreeExports } from './tree-module.ts';
import type { TreeThreads } from './tree-threads.ts';

/** Cells encoded between two looks at whether others want in. */
const SLICE_CELLS = 250_000;

/**
 * Trees in WebAssembly: the same trees as those of plain TypeScript, to the last bit.
 *
 * @param threads where a second thread may help with large leaves; the trees are the same
 * @throws where wasm cannot run here.
 * @example
 * const { kind } = await openWasmTrees();
 * kind // 'wasm'
 */
export async function openWasmTrees(threads: TreeThreads | null = null): Promise<TreeEngine> {
  const module = await compileTreeKernels();
  return {
    kind: 'wasm',
    *open(x, plan) {
      const bins = yield* makeBins(x, plan);
      const shared = threads?.start(x.data.length);
      const exports = shared?.exports ?? startTreeKernels(module);
      const memory = new TreeMemory(exports.memory);
      const codes = memory.take(x.data.length);
      const features = bins.map(({ count, isCategory }) => ({ bins: count, isCategory }));
      const kernels = new WasmTreeKernels(exports, memory, features, codes, x.rows, shared?.help);
      yield* encode(exports, memory, bins, x.data, x.rows, codes);
      return new BinnedSession(kernels, bins, x.rows);
    },
  };
}

function* encode(
  exports: TreeExports,
  memory: TreeMemory,
  bins: readonly FeatureBins[],
  x: Float32Array<ArrayBuffer>,
  rows: number,
  codes: number,
): Sliced<void> {
  const width = bins.length;
  const slice = Math.min(rows, Math.max(1, Math.floor(SLICE_CELLS / width)));
  const [missing, bounds, values] = [width, 4 * CODES * width, 4 * slice * width].map((bytes) =>
    memory.take(bytes),
  ) as [number, number, number];
  memory.bytes(missing, width).set(bins.map(({ count }) => count));
  const table = memory.floats(bounds, CODES * width).fill(Infinity);
  for (const [feature, own] of bins.entries()) table.set(own.bounds, feature * CODES);
  const hasCategories = bins.some(({ isCategory }) => isCategory);
  for (let from = 0; from < rows; from += slice) {
    const count = Math.min(slice, rows - from);
    const cells = x.subarray(from * width, (from + count) * width);
    const at = codes + from * width;
    memory.floats(values, cells.length).set(cells);
    exports.encode(values, count, width, bounds, missing, at);
    if (hasCategories)
      encodeRows(bins, cells, memory.bytes(at, cells.length), 0, count, ({ isCategory }) => isCategory);
    yield;
  }
}
