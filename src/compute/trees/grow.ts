import { PerennialError } from '../../core/errors.ts';
import { Random } from '../../core/random.ts';
import type { Sliced } from '../../core/sliced.ts';
import type { Tree, TreeGrowth } from '../../core/trees.ts';
import type { FeatureBins } from './bins.ts';
import { CODES, type LeafSums, type Split, type TreeKernels } from './kernels.ts';

/** Cells that go into a histogram between two looks at whether others want in: some five milliseconds. */
const SLICE_CELLS = 4_000_000;

/** Of a whole number and its sign, less the one that rounding up may take. */
const WORD_BITS = 31;

/** A leaf while the tree is growing. */
interface OpenLeaf {
  /** Its rows' places. */
  readonly from: number;
  readonly to: number;
  readonly slot: number;
  readonly depth: number;
  readonly sums: LeafSums;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** The features on the way to it; empty where nobody asks. */
  readonly path: readonly number[];
  /** Where the parent keeps it. */
  readonly parent: number;
  readonly isLeft: boolean;
  split: Split | null;
}

/** A tree, and where its leaves' rows lie. */
export interface GrownTree {
  readonly tree: Tree;
  readonly places: readonly { readonly from: number; readonly to: number }[]; // (leaves)
  readonly goesLeft: Uint8Array<ArrayBuffer>; // (nodes, CODES)
}

/** Grows one tree: which leaf is split next, and what its children may be. The work on rows and histograms is the kernels'. */
export function* growTree(
  kernels: TreeKernels,
  bins: readonly FeatureBins[],
  rows: Uint32Array<ArrayBuffer> | null,
  count: number,
  growth: TreeGrowth,
): Sliced<GrownTree> {
  kernels.begin(rows, growth);
  round(kernels, count);
  return yield* new Growing(kernels, bins, growth, count).all();
}

/**
 * So that sums are exact: a sum of `count` gradients and the count itself go into one whole number of 63 bits, one of hessians into a double
 * (after Demmel & Nguyen, "Fast reproducible floating-point summation", 2013); and that each of them goes into one of 32 bits.
 */
function round(kernels: TreeKernels, count: number): void {
  const rowBits = Math.ceil(Math.log2(count + 1));
  const [gradient, hessian] = kernels.largest();
  if (!Number.isFinite(gradient + hessian))
    throw new PerennialError(
      'diverged',
      `a gradient or hessian is ${gradient + hessian}, beyond what 32 bits hold; divide the target or the weights by a power of ten`,
      { stage: 'compute' },
    );
  const bitsOf = (largest: number, room: number) =>
    largest > 0 ? Math.min(WORD_BITS, room) - Math.ceil(Math.log2(largest)) - 1 : 0;
  kernels.quantise(bitsOf(gradient, Math.min(52 - rowBits, 61 - 2 * rowBits)), bitsOf(hessian, 52 - rowBits));
}

class Growing {
  readonly #kernels: TreeKernels;
  readonly #bins: readonly FeatureBins[];
  readonly #growth: TreeGrowth;
  readonly #random: Random;
  readonly #count: number;
  readonly #treeMask: Uint8Array;
  readonly #freeSlots: number[] = [];
  #slots = 0;
  #cells = 0;

  readonly #nodes: { feature: number; split: Split; missing: number; left: number; right: number }[] = [];
  readonly #closed: OpenLeaf[] = [];

