import type { NumberTape } from '../number-tape.ts';
import type { TreeProblem, Watched } from './watched.ts';

/** When a leaf becomes a test. */
export interface GrowthOptions {
  /** Weight that a leaf gathers between two looks for a split. */
  readonly gracePeriod: number;
  /** The probability that the chosen feature is not the best one (delta of Hoeffding's bound). */
  readonly splitRisk: number;
  /** Where the bound is below this, the best two are so near each other that either will do (tau). */
  readonly tieThreshold: number;
}

/** A test that may take a leaf's place: at most a threshold, equal to a category, or a branch for each category. */
export interface Split {
  readonly feature: number;
  readonly kind: 'threshold' | 'equal' | 'each';
  /** Threshold or category; 0 for `each`. */
  readonly value: number;
}

/** What takes a leaf's place: a test, and a leaf for each of its outcomes; null for a category that was not seen. */
export interface Parting {
  readonly split: Split;
  readonly leaves: (TreeLeaf | null)[];
}

/** Where rows end in a tree, and what is learnt there. */
export interface TreeLeaf {
  readonly depth: number;
  /** The weight of its rows, with what was inherited from the split above. */
  readonly total: number;
  /** How many numbers it keeps. */
  readonly size: number;
  /** Adds the probabilities of the classes, or the value, times `factor`, to `into`. Changes nothing. */
  predict(x: Float32Array, at: number, into: Float64Array, factor: number): void;
  learn(x: Float32Array, at: number, y: number, weight: number): void;
  /**
   * Looks whether it should become a test.
   *
   * @param watched what each new leaf is to watch.
   */
  part(options: GrowthOptions, watched: () => Watched): Parting | null;
  /**
   * Makes room for new inputs and categories.
   *
   * @param added inputs that it comes to watch too.
   */
  grow(problem: TreeProblem, added: readonly number[]): void;
  /** Lets go of the cells of single rows, as far as it predicts the same without them. */
  forgetRows(): void;
  save(tape: NumberTape): void;
}
