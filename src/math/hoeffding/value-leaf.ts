import type { NumberTape } from '../number-tape.ts';
import { deepest } from './branch.ts';
import { CategoryMoments } from './category-moments.ts';
import { LeafLine } from './leaf-line.ts';
import { ThresholdTree } from './threshold-tree.ts';
import type { GrowthOptions, Parting, Split, TreeLeaf } from './tree-leaf.ts';
import { ValueMoments } from './value-moments.ts';
import { layoutOf, readWatched, type TreeProblem, type Watched } from './watched.ts';

/** What is left of an earlier error in the comparison of mean and line, row by row: River's default. */
const memory = 0.95;

/**
 * A leaf of a Hoeffding tree for values. It predicts by the mean of its target or by a line through its inputs, whichever erred less of
 * late, and finds tests by the variance that they explain: FIMT-DD (Ikonomovska, Gama & Dzeroski, "Learning model trees from evolving
 * data streams", 2011) as River has it.
 */
export class ValueLeaf implements TreeLeaf {
  readonly depth: number;
  watched: Watched;
  readonly #target: ValueMoments;
  readonly #line: LeafLine;
  /** Squared errors, fading. */
  #meanLoss = 0;
  #lineLoss = 0;
  #lookedAt: number;
  /** One for each feature watched. */
  #observers: (ThresholdTree | CategoryMoments)[];

  constructor(depth: number, watched: Watched, target: ValueMoments, line: LeafLine) {
    this.depth = depth;
    this.watched = watched;
    this.#target = target;
    this.#line = line;
    this.#lookedAt = target.weight;
    this.#observers = watched.categories.map(observerFor);
  }

  get total(): number {
    return this.#target.weight;
  }

  predict(x: Float32Array, at: number, into: Float64Array, factor: number): void {
    const isMean = this.#meanLoss < this.#lineLoss;
    into[0]! += factor * (isMean ? this.#target.mean : this.#line.predict(x, at));
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#meanLoss = memory * this.#meanLoss + (y - this.#target.mean) ** 2;
    this.#lineLoss = memory * this.#lineLoss + (y - this.#line.predict(x, at)) ** 2;
    this.#target.add(y, weight);
    this.watched.features.forEach((feature, i) => {
      const value = x[at + feature]!;
      if (!Number.isNaN(value)) this.#observers[i]!.add(value, y, weight);
    });
    this.#line.learn(x, at, y, weight);
  }

  /**
   * It should where the second best feature's merit is a smaller share of the best one's than 1 less Hoeffding's bound, or both are as
   * good. Where it should not, thresholds that are far behind are given up.
   */
  part(options: GrowthOptions, watched: () => Watched): Parting | null {
    const { weight } = this.#target;
    if (weight - this.#lookedAt < options.gracePeriod || this.depth >= deepest) return null;
    this.#lookedAt = weight;
    const { best, second } = this.#rank();
    if (!best || !(best.merit > 0)) return null;
    const bound = Math.sqrt(Math.log(1 / options.splitRisk) / (2 * weight));
    const ratio = second / best.merit;
    if (ratio < 1 - bound || bound < options.tieThreshold) {
      const { split, sides } = best;
      return { split, leaves: sides.map((target) => target && this.#child(target, watched())) };
    }
    if (ratio > 0)
      for (const observer of this.#observers)
        if (observer instanceof ThresholdTree) observer.prune(this.#target, (ratio - 2 * bound) * best.merit);
    return null;
  }

  /** Of equals the later feature wins. */
  #rank(): { best: Test | null; second: number } {
    let best: Test | null = null;
    let second = -Infinity;
    this.#observers.forEach((observer, i) => {
      const test = testOf(observer, this.watched.features[i]!, this.watched.categories[i]!, this.#target);
      if (!test) return;
      if (!best || test.merit >= best.merit) {
        second = best?.merit ?? second;
        best = test;
      } else second = Math.max(second, test.merit);
    });
    return { best, second };
  }

  #child(target: ValueMoments, watched: Watched): ValueLeaf {
    const child = new ValueLeaf(this.depth + 1, watched, target.copy(), this.#line.copy());
    child.#meanLoss = this.#meanLoss;
    child.#lineLoss = this.#lineLoss;
    return child;
  }

  grow(problem: TreeProblem, added: readonly number[]): void {
    this.watched = layoutOf(problem, [...this.watched.features, ...added]);
    this.#observers.push(...added.map((feature) => observerFor(problem.categories[feature]!)));
    this.#line.grow(problem);
  }

  forgetRows(): void {
    this.#observers = this.watched.categories.map(observerFor);
    this.#line.forgetRows();
  }

  get size(): number {
    const observed = this.#observers.reduce((sum, { count }) => sum + 5 * count, 0);
    return 12 + this.#line.size + observed;
  }

  save(tape: NumberTape): void {
    tape.writeAll([this.depth, this.#meanLoss, this.#lineLoss, this.#lookedAt]);
    tape.writeAll(this.watched.features);
    this.#target.save(tape);
    this.#line.save(tape);
    for (const observer of this.#observers) observer.save(tape);
  }

  /** @param depth at which it must stand. */
  static load(tape: NumberTape, problem: TreeProblem, depth: number): ValueLeaf {
    const [found, meanLoss = 0, lineLoss = 0, lookedAt = 0] = tape.readAll(4);
    if (found !== depth) tape.refuse(`a leaf says depth ${found} at depth ${depth}`);
    const watched = readWatched(tape, problem);
    const leaf = new ValueLeaf(depth, watched, ValueMoments.load(tape), LeafLine.load(tape, problem));
    leaf.#meanLoss = meanLoss;
    leaf.#lineLoss = lineLoss;
    leaf.#lookedAt = lookedAt;
    leaf.#observers = watched.categories.map((count) =>
      count ? CategoryMoments.load(tape, count) : ThresholdTree.load(tape),
    );
    return leaf;
  }
}

interface Test {
  readonly merit: number;
  readonly split: Split;
  readonly sides: readonly (ValueMoments | null)[];
}

function observerFor(categories: number): ThresholdTree | CategoryMoments {
  return categories ? new CategoryMoments() : new ThresholdTree();
}

function testOf(
  observer: ThresholdTree | CategoryMoments,
  feature: number,
  categories: number,
  target: ValueMoments,
): Test | null {
  if (observer instanceof ThresholdTree) {
    const best = observer.best(target);
    return (
      best && {
        merit: best.merit,
        sides: best.sides,
        split: { feature, kind: 'threshold', value: best.value },
      }
    );
  }
  const best = observer.best(target, categories);
  return (
    best && { merit: best.merit, sides: best.sides, split: { feature, kind: best.kind, value: best.value } }
  );
}
