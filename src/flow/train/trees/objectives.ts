import type { RegressionLoss } from '../../../core/grown-trees.ts';
import type { Problem } from '../../../core/learner.ts';
import type { Batch } from '../../../core/matrix.ts';
import { logistic } from '../../../math/dense.ts';

export type ObjectiveOptions = {
  readonly regressionLoss: RegressionLoss;
  /** The share of rows that lie below what `quantile` predicts. */
  readonly quantile: number;
};

type Rows = Pick<Batch, 'y' | 'weights'>;

/** A loss of rows by their scores, one for each output. */
export interface TreeObjective {
  readonly outputs: number;
  /**
   * Gradient and second derivative of each row's loss by its score of this output, times the row's weight.
   *
   * @param scores (rows, outputs); the outputs of a round are gone through in their order, and the scores of an output stay the same until it was its turn
   */
  derive(rows: Rows, scores: Float64Array, output: number, pairs: Float32Array): void;
  /** The losses of the rows, or of every so many of them from the first on, times their weights, summed. */
  loss(rows: Rows, scores: Float64Array, every?: number): number;
  /** What is predicted: probabilities of classes, or values. */
  answer(scores: Float64Array): Float32Array<ArrayBuffer>;
  /** For losses whose second derivative says nothing: which quantile of a leaf's residuals is its value. */
  readonly leafQuantile: number | null;
}

/**
 * The loss of a problem: binary and multiclass log loss, and of a regression the one that is asked for.
 *
 * @param deviation of a regression's target: beyond it, Huber's loss grows like the absolute one (Huber 1964)
 */
export function objectiveFor(problem: Problem, options: ObjectiveOptions, deviation: number): TreeObjective {
  if (problem.task === 'binary') return binary;
  if (problem.task === 'multiclass') return multiclass(problem.classes.length);
  switch (options.regressionLoss) {
    case 'squared':
      return squared;
    case 'absolute':
      return quantile(0.5, 2);
    case 'quantile':
      return quantile(options.quantile, 1);
    case 'huber':
      return huber(deviation);
    case 'poisson':
      return poisson;
  }
}

const binary: TreeObjective = {
  outputs: 1,
  leafQuantile: null,
  derive({ y, weights }, scores, _, pairs) {
    for (let row = 0; row < y.length; row++) {
      const chance = logistic(scores[row]!);
      const weight = weights ? weights[row]! : 1;
      pairs[2 * row] = weight * (chance - y[row]!);
      pairs[2 * row + 1] = weight * chance * (1 - chance);
    }
  },
  loss: ({ y, weights }, scores, every = 1) =>
    sum(y, weights, every, (row) => {
      const score = scores[row]!;
      return Math.max(score, 0) - score * y[row]! + Math.log1p(Math.exp(-Math.abs(score)));
    }),
  answer(scores) {
    const values = new Float32Array(2 * scores.length);
    for (let row = 0; row < scores.length; row++) {
      values[2 * row + 1] = logistic(scores[row]!);
      values[2 * row] = 1 - values[2 * row + 1]!;
    }
    return values;
  },
};

/** Softmax; the second derivative times classes / (classes - 1), for scores that move together change nothing (Friedman 2001). */
function multiclass(classes: number): TreeObjective {
  const factor = classes / (classes - 1);
  /** The largest score, and the logarithm of the sum of all e^score. */
  const logSum = (scores: Float64Array, at: number): number => {
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, scores[at + c]!);
    let total = 0;
    for (let c = 0; c < classes; c++) total += Math.exp(scores[at + c]! - largest);
    return largest + Math.log(total);
  };
  let sums = new Float64Array();
  return {
    outputs: classes,
    leafQuantile: null,
    derive({ y, weights }, scores, output, pairs) {
      if (output === 0) {
        if (sums.length !== y.length) sums = new Float64Array(y.length);
        for (let row = 0; row < y.length; row++) sums[row] = logSum(scores, row * classes);
      }
      for (let row = 0; row < y.length; row++) {
        const chance = Math.exp(scores[row * classes + output]! - sums[row]!);
        const weight = weights ? weights[row]! : 1;
        pairs[2 * row] = weight * (chance - (y[row] === output ? 1 : 0));
        pairs[2 * row + 1] = weight * factor * chance * (1 - chance);
      }
    },
    loss: ({ y, weights }, scores, every = 1) =>
      sum(y, weights, every, (row) => logSum(scores, row * classes) - scores[row * classes + y[row]!]!),
    answer(scores) {
      const values = new Float32Array(scores.length);
      for (let at = 0; at < scores.length; at += classes) {
        const total = logSum(scores, at);
        for (let c = 0; c < classes; c++) values[at + c] = Math.exp(scores[at + c]! - total);
      }
      return values;
    },
  };
}

