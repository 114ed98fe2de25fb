import type { NumberTape } from '../number-tape.ts';
import { deepest } from './branch.ts';
import { inheritance, rankSplits, type ClassCounts } from './class-split.ts';
import type { GrowthOptions, Parting, TreeLeaf } from './tree-leaf.ts';
import { gaussian, laidOut, layoutOf, readWatched, type TreeProblem, type Watched } from './watched.ts';

const halfLogTau = 0.5 * Math.log(2 * Math.PI);

/** A leaf of which more than this share is one class has nothing to split. */
const mostShare = 0.99;

/** Naive Bayes' scores of the classes of the leaf at work, by place. */
let scores = new Float64Array(16);

/**
 * A leaf of a Hoeffding tree for classes: the weight of each class, and class by class a Gaussian for every numeric feature and
 * counts for every categorical one. It predicts by naive Bayes or by its majority, whichever was right more often so far (Holmes,
 * Kirkby & Pfahringer, "Stress-testing Hoeffding trees", 2005).
 *
 * A class has a place here from the moment that it is seen, so that a leaf costs memory for its own classes alone.
 */
export class ClassLeaf implements TreeLeaf, ClassCounts {
  readonly depth: number;
  watched: Watched;
  readonly classes: number[] = [];
  readonly weights: number[] = [];
  readonly observed: (Float64Array<ArrayBuffer> | null)[] = [];
  order: number[] = [];
  #majorityRight = 0;
  #bayesRight = 0;
  /** The weight at the last look for a split. */
  #lookedAt = 0;

  constructor(depth: number, watched: Watched) {
    this.depth = depth;
    this.watched = watched;
  }

