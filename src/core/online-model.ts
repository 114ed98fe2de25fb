import type { JsonObject } from './json.ts';
import type { Task } from './schema.ts';
import type { PartState } from './snapshot.ts';

/**
 * What a model of a stream is asked, in numbers alone: inputs have places instead of names, classes have indexes.
 */
export interface OnlineProblem {
  readonly task: Task;
  /** One an input: 0 where it is a number, else of how many categories it holds the index. */
  readonly categories: readonly number[];
  /** How many classes there are so far; 0 for a regression. */
  readonly classes: number;
}

/**
 * A model that learns a stream row by row, in place, each row once.
 *
 * A row is a piece of a row-major array. NaN stands for an input that the row lacks: every model copes with it in its own
 * way, and none lets it into its state. What it is handed is checked before: other cells are finite, categories and classes
 * are within the problem, weights are above 0. So neither `predict` nor `learn` throws.
 */
export interface OnlineModel {
  /**
   * Writes the probability of each class, or the value in the target's own unit. Before the first row all classes are equally likely,
   * and the value is 0. Changes nothing.
   *
   * @param x rows, of which one begins at `at`.
   * @param into (classes), or (1)
   */
  predict(x: Float32Array, at: number, into: Float64Array): void;
  /**
   * Takes in one row.
   *
   * @param y the class index, or the value.
   * @param weight how much the row counts, beside others of 1.
   */
  learn(x: Float32Array, at: number, y: number, weight: number): void;
  /**
   * Makes room for inputs and classes that appear in mid-stream: the new ones stand behind those that there were. What it predicts of a
   * row that lacks the new inputs is what it was, with probability 0, or next to it, for the new classes. Inputs and classes
   * that vanish need no word: they are NaN, or do not come.
   */
  grow(problem: OnlineProblem): void;
  /**
   * Lets go of cells of single rows that it keeps to learn by, such as the extremes of an input: what it predicts does not change. Absent
   * where there are none.
   */
  forgetRows?(): void;
  /** A copy of all that it needs to go on as if it had not been saved. */
  save(): PartState;
}

/** One kind of model for streams: how to begin, and how to go on with one that was saved. */
export interface OnlineModelKind<Options extends JsonObject = JsonObject> {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  /** Author, title, year; of a baseline what it does. */
  readonly source: string;
  /** What it can be asked. */
  readonly tasks: readonly Task[];
  readonly defaults: Options;
  /**
   * @param seed of whatever it draws; where it draws nothing, nothing depends on it.
   * @throws PerennialError `options` for those that it cannot work with.
   */
  create(problem: OnlineProblem, options: Options, seed: number): OnlineModel;
  /** @throws PerennialError `snapshot-format` where `saved` is none of its own states for this problem. */
  load(problem: OnlineProblem, options: Options, saved: PartState): OnlineModel;
  /** The first answer after a row was learnt costs far more than the row: it is asked seldom while many rows are learnt. False by default. */
  readonly answersLate?: boolean;
  /** Its state holds rows that it has learnt: without them it could not predict. False by default. */
  readonly isMadeOfRows?: boolean;
}
