import type { NumberTape } from '../number-tape.ts';
import type { GrowthOptions } from './tree-leaf.ts';
import type { TreeProblem } from './watched.ts';

export interface TreeOptions extends GrowthOptions {
  /** How many numbers a tree may keep, about; from there on it learns in its leaves and grows no more. */
  readonly most: number;
}

/** What one tree and many have in common: the rows are pieces of a row-major array, and NaN stands for a cell that is missing. */
export interface TreeModel {
  /** Writes the probabilities of the classes, all 0 before the first row, or the value. Changes nothing. */
  predict(x: Float32Array, at: number, into: Float64Array): void;
  /** @param y the index of a class, or the value. */
  learn(x: Float32Array, at: number, y: number, weight: number): void;
  /** Makes room for inputs, categories and classes behind those that there are. */
  grow(problem: TreeProblem): void;
  /**
   * Lets go of the cells of single rows that leaves keep to find tests by: thresholds, extremes. It predicts the same without them, and looks
   * for tests from new rows. The thresholds of the tests that it has stay.
   */
  forgetRows(): void;
  save(tape: NumberTape): void;
  /** @throws PerennialError `snapshot-format` where the tape is none that such a model for this problem has written. */
  load(tape: NumberTape): void;
}