  /** Gives a class that was not seen here before its place. */
  #add(label: number, weight: number): void {
    this.classes.push(label);
    this.weights.push(weight);
    this.observed.push(null);
    if (scores.length < this.classes.length) scores = new Float64Array(2 * this.classes.length);
  }

  get total(): number {
    let sum = 0;
    for (const weight of this.weights) sum += weight;
    return sum;
  }

  /** The weights' share of the classes, added to `into`, times `factor`. */
  #majorityInto(into: Float64Array, factor: number): void {
    const total = this.total;
    if (total > 0)
      for (let k = 0; k < this.classes.length; k++)
        into[this.classes[k]!]! += (factor * this.weights[k]!) / total;
  }

  predict(x: Float32Array, at: number, into: Float64Array, factor: number): void {
    if (this.#bayesRight < this.#majorityRight) return this.#majorityInto(into, factor);
    const count = this.classes.length;
    const best = this.#bayes(x, at);
    if (best < 0) return;
    const highest = scores[best]!;
    let sum = 0;
    for (let k = 0; k < count; k++) sum += scores[k] = Math.exp(scores[k]! - highest);
    for (let k = 0; k < count; k++) into[this.classes[k]!]! += (factor * scores[k]!) / sum;
  }

  /** Naive Bayes' log scores, by place. @returns the place of the best, or -1 where there is nothing to go by. */
  #bayes(x: Float32Array, at: number): number {
    const total = this.total;
    if (total === 0) return -1;
    const { features, offsets, categories } = this.watched;
    let best = -1;
    let highest = -Infinity;
    for (let k = 0; k < this.classes.length; k++) {
      const weight = this.weights[k]!;
      let score = weight > 0 ? Math.log(weight / total) : -Infinity;
      const observed = this.observed[k]!;
      if (observed && weight > 0) {
        for (let i = 0; i < features.length; i++) {
          const o = offsets[i]!;
          const value = x[at + features[i]!]!;
          if (Number.isNaN(value)) continue;
          if (categories[i]! === 0) {
            const d = value - observed[o + gaussian.mean]!;
            score += d * d * observed[o + gaussian.factor]! - observed[o + gaussian.offset]!;
          } else {
            const count = observed[o + value]!;
            if (count > 0) score += Math.log(count / observed[o + categories[i]!]!);
          }
        }
      }
      scores[k] = score;
      if (score > highest) {
        highest = score;
        best = k;
      }
    }
    return best;
  }

  learn(x: Float32Array, at: number, label: number, weight: number): void {
    const { classes, weights } = this;
    let most = 0;
    for (let k = 1; k < classes.length; k++) if (weights[k]! > weights[most]!) most = k;
    if (classes.length === 0 || classes[most] === label) this.#majorityRight += weight;
    const best = this.#bayes(x, at);
    if (best >= 0 && classes[best] === label) this.#bayesRight += weight;

    let place = classes.indexOf(label);
    if (place < 0) {
      place = classes.length;
      this.#add(label, 0);
    }
    weights[place]! += weight;
    this.#observe(place, x, at, weight);
  }

  #observe(place: number, x: Float32Array, at: number, weight: number): void {
    const { features, offsets, categories } = this.watched;
    let observed = this.observed[place]!;
    if (observed === null) {
      observed = this.observed[place] = new Float64Array(this.watched.length);
      this.order.push(place);
    }
    for (let i = 0; i < features.length; i++) {
      const o = offsets[i]!;
      const value = x[at + features[i]!]!;
      if (Number.isNaN(value)) continue;
      if (categories[i]! > 0) {
        observed[o + value]! += weight;
        observed[o + categories[i]!]! += weight;
        continue;
      }
      const before = observed[o + gaussian.seen]!;
      const seen = before + weight;
      const mean = observed[o]!;
      const next = mean + (weight / seen) * (value - mean);
      const squares = observed[o + 1]! + weight * (value - mean) * (value - next);
      observed[o] = next;
      observed[o + 1] = squares;
      if (before === 0 || value < observed[o + 2]!) observed[o + 2] = value;
      if (before === 0 || value > observed[o + 3]!) observed[o + 3] = value;
      const variance = seen > 1 ? squares / (seen - 1) : 0;
      // Where nothing varies the feature says nothing.
      observed[o + 4] = variance > 0 ? -0.5 / variance : 0;
      observed[o + 5] = variance > 0 ? halfLogTau + 0.5 * Math.log(variance) : 0;
      observed[o + 6] = seen;
    }
  }

  /**
   * It should where the best test is better than the second best by more than Hoeffding's bound, or both are as good (Domingos & Hulten
   * 2000). A leaf without a possible test begins to watch anew.
   */
  part(options: GrowthOptions, watched: () => Watched): Parting | null {
    const total = this.total;
    if (total - this.#lookedAt < options.gracePeriod || this.depth >= deepest) return null;
    this.#lookedAt = total;
    let most = 0;
    let present = 0;
    for (const weight of this.weights) {
      most = Math.max(most, weight);
      if (weight > 0) present++;
    }
    if (present < 2) return null;
    if (most / total > mostShare) {
      this.#forget();
      return null;
    }
    const { split, merit, second } = rankSplits(this);
    const range = Math.log2(Math.max(2, this.classes.length));
    const bound = Math.sqrt((range * range * Math.log(1 / options.splitRisk)) / (2 * total));
    if (!(merit - second > bound || bound < options.tieThreshold)) return null;
    if (split)
      return { split, leaves: inheritance(this, split).map((own) => own && this.#child(own, watched())) };
    this.#forget();
    return null;
  }

  /** @param own classes and weights, one behind the other. */
  #child(own: readonly number[], watched: Watched): ClassLeaf {
    const child = new ClassLeaf(this.depth + 1, watched);
    for (let i = 0; i < own.length; i += 2) child.#add(own[i]!, own[i + 1]!);
    child.#lookedAt = child.total;
    return child;
  }

  /** Forgets what was watched, not how often each class came. */
  #forget(): void {
    this.order = [];
    this.observed.fill(null);
  }

  grow(problem: TreeProblem, added: readonly number[]): void {
    const watched = layoutOf(problem, [...this.watched.features, ...added]);
    for (const place of this.order)
      this.observed[place] = laidOut(this.observed[place]!, this.watched, watched);
    this.watched = watched;
  }

  /** Extremes become those of nearly all rows of a Gaussian; the Gaussian of one value says nothing, and goes. */
  forgetRows(): void {
    const { categories, offsets } = this.watched;
    for (const place of this.order)
      for (let i = 0; i < categories.length; i++) {
        const observed = this.observed[place]!.subarray(offsets[i], offsets[i]! + gaussian.length);
        if (categories[i]! > 0) continue;
        if (observed[gaussian.factor] === 0) {
          observed.fill(0);
          continue;
        }
        const reach = 3 * Math.sqrt(-0.5 / observed[gaussian.factor]!);
        observed[gaussian.least] = observed[gaussian.mean]! - reach;
        observed[gaussian.most] = observed[gaussian.mean]! + reach;
      }
  }

  get size(): number {
    return 8 + 4 * this.classes.length + this.order.length * this.watched.length;
  }

  save(tape: NumberTape): void {
    tape.writeAll([this.depth, this.#majorityRight, this.#bayesRight, this.#lookedAt]);
    tape.writeAll(this.watched.features);
    tape.writeAll(this.classes);
    tape.writeAll(this.weights);
    tape.writeAll(this.order);
    for (const place of this.order) tape.writeAll(this.observed[place]!);
  }

  /** @param depth at which it must stand. */
  static load(tape: NumberTape, problem: TreeProblem, depth: number): ClassLeaf {
    const [found, majorityRight = 0, bayesRight = 0, lookedAt = 0] = tape.readAll(4);
    if (found !== depth) tape.refuse(`a leaf says depth ${found} at depth ${depth}`);
    const leaf = new ClassLeaf(depth, readWatched(tape, problem));
    leaf.#majorityRight = majorityRight;
    leaf.#bayesRight = bayesRight;
    leaf.#lookedAt = lookedAt;
    const classes = tape.readIndexes(problem.classes);
    const weights = tape.readAll(classes.length);
    classes.forEach((label, k) => leaf.#add(label, weights[k]!));
    leaf.order = tape.readIndexes(classes.length);
    if (new Set(classes).size < classes.length || new Set(leaf.order).size < leaf.order.length)
      tape.refuse('a leaf has a class twice');
    for (const place of leaf.order) leaf.observed[place] = tape.readAll(leaf.watched.length);
    return leaf;
  }
}
