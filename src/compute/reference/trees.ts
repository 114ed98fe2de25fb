import type { Matrix } from '../../core/matrix.ts';
import type { Sliced } from '../../core/sliced.ts';
import type { BinPlan, TreeEngine, TreeIntake, TreeSession } from '../../core/trees.ts';
import { BinSampler, type FeatureBins } from '../trees/bins.ts';
import { encodeRows } from '../trees/encode-rows.ts';
import { BinnedSession } from '../trees/session.ts';
import { PlainTreeKernels } from './tree-kernels.ts';

/** Cells encoded between two looks at whether others want in. */
const SLICE_CELLS = 500_000;

/**
 * Trees in plain TypeScript: the yardstick, and the engine where wasm cannot run.
 *
 * @example
 * import { inOneGo } from '../../core/sliced.ts';
 * const x: Matrix = { rows: 4, features: ['a'], data: Float32Array.of(1, 2, 3, 4) };
 * const plan = { categories: new Uint32Array(1), bins: 255, sampleRows: 1000, seed: 1 };
 * const intake = referenceTrees.open(4, plan);
 * inOneGo(intake.look(x));
 * inOneGo(intake.take(x));
 * const session = intake.session();
 * session.gradients().set([-1, 1, -1, 1, 5, 1, 5, 1]);
 * const growth = {
 *   leaves: 2, depth: 0, leafRows: 1, leafHessian: 0, l1: 0, l2: 0, minimumGain: 0,
 *   categorySmoothing: 10, categoryL2: 10, categoryLimit: 32, treeFeatures: 1, splitFeatures: 1,
 *   isRandom: false, monotone: null, interactions: null, seed: 1,
 * };
 * const { thresholds, values, gains } = inOneGo(session.grow(null, growth));
 * thresholds // Float32Array [2.5]
 * values // Float64Array [1, -5]
 * gains // Float64Array [36]
 */
export const referenceTrees: TreeEngine = {
  kind: 'reference',
  open: (rows, plan, apart = 0) => new PlainIntake(rows, plan, apart),
};

class PlainIntake implements TreeIntake {
  readonly #rows: number;
  readonly #sampler: BinSampler;
  readonly #codes: Uint8Array; // (rows and those apart, features)
  #bins: readonly FeatureBins[] | null = null;
  #taken = 0;

  constructor(rows: number, plan: BinPlan, apart: number) {
    this.#rows = rows;
    this.#sampler = new BinSampler(rows, plan);
    this.#codes = new Uint8Array((rows + apart) * plan.categories.length);
  }

  *look(x: Matrix): Sliced<void> {
    this.#sampler.look(x);
    yield;
  }

  *take(x: Matrix): Sliced<void> {
    this.#bins ??= yield* this.#sampler.bins();
    const width = this.#bins.length;
    const codes = this.#codes.subarray(this.#taken * width, (this.#taken + x.rows) * width);
    const most = Math.max(1, Math.floor(SLICE_CELLS / width));
    for (let from = 0; from < x.rows; from += most) {
      encodeRows(this.#bins, x.data, codes, from, Math.min(x.rows, from + most));
      yield;
    }
    this.#taken += x.rows;
  }

  session(): TreeSession {
    const bins = this.#bins!;
    const features = bins.map(({ count, isCategory }) => ({ bins: count, isCategory }));
    return new BinnedSession(new PlainTreeKernels(features, this.#codes, this.#rows), bins, this.#rows);
  }
}
