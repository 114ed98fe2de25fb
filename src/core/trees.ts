import type { EngineChoice, EngineKind } from './dense.ts';
import type { Matrix } from './matrix.ts';
import type { Sliced } from './sliced.ts';

/**
 * Decision trees, and who grows them.
 *
 * A TreeEngine puts the values of rows into bins and grows trees on gradients, as fast as its processor lets it. It is not a
 * learner: it knows nothing of losses, classes, rounds or early stopping. A tree that it hands out speaks of values, not of bins, so that
 * trees grown on other rows, in other bins or by another engine stand beside it in one model.
 */
export interface TreeEngine {
  readonly kind: EngineKind;
  /**
   * Gets ready for so many rows; what is done in a slice of it, or of `look` and `take`, takes some milliseconds.
   *
   * @param apart rows that are taken over after these: no tree and no bin learns from them, but each tree tells their leaves
   */
  open(rows: number, plan: BinPlan, apart?: number): TreeIntake;
}

/**
 * Rows on their way into a session: chunk by chunk, in the same order twice (those apart once), so that their values need never be there as a
 * whole. How they are divided into chunks changes nothing.
 */
export interface TreeIntake {
  /** Learns from the next rows how values become bins. */
  look(x: Matrix): Sliced<void>;
  /**
   * Takes the next rows over, binned; once all have been looked at. Those apart follow the others, in chunks of their own.
   *
   * @throws where the engine cannot run here, or its memory runs out.
   */
  take(x: Matrix): Sliced<void>;
  /** Once all have been taken over. */
  session(): TreeSession;
}

/** Finds the engine for trees, and says why in a sentence: handed to learners, so that they never reach for one. */
export type ChooseTrees = (
  choice: EngineChoice,
) => Promise<{ readonly engine: TreeEngine; readonly reason: string }>;

/** How values become bins. */
export interface BinPlan {
  /** Of each feature: 0 for a number; else its values are indexes of categories, from 0 to that less 1. */
  readonly categories: Uint32Array<ArrayBuffer>; // (features)
  /** Bins of a feature at most, 2 to 255; one more holds what is missing. */
  readonly bins: number;
  /** The bounds are quantiles of so many rows, drawn at random; of all where there are no more. */
  readonly sampleRows: number;
  readonly seed: number;
}

/** When a leaf is split, and where. */
export interface TreeGrowth {
  /**
   * At most. Leaves are split in the order of gain, and each that waits holds a histogram. 0: any number, and of two children the one of fewer rows is
   * split to its end first, so that no more leaves wait than the logarithm of the rows to the base 2.
   */
  readonly leaves: number;
  /** Splits between the root and a leaf at most; 0: any number. */
  readonly depth: number;
  /** Rows that a leaf has at least. */
  readonly leafRows: number;
  /** The sum of hessians that a leaf has at least. */
  readonly leafHessian: number;
  /** Taken from the size of a leaf's gradient; added to its hessian. */
  readonly l1: number;
  readonly l2: number;
  /** What a split has to gain at least, in the unit of T(G)^2 / (H + l2). */
  readonly minimumGain: number;
  /** Categories are put in the order of G / (H + categorySmoothing), for the hessian of a rare one says little. */
  readonly categorySmoothing: number;
  /** Added to l2 where categories are split by that order. */
  readonly categoryL2: number;
  /** Categories on the smaller side of a split at most. */
  readonly categoryLimit: number;
  /**
   * The share of features that a tree, and that a split, looks at; at least one. Where a leaf cannot be split by those that were drawn, the tree's other
   * ones are tried, one by one, as scikit-learn does: a leaf is closed only where no feature divides it.
   */
  readonly treeFeatures: number;
  readonly splitFeatures: number;
  /** One threshold a feature and split, drawn at random (Geurts, Ernst & Wehenkel, "Extremely randomized trees", 2006). */
  readonly isRandom: boolean;
  /** Of each feature: 1 where the output may only rise with it, -1 where it may only fall; null: no such wish. */
  readonly monotone: Int8Array<ArrayBuffer> | null; // (features)
  /** Groups of features: on the way to a leaf there are only those of one group; null: any. */
  readonly interactions: readonly (readonly number[])[] | null;
  readonly seed: number;
}

/** Rows in bins, and the trees grown on them. */
export interface TreeSession {
  readonly rows: number;
  /**
   * The gradient of each row's loss by its score and its second derivative (0 or more), to be written before each `grow`, which uses them
   * up. The array is of no use after the next call of any other method.
   */
  gradients(): Float32Array; // (rows, 2)
  /**
   * Grows a tree, leaf by leaf, that which gains most first. Each leaf's value is -T(G) / (H + l2) of its rows: a whole Newton step.
   *
   * Gradients are first rounded to multiples of one power of two, the largest to some 2^30 of them for a thousand rows, 2^21 for a million, so that
   * sums are exact whatever their order: every engine, and any number of threads, grows the same tree.
   *
   * @param rows those that it learns from, in ascending order; null: all.
   */
  grow(rows: Uint32Array<ArrayBuffer> | null, growth: TreeGrowth): Sliced<Tree>;
  /** The rows of the newest tree that lie in a leaf, in ascending order. */
  leafRows(leaf: number): Uint32Array;
  /** In which leaf of the newest tree these rows lie, whether it was grown on them or not; those apart are numbered behind the others. */
  leavesOf(rows: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer>;
  /** Frees what the session holds; it is of no use afterwards. */
  close(): void;
}

/**
 * One tree. Without any split it has no nodes and one leaf. A child that is a leaf is ~leaf, below 0; else it is a node, and comes after its
 * parent.
 */
export interface Tree {
  /** The feature that each node asks for. */
  readonly features: Uint32Array<ArrayBuffer>; // (nodes)
  /** Numbers up to it go left; NaN where the node asks for a category. */
  readonly thresholds: Float32Array<ArrayBuffer>; // (nodes)
  /** The categories that go left: those whose bit is set, the lowest bit of the first word is the category 0. Empty: a number. */
  readonly sets: readonly Uint32Array<ArrayBuffer>[]; // (nodes)
  /** 1: what is missing goes left. */
  readonly missing: Uint8Array<ArrayBuffer>; // (nodes)
  readonly left: Int32Array<ArrayBuffer>; // (nodes)
  readonly right: Int32Array<ArrayBuffer>; // (nodes)
  /** What each split gained. */
  readonly gains: Float64Array<ArrayBuffer>; // (nodes)
  readonly values: Float64Array<ArrayBuffer>; // (leaves)
  /** The rows that each leaf was grown on. */
  readonly counts: Float64Array<ArrayBuffer>; // (leaves)
}
