import type { Problem } from '../../../core/learner.ts';
import type { ChunkedBatch, Matrix } from '../../../core/matrix.ts';
import type { CurvePoint } from '../../../core/progress.ts';
import type { Sliced } from '../../../core/sliced.ts';
import type { Tree, TreeSession } from '../../../core/trees.ts';
import { leafOf } from '../../../math/trees/add-tree.ts';
import { ForestScores } from './forest-scores.ts';

/** Losses of training rows are those of so many at most, evenly spread: all of them would cost as much as a tree. */
const MOST_JUDGED = 20_000;

/** Rows that go through a tree before others are let in, and rows that go through all trees so far. */
const SENT_ROWS = 16_384;
const CAUGHT_UP_ROWS = 256;

/** A tree, once for each output, and how often each judging training row is in its bag; null: nobody asks. */
export interface AskedTree {
  readonly round: readonly Tree[];
  readonly counts: Uint32Array | null;
}

/** Which rows judge a forest while it grows: training rows by all trees and by those that did not learn them, and validation rows. */
export class ForestJudges {
  /** Every so many of the training rows. */
  readonly #every: number;
  readonly #rows: number;
  readonly #training: ForestScores;
  readonly #outOfBag: ForestScores | null;
  readonly #validation: ForestScores | null;
  readonly #asked: Uint32Array<ArrayBuffer>;

  /** @param hasBags whether trees leave rows out */
  constructor(
    problem: Problem,
    rows: ChunkedBatch,
    validation: ChunkedBatch | null,
    base: Float64Array,
    hasBags: boolean,
  ) {
    const { y, weights } = rows;
    this.#rows = y.length;
    this.#every = Math.ceil(y.length / MOST_JUDGED);
    const isJudged = (_: unknown, row: number) => row % this.#every === 0;
    const judged = { y: y.filter(isJudged), weights: weights && weights.filter(isJudged) };
    this.#training = new ForestScores(problem, judged, base);
    this.#outOfBag = hasBags ? new ForestScores(problem, judged, base) : null;
    this.#validation = validation && new ForestScores(problem, validation, base);
    const behind = validation?.y.length ?? 0;
    this.#asked = Uint32Array.from({ length: judged.y.length + behind }, (_, at) =>
      at < judged.y.length ? at * this.#every : y.length + at - judged.y.length,
    );
  }

  /** Of counts of all training rows those of the judging ones. */
  countsOf(counts: Uint32Array | null): Uint32Array | null {
    return counts && counts.filter((_, row) => row % this.#every === 0);
  }

  /** Asks the session's newest tree about all judging rows. */
  *ask(tree: AskedTree, session: Pick<TreeSession, 'leavesOf'>): Sliced<void> {
    for (let from = 0; from < this.#asked.length; from += SENT_ROWS) {
      const some = this.#asked.subarray(from, from + SENT_ROWS);
      const leaves = session.leavesOf(some);
      for (const [at, row] of some.entries()) this.#add(row, tree, leaves[at]!);
      yield;
    }
  }

  /**
   * Asks trees that were there before about the rows of a chunk, of which those behind the training rows are validation rows.
   *
   * @param from the chunk's first row
   */
  *catchUp(trees: readonly AskedTree[], { rows, features, data }: Matrix, from: number): Sliced<void> {
    if (trees.length === 0) return;
    for (let row = from; row < from + rows; row++) {
      if (row < this.#rows && row % this.#every !== 0) continue;
      for (const tree of trees)
        this.#add(row, tree, leafOf(tree.round[0]!, data, (row - from) * features.length));
      if (row % CAUGHT_UP_ROWS === 0) yield;
    }
  }

  /** What they say so far, as a part of the curve. */
  point(): Omit<CurvePoint, 'step' | 'epoch'> {
    const outOfBag = this.#outOfBag?.score();
    return {
      trainLoss: this.#training.score()!.loss,
      validationLoss: this.#validation?.score()?.loss ?? null,
      ...(this.#outOfBag && { outOfBagLoss: outOfBag?.loss ?? null, outOfBagScore: outOfBag?.score ?? null }),
    };
  }

  #add(row: number, { round, counts }: AskedTree, leaf: number): void {
    if (row >= this.#rows) return this.#validation!.add(row - this.#rows, round, leaf);
    const judging = row / this.#every;
    this.#training.add(judging, round, leaf);
    if (counts?.[judging] === 0) this.#outOfBag?.add(judging, round, leaf);
  }
}
