import type { TreeEngine } from '../../core/trees.ts';
import { makeBins } from '../trees/bins.ts';
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
 * const session = inOneGo(referenceTrees.open(x, plan));
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
  *open(x, plan) {
    const bins = yield* makeBins(x, plan);
    const codes = new Uint8Array(x.data.length);
    const rows = Math.max(1, Math.floor(SLICE_CELLS / bins.length));
    for (let from = 0; from < x.rows; from += rows) {
      encodeRows(bins, x.data, codes, from, Math.min(x.rows, from + rows));
      yield;
    }
    const features = bins.map(({ count, isCategory }) => ({ bins: count, isCategory }));
    return new BinnedSession(new PlainTreeKernels(features, codes, x.rows), bins, x.rows);
  },
};