/** Half the squared error. */
const squared: TreeObjective = {
  outputs: 1,
  leafQuantile: null,
  derive({ y, weights }, scores, _, pairs) {
    for (let row = 0; row < y.length; row++) {
      const weight = weights ? weights[row]! : 1;
      pairs[2 * row] = weight * (scores[row]! - y[row]!);
      pairs[2 * row + 1] = weight;
    }
  },
  loss: ({ y, weights }, scores, every = 1) =>
    sum(y, weights, every, (row) => (scores[row]! - y[row]!) ** 2 / 2),
  answer: (scores) => Float32Array.from(scores),
};

/** Half the squared error up to `delta`, from there on a straight line. */
function huber(delta: number): TreeObjective {
  return {
    ...squared,
    derive({ y, weights }, scores, _, pairs) {
      for (let row = 0; row < y.length; row++) {
        const weight = weights ? weights[row]! : 1;
        pairs[2 * row] = weight * Math.min(delta, Math.max(-delta, scores[row]! - y[row]!));
        pairs[2 * row + 1] = weight;
      }
    },
    loss: ({ y, weights }, scores, every = 1) =>
      sum(y, weights, every, (row) => {
        const distance = Math.abs(scores[row]! - y[row]!);
        return distance <= delta ? distance ** 2 / 2 : delta * (distance - delta / 2);
      }),
  };
}

/** The check loss (Koenker & Bassett 1978), times `scale`: with the share .5 and 2 the absolute error. */
function quantile(share: number, scale: number): TreeObjective {
  return {
    ...squared,
    leafQuantile: share,
    derive({ y, weights }, scores, _, pairs) {
      for (let row = 0; row < y.length; row++) {
        const weight = weights ? weights[row]! : 1;
        pairs[2 * row] = weight * scale * (y[row]! > scores[row]! ? -share : 1 - share);
        pairs[2 * row + 1] = weight;
      }
    },
    loss: ({ y, weights }, scores, every = 1) =>
      sum(y, weights, every, (row) => {
        const above = y[row]! - scores[row]!;
        return scale * (above > 0 ? share * above : (share - 1) * above);
      }),
  };
}

/** Added to the score within the second derivative, so that a step of a count that was 0 so far stays small (as LightGBM does). */
const POISSON_STEP = 0.7;

/** e^score - y score: the negative log likelihood of counts, but for what does not depend on the score. */
const poisson: TreeObjective = {
  outputs: 1,
  leafQuantile: null,
  derive({ y, weights }, scores, _, pairs) {
    for (let row = 0; row < y.length; row++) {
      const weight = weights ? weights[row]! : 1;
      const expected = Math.exp(scores[row]!);
      pairs[2 * row] = weight * (expected - y[row]!);
      pairs[2 * row + 1] = weight * expected * Math.exp(POISSON_STEP);
    }
  },
  loss: ({ y, weights }, scores, every = 1) =>
    sum(y, weights, every, (row) => Math.exp(scores[row]!) - y[row]! * scores[row]!),
  answer: (scores) => Float32Array.from(scores, (score) => Math.exp(score)),
};

function sum(
  y: Float32Array,
  weights: Float32Array | null,
  every: number,
  of: (row: number) => number,
): number {
  let total = 0;
  for (let row = 0; row < y.length; row += every) total += (weights ? weights[row]! : 1) * of(row);
  return total;
}
