import type { JsonObject } from './json.ts';
import type { Learner, LearnerKind, LearnerParts, Problem } from './learner.ts';
import type { Batch } from './matrix.ts';
import type { Tree } from './trees.ts';

/** Trees whose values, added up on a base, are the scores of rows. */
export interface Ensemble {
  readonly base: Float64Array<ArrayBuffer>; // (outputs)
  /** Round by round, in each one tree for each output; the learning rate is in their values. */
  readonly trees: readonly Tree[];
}

export const REGRESSION_LOSSES = ['squared', 'absolute', 'huber', 'quantile', 'poisson'] as const;

/** What a regression's trees lower. */
export type RegressionLoss = (typeof REGRESSION_LOSSES)[number];

/**
 * Boosted trees by themselves: what they answer, without the options that they were grown by and the rows that their learner remembers.
 *
 * The scores are logits of the second class (binary), logits of the classes (multiclass), the logarithm of the value (`poisson`), or
 * the value itself.
 */
export interface GrownTrees {
  readonly problem: Problem;
  /** Of a regression. */
  readonly loss: RegressionLoss;
  /** Which quantile, where the loss is `quantile`. */
  readonly quantile: number;
  /** From where on Huber's loss is a straight line, in the target's unit; above 0. */
  readonly deviation: number;
  readonly ensemble: Ensemble;
}

/** A learner whose whole model is boosted trees: others may look into them, and take them along. */
export interface TreeBearer extends Learner {
  /** Throws `not-fitted`. */
  grown(): GrownTrees;
}

export function bearsTrees(learner: Learner): learner is TreeBearer {
  return 'grown' in learner;
}

/** A kind of learner that takes in trees which others have grown. */
export interface TreeKind<Options extends JsonObject = JsonObject> extends LearnerKind<Options> {
  /**
   * A learner that answers as these trees do, and can learn on.
   *
   * @param options the loss is that of the trees, whatever they say; trees kept at most are at least so many as there are
   * @param rows of which it remembers some from the start; none by default
   */
  adopt(grown: GrownTrees, options: Options, parts: LearnerParts, rows?: Batch): TreeBearer;
}

export function takesTrees(kind: object): kind is TreeKind {
  return 'adopt' in kind;
}
