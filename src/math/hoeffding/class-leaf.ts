import type { NumberTape } from '../number-tape.ts';
import { gaussian, type Watched } from './watched.ts';

const halfLogTau = 0.5 * Math.log(2 * Math.PI);

/**
 * A leaf of a Hoeffding tree for classes: the weight of each class, and class by class a Gaussian for every numeric feature and
 * counts for every categorical one. It predicts by naive Bayes or by its majority, whichever was right more often so far (Holmes,
 * Kirkby & Pfahringer, "Stress-testing Hoeffding trees", 2005).
 *
 * A class has a place here from the moment that it is seen, so that a leaf costs memory for its own classes alone.
 */
export class ClassLeaf {
  depth: number;
  watched: Watched;
  /** The classes in the order in which they came. */
  readonly classes: number[] = [];
  /** Weight of each of `classes`, with what was inherited from the split above. */
  readonly weights: number[] = [];
  /** Weight of each of `classes` that this leaf has watched itself. */
  readonly seen: number[] = [];
  /** What was watched, for each of `classes`; null where nothing was. */
  readonly observed: (Float64Array<ArrayBuffer> | null)[] = [];
  /** Places within `classes`, in the order in which they were first watched here. */
  order: number[] = [];
  majorityRight = 0;
  bayesRight = 0;
  /** The weight at the last look for a split. */
  lookedAt = 0;

  constructor(depth: number, watched: Watched) {
    this.depth = depth;
    this.watched = watched;
  }

  /** Gives a class that was not seen here before its place. */
  add(label: number, weight: number): void {
    this.classes.push(label);
    this.weights.push(weight);
    this.seen.push(0);
    this.observed.push(null);
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

  /**
   * Adds the probabilities of the classes, times `factor`, to `into`.
   *
   * @param scores room for one number a class.
   */
  predict(x: Float32Array, at: number, into: Float64Array, scores: Float64Array, factor = 1): void {
    if (this.bayesRight < this.majorityRight) return this.#majorityInto(into, factor);
    const count = this.classes.length;
    const best = this.#bayes(x, at, scores);
    if (best < 0) return;
    const highest = scores[best]!;
    let sum = 0;
    for (let k = 0; k < count; k++) sum += scores[k] = Math.exp(scores[k]! - highest);
    for (let k = 0; k < count; k++) into[this.classes[k]!]! += (factor * scores[k]!) / sum;
  }

  /** Naive Bayes' log scores, by place. @returns the place of the best, or -1 where there is nothing to go by. */
  #bayes(x: Float32Array, at: number, scores: Float64Array): number {
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
        const seen = this.seen[k]!;
        for (let i = 0; i < features.length; i++) {
          const o = offsets[i]!;
          const value = x[at + features[i]!]!;
          if (categories[i]! === 0) {
            const d = value - observed[o + gaussian.mean]!;
            score += (d * d) / observed[o + gaussian.spread]! - observed[o + gaussian.offset]!;
          } else {
            const count = observed[o + value]!;
            if (count > 0) score += Math.log(count / seen);
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

  learn(x: Float32Array, at: number, label: number, weight: number, scores: Float64Array): void {
    const { classes, weights } = this;
    let most = 0;
    for (let k = 1; k < classes.length; k++) if (weights[k]! > weights[most]!) most = k;
    if (classes.length === 0 || classes[most] === label) this.majorityRight += weight;
    const best = this.#bayes(x, at, scores);
    if (best >= 0 && classes[best] === label) this.bayesRight += weight;

    let place = classes.indexOf(label);
    if (place < 0) {
      place = classes.length;
      this.add(label, 0);
    }
    weights[place]! += weight;
    this.#observe(place, x, at, weight);
  }

  #observe(place: number, x: Float32Array, at: number, weight: number): void {
    const { features, offsets, categories, length } = this.watched;
    const before = this.seen[place]!;
    const seen = before + weight;
    this.seen[place] = seen;
    let observed = this.observed[place]!;
    const isFirst = observed === null;
    if (observed === null) {
      observed = this.observed[place] = new Float64Array(length);
      this.order.push(place);
    }
    for (let i = 0; i < features.length; i++) {
      const o = offsets[i]!;
      const value = x[at + features[i]!]!;
      if (categories[i]! > 0) {
        observed[o + value]! += weight;
        continue;
      }
      const mean = observed[o]!;
      const next = mean + (weight / seen) * (value - mean);
      const squares = observed[o + 1]! + weight * (value - mean) * (value - next);
      observed[o] = next;
      observed[o + 1] = squares;
      if (isFirst || value < observed[o + 2]!) observed[o + 2] = value;
      if (isFirst || value > observed[o + 3]!) observed[o + 3] = value;
      const variance = seen > 1 ? squares / (seen - 1) : 0;
      // Where nothing varies the feature says nothing: a division by infinity.
      observed[o + 4] = variance > 0 ? -2 * variance : -Infinity;
      observed[o + 5] = variance > 0 ? halfLogTau + 0.5 * Math.log(variance) : 0;
    }
  }

  /** Forgets what was watched, not how often each class came. */
  forget(): void {
    this.order = [];
    this.seen.fill(0);
    this.observed.fill(null);
  }

  /** How many numbers it keeps. */
  get size(): number {
    return 8 + 4 * this.classes.length + this.order.length * this.watched.length;
  }

  save(tape: NumberTape): void {
    tape.writeAll([this.depth, this.majorityRight, this.bayesRight, this.lookedAt]);
    tape.writeAll(this.watched.features);
    tape.writeAll(this.classes);
    tape.writeAll(this.weights);
    tape.writeAll(this.seen);
    tape.writeAll(this.order);
    for (const place of this.order) tape.writeAll(this.observed[place]!);
  }

  /** @param watched finds the layout of the features that were watched. */
  static load(tape: NumberTape, watched: (features: readonly number[]) => Watched): ClassLeaf {
    const [depth, majorityRight, bayesRight, lookedAt] = tape.readAll();
    const leaf = new ClassLeaf(depth!, watched([...tape.readAll()]));
    leaf.majorityRight = majorityRight!;
    leaf.bayesRight = bayesRight!;
    leaf.lookedAt = lookedAt!;
    const classes = tape.readAll();
    const weights = tape.readAll();
    for (let k = 0; k < classes.length; k++) leaf.add(classes[k]!, weights[k]!);
    const seen = tape.readAll();
    for (let k = 0; k < seen.length; k++) leaf.seen[k] = seen[k]!;
    leaf.order = [...tape.readAll()];
    for (const place of leaf.order) leaf.observed[place] = tape.readAll();
    return leaf;
  }
}
