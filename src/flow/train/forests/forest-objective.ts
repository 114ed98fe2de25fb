import type { Problem } from '../../../core/learner.ts';
import type { Batch } from '../../../core/matrix.ts';
import { outputsOf } from '../trees/tree-snapshot.ts';
import type { TreeObjective } from '../trees/objectives.ts';
import { targetOf } from './target-of.ts';

type Rows = Pick<Batch, 'y' | 'weights'>;

/** No probability is so small but for rounding. */
const LEAST = 1e-12;

/**
 * What is the same for all rows: the mean; or the share of the second class, or of each class, as if there were one row more of each (Laplace), so that
 * none is 0.
 */
export function forestBase({ y, weights }: Rows, problem: Problem): Float64Array<ArrayBuffer> {
  const base = new Float64Array(outputsOf(problem));
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = weights ? weights[row]! : 1;
    total += weight;
    for (let output = 0; output < base.length; output++)
      base[output]! += weight * targetOf(problem, y[row]!, output);
  }
  if (problem.task === 'regression') return base.map((sum) => sum / total);
  return base.map((sum) => (sum + 1) / (total + problem.classes.length));
}

/**
 * What a forest's trees are for: each by itself for the squared error, of the value or of being of a class, so that a leaf is the mean of its rows beside the
 * base. Scores do not matter to it, for trees do not mend each other. The loss is that of what they say together: log loss or half the squared error.
 */
export function forestObjective(problem: Problem, base: Float64Array): TreeObjective {
  const outputs = base.length;
  return {
    outputs,
    leafQuantile: null,
    derive({ y, weights }, _, output, pairs) {
      for (let row = 0; row < y.length; row++) {
        const weight = weights ? weights[row]! : 1;
        pairs[2 * row] = weight * (base[output]! - targetOf(problem, y[row]!, output));
        pairs[2 * row + 1] = weight;
      }
    },
    loss({ y, weights }, scores, every = 1) {
      let total = 0;
      for (let row = 0; row < y.length; row += every)
        total += (weights ? weights[row]! : 1) * rowLoss(problem, y[row]!, scores, row * outputs);
      return total;
    },
    answer: (scores) => answerOf(problem, scores),
  };
}

/** The loss of one row, whose scores begin at `at`. */
export function rowLoss({ task }: Problem, y: number, scores: Float64Array, at: number): number {
  if (task === 'regression') return (y - scores[at]!) ** 2 / 2;
  const chance = task === 'multiclass' ? scores[at + y]! : y === 1 ? scores[at]! : 1 - scores[at]!;
  return -Math.log(Math.min(1, Math.max(LEAST, chance)));
}

/** The values; or the probabilities, whose sum is 1 but for rounding. */
function answerOf({ task }: Problem, scores: Float64Array): Float32Array<ArrayBuffer> {
  if (task === 'regression') return Float32Array.from(scores);
  if (task === 'multiclass') return Float32Array.from(scores, shareOf);
  const values = new Float32Array(2 * scores.length);
  for (let row = 0; row < scores.length; row++) {
    values[2 * row] = shareOf(1 - scores[row]!);
    values[2 * row + 1] = shareOf(scores[row]!);
  }
  return values;
}

function shareOf(score: number): number {
  return Math.min(1, Math.max(0, score));
}
