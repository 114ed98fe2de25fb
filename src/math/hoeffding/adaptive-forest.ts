import type { Random } from '../../core/random.ts';
import type { NumberTape } from '../number-tape.ts';
import { poisson } from '../poisson.ts';
import { AdaptiveWindow } from './adaptive-window.ts';
import { ErrorScale } from './error-scale.ts';
import { HoeffdingTree } from './hoeffding-tree.ts';
import { loadRandom } from './load-random.ts';
import { medianOf } from './median-of.ts';
import { shareOut } from './share-out.ts';
import type { TreeModel, TreeOptions } from './tree-model.ts';
import { watch, type TreeProblem, type Watched } from './watched.ts';

export interface ForestOptions extends TreeOptions {
  readonly trees: number;
  /** How often a tree learns a row, in the mean. */
  readonly rate: number;
  /** ADWIN's delta at which a tree begins another in the background, */
  readonly warningRisk: number;
  /** and the one at which that takes its place. */
  readonly driftRisk: number;
}

/**
 * Trees that each learn rows as often as a Poisson draw says, from random features in every leaf, and that are replaced where their
 * own errors rise (Gomes et al., "Adaptive random forests for evolving data stream classification", 2017; for regression 2018). Votes
 * for classes count by the accuracy of their tree since it came in; of values the median is taken, so that one tree that has lost its way
 * does no harm.
 *
 * @example
 * const growth = { gracePeriod: 50, splitRisk: 0.01, tieThreshold: 0.05, most: 1e6 };
 * const options = { ...growth, trees: 3, rate: 6, warningRisk: 0.01, driftRisk: 0.001 };
 * const forest = new AdaptiveForest({ categories: [0, 0], classes: 2 }, options, new Random(1));
 * for (let i = 0; i < 500; i++) forest.learn(Float32Array.of(i % 100, i % 7), 0, i % 100 < 50 ? 0 : 1, 1);
 * const probabilities = new Float64Array(2);
 * forest.predict(Float32Array.of(90, 3), 0, probabilities);
 * probabilities[1]! > 0.8 // true
 */
export class AdaptiveForest implements TreeModel {
  #problem: TreeProblem;
  readonly #options: ForestOptions;
  readonly #features: number[];
  #watched: number;
  #own: Float64Array;
  readonly #values: Float64Array;
  #random: Random;
  readonly #members: Member[];

  constructor(problem: TreeProblem, options: ForestOptions, random: Random) {
    this.#problem = problem;
    this.#options = options;
    this.#random = random;
    this.#features = [...problem.categories.keys()];
    this.#watched = watchedOf(problem);
    this.#own = new Float64Array(Math.max(1, problem.classes));
    this.#values = new Float64Array(options.trees);
    this.#members = Array.from({ length: options.trees }, () => this.#member(this.#tree()));
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    into.fill(0);
    if (this.#problem.classes) {
      for (const { tree, right, seen } of this.#members)
        tree.addTo(x, at, into, right > 0 ? right / seen : 1);
      shareOut(into);
      return;
    }
    this.#members.forEach(({ tree }, i) => {
      tree.predict(x, at, into);
      this.#values[i] = into[0]!;
    });
    into[0] = medianOf(this.#values);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    for (let i = 0; i < this.#members.length; i++) this.#teach(i, x, at, y, weight);
  }

  #teach(i: number, x: Float32Array, at: number, y: number, weight: number): void {
    const member = this.#members[i]!;
    member.tree.predict(x, at, this.#own);
    member.errors.note(this.#own, y);
    const error = member.errors.leanOf(this.#own, y);
    member.seen += weight;
    if (error === 0) member.right += weight;
    const times = poisson(this.#options.rate, this.#random);
    if (times === 0) return;
    member.background?.learn(x, at, y, times * weight);
    member.tree.learn(x, at, y, times * weight);
    if (member.warning.update(error)) {
      member.background = this.#tree();
      member.warning = new AdaptiveWindow(this.#options.warningRisk);
    }
    if (member.drift.update(error)) this.#members[i] = this.#member(member.background ?? this.#tree());
  }

  #member(tree: HoeffdingTree): Member {
    const { warningRisk, driftRisk } = this.#options;
    const [warning, drift] = [new AdaptiveWindow(warningRisk), new AdaptiveWindow(driftRisk)];
    const errors = new ErrorScale(this.#problem);
    return { tree, background: null, warning, drift, errors, right: 0, seen: 0 };
  }

  #tree(): HoeffdingTree {
    return new HoeffdingTree(this.#problem, this.#options, this.#drawFeatures);
  }

  #drawFeatures = (): Watched => {
    const features = this.#features;
    for (let i = 0; i < this.#watched; i++) {
      const j = i + this.#random.below(features.length - i);
      const swapped = features[i]!;
      features[i] = features[j]!;
      features[j] = swapped;
    }
    return watch(this.#problem, features.slice(0, this.#watched));
  };

  grow(problem: TreeProblem): void {
    for (let feature = this.#features.length; feature < problem.categories.length; feature++)
      this.#features.push(feature);
    this.#problem = problem;
    this.#watched = watchedOf(problem);
    this.#own = new Float64Array(Math.max(1, problem.classes));
    for (const { tree, background } of this.#members) {
      tree.grow(problem);
      background?.grow(problem);
    }
  }

  forgetRows(): void {
    for (const { tree, background } of this.#members) {
      tree.forgetRows();
      background?.forgetRows();
    }
  }

  save(tape: NumberTape): void {
    tape.writeAll(this.#random.save());
    tape.writeAll(this.#features);
    for (const { tree, background, warning, drift, errors, right, seen } of this.#members) {
      tape.writeAll([right, seen, background ? 1 : 0]);
      tree.save(tape);
      background?.save(tape);
      warning.save(tape);
      drift.save(tape);
      errors.save(tape);
    }
  }

  load(tape: NumberTape): void {
    const random = loadRandom(tape);
    const inputs = this.#features.length;
    const features = tape.readIndexes(inputs, inputs);
    if (new Set(features).size < inputs) tape.refuse('a forest draws from the same input twice');
    for (let i = 0; i < this.#members.length; i++) {
      const [right = 0, seen = 0, hasBackground] = tape.readAll(3);
      const member = this.#member(this.#tree());
      member.tree.load(tape);
      if (hasBackground === 1) {
        member.background = this.#tree();
        member.background.load(tape);
      }
      member.warning.load(tape);
      member.drift.load(tape);
      member.errors.load(tape);
      this.#members[i] = Object.assign(member, { right, seen });
    }
    // Only now: a tree that is made draws features, and the draws that come must be those that would have come.
    this.#random = random;
    this.#features.splice(0, inputs, ...features);
  }
}

interface Member {
  readonly tree: HoeffdingTree;
  background: HoeffdingTree | null;
  warning: AdaptiveWindow;
  readonly drift: AdaptiveWindow;
  readonly errors: ErrorScale;
  /** Weight of its right answers since it came in, */
  right: number;
  /** and of all. */
  seen: number;
}

/** How many features a leaf watches. */
function watchedOf({ categories }: TreeProblem): number {
  return Math.min(categories.length, Math.max(1, Math.round(Math.sqrt(categories.length))));
}
