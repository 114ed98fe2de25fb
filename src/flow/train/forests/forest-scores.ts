import type { Problem } from '../../../core/learner.ts';
import type { Batch } from '../../../core/matrix.ts';
import type { Tree } from '../../../core/trees.ts';
import { rowLoss } from './forest-objective.ts';
import { scaleOf } from './scale-of.ts';

/** How well rows are answered. */
export interface ForestScore {
  /** Mean log loss, or half the mean squared error. */
  readonly loss: number;
  /** Share of rows whose likeliest class is theirs; or R2, the share of the variance that is explained, null where there is none. */
  readonly score: number | null;
}

/** What the trees so far say of some rows: of each those that were asked about it. */
export class ForestScores {
  readonly #problem: Problem;
  readonly #base: Float64Array;
  readonly #y: Float32Array;
  readonly #weights: Float32Array | null;
  readonly #sums: Float64Array; // (rows, outputs)
  /** Trees that were asked about each row. */
  readonly #trees: Uint32Array; // (rows)

  constructor(problem: Problem, { y, weights }: Pick<Batch, 'y' | 'weights'>, base: Float64Array) {
    this.#problem = problem;
    this.#base = base;
    this.#y = y;
    this.#weights = weights;
    this.#sums = new Float64Array(y.length * base.length);
    this.#trees = new Uint32Array(y.length);
  }

  /**
   * Asks one more tree about a row.
   *
   * @param round the tree, once for each output
   * @param leaf where the row ends in it
   */
  add(row: number, round: readonly Tree[], leaf: number): void {
    this.#trees[row]!++;
    for (let output = 0; output < round.length; output++)
      this.#sums[row * round.length + output]! += round[output]!.values[leaf]!;
  }

  /** Of the rows that any tree was asked about; null where there is none. */
  score(): ForestScore | null {
    const isValue = this.#problem.task === 'regression';
    const scores = new Float64Array(this.#base.length);
    let [loss, right, total, sum, squares] = [0, 0, 0, 0, 0];
    for (let row = 0; row < this.#y.length; row++) {
      if (this.#trees[row] === 0) continue;
      this.#write(scores, row);
      const y = this.#y[row]!;
      const weight = this.#weights ? this.#weights[row]! : 1;
      const beyond = y - this.#base[0]!;
      loss += weight * rowLoss(this.#problem, y, scores, 0);
      total += weight;
      sum += weight * beyond;
      squares += weight * beyond * beyond;
      if (!isValue) right += weight * Number(likeliest(scores) === y);
    }
    if (total === 0) return null;
    if (!isValue) return { loss: loss / total, score: right / total };
    const variance = squares / total - (sum / total) ** 2;
    return { loss: loss / total, score: variance > 0 ? 1 - (2 * loss) / total / variance : null };
  }

  #write(scores: Float64Array, row: number): void {
    const scale = scaleOf(this.#problem.task, this.#trees[row]!);
    for (let output = 0; output < scores.length; output++)
      scores[output] = this.#base[output]! + scale * this.#sums[row * scores.length + output]!;
  }
}

/** Of two classes there is the second one's score alone. */
function likeliest(scores: Float64Array): number {
  if (scores.length === 1) return Number(scores[0]! > 0.5);
  let best = 0;
  for (let c = 1; c < scores.length; c++) if (scores[c]! > scores[best]!) best = c;
  return best;
}
