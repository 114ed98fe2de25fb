import type { Tree } from '../../core/trees.ts';
import type { FeatureBins } from './bins.ts';
import { CODES, type LeafSums, type Split } from './kernels.ts';

/** Of a node that asks for a number. */
const NONE = new Uint32Array();

/** A split while its leaf waits: of numbers without a table of what goes left, for there are as many as leaves. */
export interface KeptSplit extends Omit<Split, 'goesLeft'> {
  /** 1: what is missing goes left. */
  readonly missing: number;
  /** Of categories: 1 for each bin that goes left, by its code. */
  readonly sides: Uint8Array | null; // (CODES)
}

/** A split, and its children: ~leaf where they are below 0. */
export interface GrownNode {
  readonly split: KeptSplit;
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

/** The split itself, which its kernels do not keep. */
export function keepSplit(split: Split, { count, isCategory }: FeatureBins): KeptSplit {
  const { goesLeft } = split;
  return Object.assign(split, { missing: goesLeft[count]!, sides: isCategory ? goesLeft.slice() : null });
}

/** Writes for each code whether it goes left, from `at` on. */
export function writeSides(
  { bin, missing, sides }: KeptSplit,
  { count }: FeatureBins,
  out: Uint8Array,
  at = 0,
): void {
  if (sides) {
    out.set(sides, at);
    return;
  }
  out.fill(1, at, at + bin + 1);
  out.fill(0, at + bin + 1, at + CODES);
  out[at + count] = missing;
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
  const count = nodes.length;
  const goesLeft = new Uint8Array(count * CODES);
  const sets: Uint32Array<ArrayBuffer>[] = [];
  const tree: Tree = {
    features: new Uint32Array(count),
    thresholds: new Float32Array(count),
    sets,
    missing: new Uint8Array(count),
    left: new Int32Array(count),
    right: new Int32Array(count),
    gains: new Float64Array(count),
    values: new Float64Array(leaves.length),
    counts: new Float64Array(leaves.length),
  };
  for (let index = 0; index < count; index++) {
    const { split, left, right } = nodes[index]!;
    const { feature, sides, missing } = split;
    const own = bins[feature]!;
    writeSides(split, own, goesLeft, index * CODES);
    tree.features[index] = feature;
    tree.thresholds[index] = sides ? NaN : own.thresholdAfter(split.bin);
    sets.push(sides ? own.categoriesOf(sides) : NONE);
    tree.missing[index] = missing;
    tree.left[index] = left;
    tree.right[index] = right;
    tree.gains[index] = split.gain;
  }
  for (let number = 0; number < leaves.length; number++) {
    tree.values[number] = leaves[number]!.value;
    tree.counts[number] = leaves[number]!.sums.count;
  }
  return { tree, places: leaves, goesLeft };
}