  constructor(kernels: TreeKernels, bins: readonly FeatureBins[], growth: TreeGrowth, count: number) {
    this.#kernels = kernels;
    this.#bins = bins;
    this.#growth = growth;
    this.#count = count;
    this.#random = new Random(growth.seed);
    const all = new Uint8Array(bins.length).fill(1);
    this.#treeMask =
      growth.treeFeatures < 1 ? maskOf(this.#draw(all, growth.treeFeatures).drawn, bins.length) : all;
  }

  *all(): Sliced<GrownTree> {
    const { leaves } = this.#growth;
    const open: OpenLeaf[] = [];
    const slot = this.#takeSlot();
    yield* this.#build(slot, 0, this.#count);
    const sums = this.#kernels.sums(slot);
    const root: OpenLeaf = {
      ...{ from: 0, to: this.#count, slot, depth: 0, sums, value: this.#valueOf(sums) },
      ...{ lower: -Infinity, upper: Infinity, path: [], parent: -1, isLeft: false, split: null },
    };
    this.#look(root, open);
    while (open.length > 0 && (leaves === 0 || open.length + this.#closed.length < leaves)) {
      const leaf = takeNext(open, leaves === 0);
      yield* this.#split(leaf, open);
    }
    for (const leaf of open) this.#closed.push(leaf);
    return this.#tree();
  }

  *#split(leaf: OpenLeaf, open: OpenLeaf[]): Sliced<void> {
    const split = leaf.split!;
    const { feature, left } = split;
    const node = this.#nodes.length;
    this.#attach(leaf, node);
    const right: LeafSums = {
      count: leaf.sums.count - left.count,
      gradient: leaf.sums.gradient - left.gradient,
      hessian: leaf.sums.hessian - left.hessian,
    };
    const missing = split.goesLeft[this.#bins[feature]!.count]!;
    this.#nodes.push({ feature, split, missing, left: 0, right: 0 });
    const middle = leaf.from + this.#kernels.partition(leaf.from, leaf.to, feature, split.goesLeft);
    const isLeftSmaller = left.count <= right.count;
    const childSlot = this.#takeSlot();
    const [from, to] = isLeftSmaller ? [leaf.from, middle] : [middle, leaf.to];
    yield* this.#build(childSlot, from, to);
    this.#kernels.subtract(leaf.slot, childSlot);
    const direction = this.#growth.monotone?.[feature] ?? 0;
    const between = (split.leftValue + split.rightValue) / 2;
    const path =
      this.#growth.interactions && !leaf.path.includes(feature) ? [...leaf.path, feature] : leaf.path;
    const isLeftLast = this.#growth.leaves === 0 && isLeftSmaller;
    for (const isLeft of isLeftLast ? [false, true] : [true, false]) {
      const isCapped = direction !== 0 && direction > 0 === isLeft;
      const isHeld = direction !== 0 && direction > 0 !== isLeft;
      const child: OpenLeaf = {
        from: isLeft ? leaf.from : middle,
        to: isLeft ? middle : leaf.to,
        slot: isLeft === isLeftSmaller ? childSlot : leaf.slot,
        depth: leaf.depth + 1,
        sums: isLeft ? left : right,
        value: isLeft ? split.leftValue : split.rightValue,
        lower: isHeld ? Math.max(leaf.lower, between) : leaf.lower,
        upper: isCapped ? Math.min(leaf.upper, between) : leaf.upper,
        path,
        parent: node,
        isLeft,
        split: null,
      };
      this.#look(child, open);
    }
  }

  /** Finds the leaf's best split; a leaf that has none is closed. */
  #look(leaf: OpenLeaf, open: OpenLeaf[]): void {
    const { depth, leafRows } = this.#growth;
    const mayBeSplit = (depth === 0 || leaf.depth < depth) && leaf.sums.count >= 2 * Math.max(1, leafRows);
    const split = mayBeSplit ? this.#scan(leaf) : null;
    if (!split) {
      this.#freeSlots.push(leaf.slot);
      this.#closed.push(leaf);
      return;
    }
    leaf.split = { ...split, goesLeft: split.goesLeft.slice() };
    open.push(leaf);
  }

  /** Looks at a share of the features; where none of these gives a split, at one after the other of those left. */
  #scan({ slot, sums, lower, upper, path }: OpenLeaf): Split | null {
    const { splitFeatures, isRandom } = this.#growth;
    const mask = this.#meeting(path);
    const scan = (allowed: Uint8Array) => {
      const random = isRandom ? Float64Array.from(allowed, (is) => (is ? this.#random.uniform() : 0)) : null;
      return this.#kernels.scan({ slot, sums, lower, upper, allowed, random });
    };
    if (splitFeatures >= 1) return scan(mask);
    const { drawn, others } = this.#draw(mask, splitFeatures);
    let split = scan(maskOf(drawn, mask.length));
    for (let next = 0; !split && next < others.length; next++)
      split = scan(maskOf(others.subarray(next, next + 1), mask.length));
    return split;
  }

  /** The tree's features that may stand on one way with these. */
  #meeting(path: readonly number[]): Uint8Array {
    const { interactions } = this.#growth;
    if (!interactions) return this.#treeMask;
    const mask = new Uint8Array(this.#treeMask.length);
    for (const group of interactions)
      if (path.every((feature) => group.includes(feature)))
        for (const feature of group) mask[feature] = this.#treeMask[feature]!;
    return mask;
  }

  /** A share of the features of a mask, at least one, and the others, both in an order of chance. */
  #draw(mask: Uint8Array, share: number): { readonly drawn: Uint32Array; readonly others: Uint32Array } {
    const features = this.#random.shuffle(Uint32Array.from(mask.keys()).filter((feature) => mask[feature]));
    const count = Math.max(1, Math.round(share * features.length));
    return { drawn: features.subarray(0, count), others: features.subarray(count) };
  }

  #valueOf({ gradient, hessian }: LeafSums): number {
    const { l1, l2 } = this.#growth;
    const size = Math.max(0, Math.abs(gradient) - l1);
    const total = hessian + l2;
    return total > 0 ? (-Math.sign(gradient) * size) / total + 0 : 0;
  }

  #attach({ parent, isLeft }: OpenLeaf, child: number): void {
    if (parent < 0) return;
    if (isLeft) this.#nodes[parent]!.left = child;
    else this.#nodes[parent]!.right = child;
  }

