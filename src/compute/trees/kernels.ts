import type { TreeGrowth } from '../../core/trees.ts';

/** Codes of one row and feature: a byte. */
export const CODES = 256;

/** How far, as a share, the step that a row asks for may be from its leaf's where all of them are alike; in tree-kernels/quantise.ts as well. */
export const ALIKE = 2 ** -20;

/** What the rows of a leaf sum up to. */
export interface LeafSums {
  readonly count: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** The best split that a leaf has. */
export interface Split {
  readonly feature: number;
  readonly gain: number;
  /** The last bin on the left; of categories -1. */
  readonly bin: number;
  /** 1 for each bin that goes left, by its code. */
  readonly goesLeft: Uint8Array; // (CODES)
  readonly left: LeafSums;
  readonly leftValue: number;
  readonly rightValue: number;
}

/** How the codes of one feature are to be read. */
export interface CodedFeature {
  /** Bins of present values; the code behind the last one is that of what is missing. */
  readonly bins: number;
  readonly isCategory: boolean;
}

/** A leaf that is to be split. */
export interface ScanRequest {
  readonly slot: number;
  readonly sums: LeafSums;
  /** What its children's values may be. */
  readonly lower: number;
  readonly upper: number;
  /** 1 for each feature that may be asked for. */
  readonly allowed: Uint8Array; // (features)
  /** Where between its first and last filled bin each feature's threshold lies, from 0 to 1; null: wherever it gains most. */
  readonly random: Float64Array | null; // (features)
}

/**
 * The work on rows and histograms: what growing a tree consists of, once it is decided which leaf is next. Every
 * implementation gives the same numbers to the last bit, for sums of gradients are exact (`quantise`).
 *
 * Slots hold histograms: of every feature and code, the count, gradient and hessian of a leaf's rows.
 */
export interface TreeKernels {
  gradients(): Float32Array;
  /** Takes rows in as the root's; null: all. */
  begin(rows: Uint32Array | null, growth: TreeGrowth): void;
  /** The tree is grown, or nobody waits for it any more. */
  end(): void;
  /** The largest sizes of gradient and hessian among the root's rows. */
  largest(): readonly [gradient: number, hessian: number];
  /**
   * Rounds the gradients of the root's rows to multiples of 2^-gradientBits, hessians to those of 2^-hessianBits, halves to the even one; no row's
   * are more than 2^30 of them.
   */
  quantise(gradientBits: number, hessianBits: number): void;
  /**
   * Makes room for a histogram, with nothing in it.
   *
   * @param features of these alone; null: of all
   */
  clear(slot: number, features: Uint32Array | null): void;
  /** Adds the rows at the places from `from` to `to` to a histogram, or to these features' part of it. */
  build(slot: number, from: number, to: number, features: Uint32Array | null): void;
  /** Whether all rows at these places, whose sums are given, ask for the same step, to six digits: no split of them gains anything. */
  areAlike(from: number, to: number, sums: LeafSums): boolean;
  /** What the rows sum up to, by any feature of a slot. */
  sums(slot: number, feature: number): LeafSums;
  /** Takes the histogram of a child off that of its parent: there remains its sibling's. */
  subtract(parent: number, child: number): void;
  /** The split that gains most, the first of equals; null where none gains anything. Its `goesLeft` is of no use after the next scan. */
  scan(request: ScanRequest): Split | null;
  /** Puts those that go left before the others, both in their order; tells how many go left. */
  partition(from: number, to: number, feature: number, goesLeft: Uint8Array): number;
  /** A view of the rows at these places. */
  rowsAt(from: number, to: number): Uint32Array;
  /** Where each row ends, from the node 0 on: ~child of what is below 0. */
  route(
    rows: Uint32Array,
    features: Uint32Array,
    goesLeft: Uint8Array, // (nodes, CODES)
    left: Int32Array,
    right: Int32Array,
  ): Uint32Array<ArrayBuffer>;
}
