import type { Matrix } from '../../core/matrix.ts';
import type { Sliced } from '../../core/sliced.ts';
import type { BinPlan, TreeEngine, TreeIntake, TreeSession } from '../../core/trees.ts';
import { BinSampler, type FeatureBins } from '../trees/bins.ts';
import { encodeRows } from '../trees/encode-rows.ts';
import { CODES } from '../trees/kernels.ts';
import { BinnedSession } from '../trees/session.ts';
import { WasmTreeKernels } from './tree-kernels.ts';
import { TreeMemory } from './tree-memory.ts';
import { compileTreeKernels, startTreeKernels, type TreeExports } from './tree-module.ts';
import type { TreeHelp, TreeThreads } from './tree-threads.ts';

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
    open(rows, plan, apart = 0) {
      const shared = threads?.start(rows * plan.categories.length) ?? null;
      const exports = shared?.exports ?? startTreeKernels(module);
      return new WasmIntake(exports, shared?.help ?? null, rows, plan, apart);
    },
  };
}

class WasmIntake implements TreeIntake {
  readonly #exports: TreeExports;
  readonly #help: TreeHelp | null;
  readonly #rows: number;
  readonly #apart: number;
  readonly #width: number;
  readonly #memory: TreeMemory;
  #sampler: BinSampler | null;
  #bins: readonly FeatureBins[] | null = null;
  /** Where the codes stand, and what encoding needs: a slice's values, the bounds, the codes of what is missing. */
  #places = { codes: 0, values: 0, bounds: 0, missing: 0 };
  #taken = 0;

  constructor(exports: TreeExports, help: TreeHelp | null, rows: number, plan: BinPlan, apart: number) {
    this.#exports = exports;
    this.#help = help;
    this.#rows = rows;
    this.#apart = apart;
    this.#width = plan.categories.length;
    this.#memory = new TreeMemory(exports.memory);
    this.#sampler = new BinSampler(rows, plan);
  }

  *look(x: Matrix): Sliced<void> {
    this.#sampler!.look(x);
    yield;
  }

  *take(x: Matrix): Sliced<void> {
    const bins = (this.#bins ??= yield* this.#begin());
    const width = this.#width;
    const most = this.#sliceRows();
    const hasCategories = bins.some(({ isCategory }) => isCategory);
    const { codes, values, bounds, missing } = this.#places;
    for (let from = 0; from < x.rows; from += most) {
      const count = Math.min(most, x.rows - from);
      const cells = x.data.subarray(from * width, (from + count) * width);
      const at = codes + this.#taken * width;
      this.#memory.floats(values, cells.length).set(cells);
      this.#exports.encode(values, count, width, bounds, missing, at);
      if (hasCategories)
        encodeRows(
          bins,
          cells,
          this.#memory.bytes(at, cells.length),
          0,
          count,
          ({ isCategory }) => isCategory,
        );
      this.#taken += count;
      yield;
    }
  }

  session(): TreeSession {
    const bins = this.#bins!;
    const features = bins.map(({ count, isCategory }) => ({ bins: count, isCategory }));
    const { codes } = this.#places;
    return new BinnedSession(
      new WasmTreeKernels(this.#exports, this.#memory, features, codes, this.#rows, this.#help),
      bins,
      this.#rows,
    );
  }

  *#begin(): Sliced<readonly FeatureBins[]> {
    const bins = yield* this.#sampler!.bins();
    this.#sampler = null;
    const width = this.#width;
    this.#places = {
      codes: this.#memory.take((this.#rows + this.#apart) * width),
      missing: this.#memory.take(width),
      bounds: this.#memory.take(4 * CODES * width),
      values: this.#memory.take(4 * this.#sliceRows() * width),
    };
    this.#memory.bytes(this.#places.missing, width).set(bins.map(({ count }) => count));
    const table = this.#memory.floats(this.#places.bounds, CODES * width).fill(Infinity);
    for (const [feature, own] of bins.entries()) table.set(own.bounds, feature * CODES);
    return bins;
  }

  #sliceRows(): number {
    return Math.min(this.#rows, Math.max(1, Math.floor(SLICE_CELLS / this.#width)));
  }
}
