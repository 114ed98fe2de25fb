import { PerennialError } from '../../core/errors.ts';
import { Random } from '../../core/random.ts';
import type { Sliced } from '../../core/sliced.ts';
import type { TreeGrowth } from '../../core/trees.ts';
import {
  assembleTree,
  attach,
  keepSplit,
  writeSides,
  type GrownLeaf,
  type GrownNode,
  type GrownTree,
  type KeptSplit,
} from './assemble-tree.ts';
import type { FeatureBins } from './bins.ts';
import { CODES, type LeafSums, type Split, type TreeKernels } from './kernels.ts';

/** Cells that go into a histogram between two looks at whether others want in: some five milliseconds. */
const SLICE_CELLS = 4_000_000;

/** Of a whole number and its sign, less the one that rounding up may take. */
const WORD_BITS = 31;

/** The histogram of a leaf of no more rows is built anew, and not subtracted: clearing it takes longer than its rows do. */
const FEW_ROWS = 64;

/** A leaf while the tree is growing. */
interface OpenLeaf extends GrownLeaf {
  /** Where its histogram is; null: it is built of the features that are looked at when they are, or not at all. */
  slot: number | null;
  readonly depth: number;
  readonly lower: number;
  readonly upper: number;
  /** The features on the way to it; empty where nobody asks. */
  readonly path: readonly number[];
  split: KeptSplit | null;
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
  readonly #features: Uint32Array;
  // For a scan: which features, and where between its ends each is cut.
  readonly #allowed: Uint8Array;
  readonly #places: Float64Array;
  readonly #sides = new Uint8Array(CODES);
  readonly #freeSlots: number[] = [];
  #slots = 0;
  #cells = 0;

  readonly #nodes: GrownNode[] = [];
  readonly #closed: OpenLeaf[] = [];

  constructor(kernels: TreeKernels, bins: readonly FeatureBins[], growth: TreeGrowth, count: number) {
    this.#kernels = kernels;
    this.#bins = bins;
    this.#growth = growth;
    this.#count = count;
    this.#random = new Random(growth.seed);
    this.#allowed = new Uint8Array(bins.length);
    this.#places = new Float64Array(bins.length);
    const all = Uint32Array.from(bins.keys());
    this.#features =
      growth.treeFeatures < 1 ? this.#shuffled(all).slice(0, shareOf(all, growth.treeFeatures)).sort() : all;
  }