  #takeSlot(): number {
    return this.#freeSlots.pop() ?? this.#slots++;
  }

  *#build(slot: number, from: number, to: number): Sliced<void> {
    const width = this.#bins.length;
    const most = Math.ceil(SLICE_CELLS / width);
    this.#kernels.clear(slot);
    for (let at = from; at < to; at += most) {
      const end = Math.min(to, at + most);
      this.#kernels.build(slot, at, end);
      this.#cells += (end - at) * width;
      if (this.#cells < SLICE_CELLS) continue;
      this.#cells = 0;
      yield;
    }
  }

  /** Leaves are numbered in the order of their rows, nodes in that of their splits. */
  #tree(): GrownTree {
    const leaves = this.#closed.sort((a, b) => a.from - b.from);
    for (const [number, leaf] of leaves.entries()) this.#attach(leaf, ~number);
    const nodes = this.#nodes;
    const goesLeft = new Uint8Array(nodes.length * CODES);
    for (const [index, { split }] of nodes.entries()) goesLeft.set(split.goesLeft, index * CODES);
    const isCategory = ({ split }: { readonly split: Split }) => split.bin < 0;
    const tree: Tree = {
      features: Uint32Array.from(nodes, ({ feature }) => feature),
      thresholds: Float32Array.from(nodes, (node) =>
        isCategory(node) ? NaN : this.#bins[node.feature]!.thresholdAfter(node.split.bin),
      ),
      sets: nodes.map((node) =>
        isCategory(node) ? this.#bins[node.feature]!.categoriesOf(node.split.goesLeft) : new Uint32Array(),
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
}

function maskOf(features: Uint32Array, length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (const feature of features) mask[feature] = 1;
  return mask;
}

/** The leaf with the largest gain, the earliest of equals; or the newest, which is the smaller one of two. */
function takeNext(open: OpenLeaf[], isByDepth: boolean): OpenLeaf {
  let best = isByDepth ? open.length - 1 : 0;
  if (!isByDepth)
    for (let i = 1; i < open.length; i++) if (open[i]!.split!.gain > open[best]!.split!.gain) best = i;
  return open.splice(best, 1)[0]!;
}
