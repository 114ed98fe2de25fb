import type { Random } from '../../core/random.ts';
import type { NumberTape } from '../number-tape.ts';
import { poisson } from '../poisson.ts';
import { AdaptiveWindow } from './adaptive-window.ts';
import { likeliest } from './error-scale.ts';
import { HoeffdingTree } from './hoeffding-tree.ts';
import { loadRandom } from './load-random.ts';
import { shareOut } from './share-out.ts';
import type { TreeModel, TreeOptions } from './tree-model.ts';
import type { TreeProblem } from './watched.ts';

export interface BaggingOptions extends TreeOptions {
  readonly trees: number;
  /** How often a tree learns a row, in the mean: 1 is the bootstrap of Oza (2005), 6 that of leveraging bagging. */
  readonly rate: number;
  /** ADWIN's delta: where a tree's errors rise, the worst tree is replaced; null: none ever is. For classes alone. */
  readonly driftRisk: number | null;
}

/**
 * Hoeffding trees that each learn a row as often as a Poisson draw says, and vote alike: online bagging (Oza, "Online bagging and
 * boosting", 2005), and with a larger rate and ADWIN leveraging bagging (Bifet, Holmes & Pfahringer, "Leveraging bagging for evolving
 * data streams", 2010). Of values the mean is taken.
 *
 * @example
 * const growth = { gracePeriod: 50, splitRisk: 1e-7, tieThreshold: 0.05, most: 1e6 };
 * const bagging = new Bagging({ categories: [0], classes: 2 }, { ...growth, trees: 3, rate: 6, driftRisk: 0.002 }, new Random(1));
 * for (let i = 0; i < 500; i++) bagging.learn(Float32Array.of(i % 100), 0, i % 100 < 50 ? 0 : 1, 1);
 * const probabilities = new Float64Array(2);
 * bagging.predict(Float32Array.of(90), 0, probabilities);
 * probabilities[1]! > 0.8 // true
 */
export class Bagging implements TreeModel {
  #problem: TreeProblem;
  readonly #options: BaggingOptions;
  #own: Float64Array;
  readonly #trees: HoeffdingTree[];
  readonly #errors: AdaptiveWindow[];
  #random: Random;

  constructor(problem: TreeProblem, options: BaggingOptions, random: Random) {
    this.#problem = problem;
    this.#options = options;
    this.#random = random;
    this.#own = new Float64Array(Math.max(1, problem.classes));
    this.#trees = Array.from({ length: options.trees }, () => new HoeffdingTree(problem, options));
    this.#errors =
      options.driftRisk === null ? [] : this.#trees.map(() => new AdaptiveWindow(options.driftRisk!));
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    into.fill(0);
    const factor = 1 / this.#trees.length;
    for (const tree of this.#trees) tree.addTo(x, at, into, factor);
    if (this.#problem.classes) shareOut(into);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    let hasChanged = false;
    for (const [i, tree] of this.#trees.entries()) {
      for (let times = poisson(this.#options.rate, this.#random); times > 0; times--)
        tree.learn(x, at, y, weight);
      const errors = this.#errors[i];
      if (!errors) continue;
      tree.predict(x, at, this.#own);
      const before = errors.mean;
      // Only a rise is a reason to replace a tree.
      if (errors.update(likeliest(this.#own) === y ? 0 : 1) && errors.mean > before) hasChanged = true;
    }
    if (hasChanged) this.#replaceWorst();
  }

  #replaceWorst(): void {
    const means = this.#errors.map((errors) => errors.mean);
    const worst = means.indexOf(Math.max(...means));
    this.#trees[worst] = new HoeffdingTree(this.#problem, this.#options);
    this.#errors[worst] = new AdaptiveWindow(this.#options.driftRisk!);
  }

  grow(problem: TreeProblem): void {
    this.#problem = problem;
    this.#own = new Float64Array(Math.max(1, problem.classes));
    for (const tree of this.#trees) tree.grow(problem);
  }

  forgetRows(): void {
    for (const tree of this.#trees) tree.forgetRows();
  }

  save(tape: NumberTape): void {
    tape.writeAll(this.#random.save());
    for (const tree of this.#trees) tree.save(tape);
    for (const errors of this.#errors) errors.save(tape);
  }

  load(tape: NumberTape): void {
    this.#random = loadRandom(tape);
    for (const tree of this.#trees) tree.load(tape);
    for (const errors of this.#errors) errors.load(tape);
  }
}
