import type { Sliced } from '../../core/sliced.ts';
import type { Tree, TreeGrowth, TreeSession } from '../../core/trees.ts';
import type { FeatureBins } from './bins.ts';
import type { GrownTree } from './assemble-tree.ts';
import { growTree } from './grow.ts';
import type { TreeKernels } from './kernels.ts';

/** Rows in bins with whatever kernels work on them. */
export class BinnedSession implements TreeSession {
  readonly rows: number;
  readonly #kernels: TreeKernels;
  readonly #bins: readonly FeatureBins[];
  #grown: GrownTree | null = null;

  constructor(kernels: TreeKernels, bins: readonly FeatureBins[], rows: number) {
    this.#kernels = kernels;
    this.#bins = bins;
    this.rows = rows;
  }

  gradients(): Float32Array {
    return this.#kernels.gradients();
  }

  *grow(rows: Uint32Array<ArrayBuffer> | null, growth: TreeGrowth): Sliced<Tree> {
    try {
      this.#grown = yield* growTree(this.#kernels, this.#bins, rows, rows?.length ?? this.rows, growth);
      return this.#grown.tree;
    } finally {
      this.#kernels.end();
    }
  }

  leafRows(leaf: number): Uint32Array {
    const { from, to } = this.#grown!.places[leaf]!;
    return this.#kernels.rowsAt(from, to);
  }

  leavesOf(rows: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
    const { tree, goesLeft } = this.#grown!;
    return this.#kernels.route(rows, tree.features, goesLeft, tree.left, tree.right);
  }

  close(): void {
    this.#grown = null;
    this.#kernels.end();
  }
}