  *all(): Sliced<GrownTree> {
    const { leaves } = this.#growth;
    const open: OpenLeaf[] = [];
    const slot = this.#takeSlot();
    const isWhole = this.#isWhole(this.#count);
    yield* this.#build(slot, 0, this.#count, isWhole ? null : this.#features.subarray(0, 1));
    const sums = this.#kernels.sums(slot, this.#features[0]!);
    if (!isWhole) this.#freeSlots.push(slot);
    const root: OpenLeaf = {
      ...{
        from: 0,
        to: this.#count,
        slot: isWhole ? slot : null,
        depth: 0,
        sums,
        value: this.#valueOf(sums),
      },
      ...{ lower: -Infinity, upper: Infinity, path: [], parent: -1, isLeft: false, split: null },
    };
    if (this.#mayBeSplit(root)) yield* this.#look(root, open);
    else this.#close(root);
    while (open.length > 0 && (leaves === 0 || open.length + this.#closed.length < leaves)) {
      const leaf = takeNext(open, leaves === 0);
      yield* this.#split(leaf, open);
    }
    for (const leaf of open) this.#closed.push(leaf);
    return assembleTree(this.#nodes, this.#closed, this.#bins);
  }

  *#split(leaf: OpenLeaf, open: OpenLeaf[]): Sliced<void> {
    const split = leaf.split!;
    const { feature, left } = split;
    const node = this.#nodes.length;
    attach(this.#nodes, leaf, node);
    const right: LeafSums = {
      count: leaf.sums.count - left.count,
      gradient: leaf.sums.gradient - left.gradient,
      hessian: leaf.sums.hessian - left.hessian,
    };
    this.#nodes.push({ split, left: 0, right: 0 });
    writeSides(split, this.#bins[feature]!, this.#sides);
    const middle = leaf.from + this.#kernels.partition(leaf.from, leaf.to, feature, this.#sides);
    const direction = this.#growth.monotone?.[feature] ?? 0;
    const between = (split.leftValue + split.rightValue) / 2;
    const path =
      this.#growth.interactions && !leaf.path.includes(feature) ? [...leaf.path, feature] : leaf.path;
    const children = [true, false].map((isLeft): OpenLeaf => {
      const isCapped = direction !== 0 && direction > 0 === isLeft;
      const isHeld = direction !== 0 && direction > 0 !== isLeft;
      return {
        from: isLeft ? leaf.from : middle,
        to: isLeft ? middle : leaf.to,
        slot: null,
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
    });
    const [larger, smaller] = left.count > right.count ? children : children.toReversed();
    yield* this.#lookAtBoth(larger!, smaller!, leaf.slot, open);
  }

  /** @param slot where their parent's histogram is */
  *#lookAtBoth(larger: OpenLeaf, smaller: OpenLeaf, slot: number | null, open: OpenLeaf[]): Sliced<void> {
    const [isLargerOpen, isSmallerOpen] = [this.#mayBeSplit(larger), this.#mayBeSplit(smaller)];
    const isLargerWhole = slot !== null && isLargerOpen && this.#isWhole(larger.sums.count);
    const isSmallerWhole = slot !== null && isSmallerOpen && this.#isWhole(smaller.sums.count);
    let smallerSlot: number | null = null;
    if (isLargerWhole || isSmallerWhole) {
      smallerSlot = this.#takeSlot();
      yield* this.#build(smallerSlot, smaller.from, smaller.to, null);
      if (isLargerWhole) this.#kernels.subtract(slot, smallerSlot);
      if (!isSmallerWhole) this.#freeSlots.push(smallerSlot);
    }
    if (slot !== null && !isLargerWhole) this.#freeSlots.push(slot);
    if (isLargerWhole) larger.slot = slot;
    if (isSmallerWhole) smaller.slot = smallerSlot;
    if (isLargerOpen) yield* this.#look(larger, open);
    else this.#close(larger);
    if (isSmallerOpen) yield* this.#look(smaller, open);
    else this.#close(smaller);
  }

  #mayBeSplit({ from, to, depth: own, sums }: OpenLeaf): boolean {
    const { depth, leafRows } = this.#growth;
    if ((depth > 0 && own >= depth) || sums.count < 2 * Math.max(1, leafRows)) return false;
    return !this.#kernels.areAlike(from, to, sums);
  }

  /** Whether it is worth it to have the histogram of all features. */
  #isWhole(rows: number): boolean {
    return rows > FEW_ROWS && this.#growth.splitFeatures > 0.5;
  }

  #close(leaf: OpenLeaf): void {
    if (leaf.slot !== null) this.#freeSlots.push(leaf.slot);
    this.#closed.push(leaf);
  }

  /** Finds the leaf's best split; a leaf that has none is closed. */
  *#look(leaf: OpenLeaf, open: OpenLeaf[]): Sliced<void> {
    const split = yield* this.#search(leaf);
    if (!split) return this.#close(leaf);
    leaf.split = keepSplit(split, this.#bins[split.feature]!);
    open.push(leaf);
  }

  /** Looks at a share of the features; where none of these gives a split, at as many of those left, until one does. */
  *#search(leaf: OpenLeaf): Sliced<Split | null> {
    const { splitFeatures } = this.#growth;
    const features = this.#meeting(leaf.path);
    if (splitFeatures >= 1) return yield* this.#scan(leaf, features);
    const shuffled = this.#shuffled(features);
    const some = shareOf(features, splitFeatures);
    let split: Split | null = null;
    for (let from = 0; !split && from < shuffled.length; from += some)
      split = yield* this.#scan(leaf, shuffled.subarray(from, from + some));
    return split;
  }

  /** The best split by one of these features. */
  *#scan({ from, to, slot, sums, lower, upper }: OpenLeaf, features: Uint32Array): Sliced<Split | null> {
    const allowed = this.#allowed.fill(0);
    for (let i = 0; i < features.length; i++) allowed[features[i]!] = 1;
    const random = this.#growth.isRandom ? this.#places : null;
    if (random)
      for (let feature = 0; feature < allowed.length; feature++)
        if (allowed[feature]) random[feature] = this.#random.uniform();
    const request = { sums, lower, upper, allowed, random };
    if (slot !== null) return this.#kernels.scan({ slot, ...request });
    const scratch = this.#takeSlot();
    yield* this.#build(scratch, from, to, features);
    this.#freeSlots.push(scratch);
    return this.#kernels.scan({ slot: scratch, ...request });
  }

  /** The tree's features that may stand on one way with these. */
  #meeting(path: readonly number[]): Uint32Array {
    const { interactions } = this.#growth;
    if (!interactions) return this.#features;
    const groups = interactions.filter((group) => path.every((feature) => group.includes(feature)));
    const meeting = new Set(groups.flat());
    return this.#features.filter((feature) => meeting.has(feature));
  }

  #shuffled(features: Uint32Array): Uint32Array {
    return this.#random.shuffle(features.slice());
  }

  #valueOf({ gradient, hessian }: LeafSums): number {
    const { l1, l2 } = this.#growth;
    const size = Math.max(0, Math.abs(gradient) - l1);
    const total = hessian + l2;
    return total > 0 ? (-Math.sign(gradient) * size) / total + 0 : 0;
  }

  #takeSlot(): number {
    return this.#freeSlots.pop() ?? this.#slots++;
  }

  *#build(slot: number, from: number, to: number, features: Uint32Array | null): Sliced<void> {
    const width = features?.length ?? this.#bins.length;
    const most = Math.ceil(SLICE_CELLS / width);
    this.#kernels.clear(slot, features);
    for (let at = from; at < to; at += most) {
      const end = Math.min(to, at + most);
      this.#kernels.build(slot, at, end, features);
      this.#cells += (end - at) * width;
      if (this.#cells < SLICE_CELLS) continue;
      this.#cells = 0;
      yield;
    }
  }
}

/** How many of them make up a share; at least one. */
function shareOf(features: Uint32Array, share: number): number {
  return Math.max(1, Math.round(share * features.length));
}

/** The leaf with the largest gain, the earliest of equals; or the newest, which is the smaller one of two. */
function takeNext(open: OpenLeaf[], isByDepth: boolean): OpenLeaf {
  let best = isByDepth ? open.length - 1 : 0;
  if (!isByDepth)
    for (let i = 1; i < open.length; i++) if (open[i]!.split!.gain > open[best]!.split!.gain) best = i;
  return open.splice(best, 1)[0]!;
}
