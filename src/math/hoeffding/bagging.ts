import { Random } from '../../core/random.ts';
import type { NumberTape } from '../number-tape.ts';
import { poisson } from '../poisson.ts';
import { AdaptiveWindow } from './adaptive-window.ts';
import { HoeffdingTree, type TreeOptions } from './hoeffding-tree.ts';
import { watch, type TreeProblem } from './watched.ts';

export interface BaggingOptions extends TreeOptions {
  readonly trees: number;
  /** How often a tree learns a row, in the mean: 1 is the bootstrap of Oza (2005), 6 that of leveraging bagging. */
  readonly rate: number;
  /** ADWIN's delta: where a tree's errors rise, the worst tree is replaced; null: none ever is. */
  readonly driftRisk: number | null;
}

/**
 * Hoeffding trees that each learn a row as often as a Poisson draw says, and vote alike: online bagging (Oza, "Online bagging and
 * boosting", 2005), and with a larger rate and ADWIN leveraging bagging (Bifet, Holmes & Pfahringer, "Leveraging bagging for evolving
 * data streams", 2010).
 *
 * @example
 * const growth = { gracePeriod: 50, splitRisk: 1e-7, tieThreshold: 0.05, most: 1e6 };
 * const bagging = new Bagging({ categories: [0], classes: 2 }, { ...growth, trees: 3, rate: 6, driftRisk: 0.002 }, new Random(1));
 * for (let i = 0; i < 500; i++) bagging.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const probabilities = new Float64Array(2);
 * bagging.predict(Float32Array.of(90), 0, probabilities);
 * probabilities[1]! > 0.8 // true
 */
export class Bagging {
  readonly #problem: TreeProblem;
  readonly #options: BaggingOptions;
  readonly #own: Float64Array;
  readonly #trees: HoeffdingTree[];
  readonly #errors: AdaptiveWindow[];
  #random: Random;

  constructor(problem: TreeProblem, options: BaggingOptions, random: Random) {
    this.#problem = problem;
    this.#options = options;
    this.#random = random;
    this.#own = new Float64Array(problem.classes);
    this.#trees = Array.from({ length: options.trees }, () => new HoeffdingTree(problem, options));
    this.#errors =
      options.driftRisk === null ? [] : this.#trees.map(() => new AdaptiveWindow(options.driftRisk!));
  }

  /** Writes the probabilities of the classes; all are 0 before the first row. */
  predict(x: Float32Array, at: number, into: Float64Array): void {
    into.fill(0);
    for (const tree of this.#trees) tree.predict(x, at, into);
    let sum = 0;
    for (const value of into) sum += value;
    if (sum > 0) for (let k = 0; k < into.length; k++) into[k]! /= sum;
  }

  learn(x: Float32Array, at: number, label: number, weight: number): void {
    let hasChanged = false;
    for (const [i, tree] of this.#trees.entries()) {
      for (let times = poisson(this.#options.rate, this.#random); times > 0; times--)
        tree.learn(x, at, label, weight);
      const errors = this.#errors[i];
      if (!errors) continue;
      const own = this.#own.fill(0);
      tree.predict(x, at, own);
      const before = errors.mean;
      // Only a rise is a reason to replace a tree.
      if (errors.update(own.indexOf(Math.max(...own)) === label ? 0 : 1) && errors.mean > before)
        hasChanged = true;
    }
    if (hasChanged) this.#replaceWorst();
  }

  #replaceWorst(): void {
    const means = this.#errors.map((errors) => errors.mean);
    const worst = means.indexOf(Math.max(...means));
    this.#trees[worst] = new HoeffdingTree(this.#problem, this.#options);
    this.#errors[worst] = new AdaptiveWindow(this.#options.driftRisk!);
  }

  save(tape: NumberTape): void {
    tape.writeAll(this.#random.save());
    for (const tree of this.#trees) tree.save(tape);
    for (const errors of this.#errors) errors.save(tape);
  }

  load(tape: NumberTape): void {
    this.#random = Random.load([...tape.readAll()]);
    for (const tree of this.#trees) tree.load(tape, (features) => watch(this.#problem, features));
    for (const errors of this.#errors) errors.load(tape);
  }
}
