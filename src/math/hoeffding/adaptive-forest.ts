import { Random } from '../../core/random.ts';
import { AdaptiveWindow } from './adaptive-window.ts';
import type { NumberTape } from '../number-tape.ts';
import { poisson } from '../poisson.ts';
import { HoeffdingTree, type TreeOptions } from './hoeffding-tree.ts';
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
 * own errors rise (Gomes et al., "Adaptive random forests for evolving data stream classification", 2017). Votes count by the
 * accuracy of their tree since it came in.
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
export class AdaptiveForest {
  readonly #problem: TreeProblem;
  readonly #options: ForestOptions;
  readonly #features: number[];
  readonly #watched: number;
  readonly #own: Float64Array;
  readonly #watch = (): Watched => this.#drawFeatures();
  #random: Random;
  readonly #members: Member[];

  constructor(problem: TreeProblem, options: ForestOptions, random: Random) {
    this.#problem = problem;
    this.#options = options;
    this.#random = random;
    this.#features = problem.categories.map((_, feature) => feature);
    this.#watched = Math.max(1, Math.round(Math.sqrt(problem.categories.length)));
    this.#own = new Float64Array(problem.classes);
    this.#members = Array.from({ length: options.trees }, () => this.#member(this.#tree()));
  }

  /** Writes the probabilities of the classes; all are 0 before the first row. */
  predict(x: Float32Array, at: number, into: Float64Array): void {
    into.fill(0);
    for (const { tree, right, seen } of this.#members)
      tree.predict(x, at, into, right > 0 ? right / seen : 1);
    let sum = 0;
    for (const value of into) sum += value;
    if (sum > 0) for (let k = 0; k < into.length; k++) into[k]! /= sum;
  }

  learn(x: Float32Array, at: number, label: number, weight: number): void {
    for (let i = 0; i < this.#members.length; i++) this.#teach(i, x, at, label, weight);
  }

  #teach(i: number, x: Float32Array, at: number, label: number, weight: number): void {
    const member = this.#members[i]!;
    const own = this.#own.fill(0);
    member.tree.predict(x, at, own);
    const isRight = indexOfMost(own) === label;
    member.seen += weight;
    if (isRight) member.right += weight;
    const times = poisson(this.#options.rate, this.#random);
    if (times === 0) return;
    member.background?.learn(x, at, label, times * weight);
    member.tree.learn(x, at, label, times * weight);
    const error = isRight ? 0 : 1;
    if (member.warning.update(error)) {
      member.background = this.#tree();
      member.warning = new AdaptiveWindow(this.#options.warningRisk);
    }
    if (member.drift.update(error)) this.#members[i] = this.#member(member.background ?? this.#tree());
  }

  #member(tree: HoeffdingTree): Member {
    const { warningRisk, driftRisk } = this.#options;
    const [warning, drift] = [new AdaptiveWindow(warningRisk), new AdaptiveWindow(driftRisk)];
    return { tree, background: null, warning, drift, right: 0, seen: 0 };
  }

  #tree(): HoeffdingTree {
    return new HoeffdingTree(this.#problem, this.#options, this.#watch);
  }

  #drawFeatures(): Watched {
    const features = this.#features;
    for (let i = 0; i < this.#watched; i++) {
      const j = i + this.#random.below(features.length - i);
      const swapped = features[i]!;
      features[i] = features[j]!;
      features[j] = swapped;
    }
    return watch(this.#problem, features.slice(0, this.#watched));
  }

  save(tape: NumberTape): void {
    tape.writeAll(this.#random.save());
    tape.writeAll(this.#features);
    for (const { tree, background, warning, drift, right, seen } of this.#members) {
      tape.writeAll([right, seen, background ? 1 : 0]);
      tree.save(tape);
      background?.save(tape);
      warning.save(tape);
      drift.save(tape);
    }
  }

  load(tape: NumberTape): void {
    this.#random = Random.load([...tape.readAll()]);
    this.#features.splice(0, this.#features.length, ...tape.readAll());
    const watched = (features: readonly number[]): Watched => watch(this.#problem, features);
    // A tree that is made draws features: from a copy, so that the draws that come are those that would have come.
    const kept = { random: this.#random.save(), features: [...this.#features] };
    for (let i = 0; i < this.#members.length; i++) {
      const [right, seen, hasBackground] = tape.readAll();
      const member = this.#member(this.#tree());
      member.tree.load(tape, watched);
      if (hasBackground === 1) {
        member.background = this.#tree();
        member.background.load(tape, watched);
      }
      member.warning.load(tape);
      member.drift.load(tape);
      this.#members[i] = Object.assign(member, { right, seen });
    }
    this.#random = Random.load(kept.random);
    this.#features.splice(0, this.#features.length, ...kept.features);
  }
}

interface Member {
  readonly tree: HoeffdingTree;
  background: HoeffdingTree | null;
  warning: AdaptiveWindow;
  readonly drift: AdaptiveWindow;
  right: number;
  seen: number;
}

function indexOfMost(values: Float64Array): number {
  let most = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[most]!) most = k;
  return most;
}
