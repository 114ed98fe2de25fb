import type { Tree } from '../../core/trees.ts';
import type { FeatureBins } from './bins.ts';
import { CODES, type LeafSums, type Split } from './kernels.ts';

/** A split, and its children: ~leaf where they are below 0. */
export interface GrownNode {
  readonly feature: number;
  readonly split: Split;
  readonly missing: number;
  left: number;
  right: number;
}

/** A leaf that is part of a tree. */
export interface GrownLeaf {
  /** Its rows' places. */
  readonly from: number;
  readonly to: number;
  readonly sums: LeafSums;
  readonly value: number;
  /** The node that it belongs to, -1: none; and on which side. */
  readonly parent: number;
  readonly isLeft: boolean;
}

/** A tree, and where its leaves' rows lie. */
export interface GrownTree {
  readonly tree: Tree;
  readonly places: readonly { readonly from: number; readonly to: number }[]; // (leaves)
  readonly goesLeft: Uint8Array<ArrayBuffer>; // (nodes, CODES)
}

/** Writes down, in its parent, what a leaf is or has become. */
export function attach(
  nodes: readonly GrownNode[],
  { parent, isLeft }: Pick<GrownLeaf, 'parent' | 'isLeft'>,
  child: number,
): void {
  if (parent < 0) return;
  if (isLeft) nodes[parent]!.left = child;
  else nodes[parent]!.right = child;
}

/** The tree of these nodes and leaves. Leaves are numbered in the order of their rows, nodes in that of their splits. */
export function assembleTree(
  nodes: readonly GrownNode[],
  unsorted: readonly GrownLeaf[],
  bins: readonly FeatureBins[],
): GrownTree {
  const leaves = unsorted.toSorted((a, b) => a.from - b.from);
  for (const [number, leaf] of leaves.entries()) attach(nodes, leaf, ~number);
  const goesLeft = new Uint8Array(nodes.length * CODES);
  for (const [index, { split }] of nodes.entries()) goesLeft.set(split.goesLeft, index * CODES);
  const isCategory = ({ split }: GrownNode) => split.bin < 0;
  const tree: Tree = {
    features: Uint32Array.from(nodes, ({ feature }) => feature),
    thresholds: Float32Array.from(nodes, (node) =>
      isCategory(node) ? NaN : bins[node.feature]!.thresholdAfter(node.split.bin),
    ),
    sets: nodes.map((node) =>
      isCategory(node) ? bins[node.feature]!.categoriesOf(node.split.goesLeft) : new Uint32Array(),
    ),
    missing: Uint8Array.from(nodes, ({ missing }) => missing),
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    gains: Float64Array.from(nodes, ({ split }) => split.gain),
    values: Float64Array.from(leaves, ({ value }) => value),
    counts: Float64Array.from(leaves, ({ sums }) => sums.count),
  };
  return { tree, places: leaves.map(({ from, to }) => ({ from, to })), goesLeft };
}
