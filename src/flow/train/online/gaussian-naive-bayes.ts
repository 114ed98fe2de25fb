import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { OnlineScale } from '../../../math/online-scale.ts';
import { softmaxInPlace } from '../../../math/softmax.ts';
import { checkNumber, positive } from '../check-option.ts';
import { layoutOf, relaid, type InputLayout } from './input-layout.ts';
import { readNumbers, tensorOf } from './saved-state.ts';

export type NaiveBayesOptions = {
  /** Rows that every category that came counts in every class before its first one (Laplace); above 0. */
  readonly smoothing: number;
};

/**
 * The least density of a number that is brought to spread 1: a value that a class has never come near speaks against it, but not
 * louder than this, so that one odd cell does not decide.
 */
const LEAST_DENSITY = 1e-9;

/**
 * Naive Bayes: the class whose rows most likely look like this one, each input taken by itself.
 *
 * A number has a normal distribution in each class (mean and variance in one pass: West 1979), a category its smoothed share. Both are
 * sums over the rows, so the order of the rows does not matter, and nothing is forgotten. An input that is missing, or that
 * never varied, says nothing, nor does a category that never came.
 *
 * @example
 * const model = gaussianNaiveBayes.create({ task: 'binary', categories: [0], classes: 2 }, { smoothing: 1 }, 1);
 * const x = Float32Array.of(-2, -1, 1, 2);
 * for (const [row, label] of [0, 0, 1, 1].entries()) model.learn(x, row, label, 1);
 * const answer = new Float64Array(2);
 * model.predict(x, 2, answer);
 * answer[1]! > 0.9 // true
 */
export const gaussianNaiveBayes: OnlineModelKind<NaiveBayesOptions> = {
  kind: 'gaussian-naive-bayes',
  title: 'Naive Bayes',
  summary:
    'Compares a row with the usual values of each class, feature by feature: learns from few rows, and in any order the same.',
  source: 'Domingos & Pazzani, "On the optimality of the simple Bayesian classifier", 1997',
  tasks: ['binary', 'multiclass'],
  defaults: { smoothing: 1 },
  create(problem, options) {
    checkNumber('smoothing', options.smoothing, positive);
    return new NaiveBayes(problem, options);
  },
  load(problem, options, saved) {
    const model = this.create(problem, options, 0) as NaiveBayes;
    model.restore(saved);
    return model;
  },
};

class NaiveBayes implements OnlineModel {
  readonly #smoothing: number;
  #layout: InputLayout;
  #classes: number;
  /** The sum of the weights of its rows. */
  #priors: Float64Array<ArrayBuffer>; // (classes)
  /** Of a number the sum of the weights of its cells, of a category that of its rows. */
  #counts: Float64Array<ArrayBuffer>; // (classes, columns)
  #means: Float64Array<ArrayBuffer>; // (classes, columns)
  #variances: Float64Array<ArrayBuffer>; // (classes, columns)
  /** Whether a category came in any class: others say nothing, and are not counted among those that there are. */
  #hasCome: Uint8Array<ArrayBuffer>; // (columns)
  /** Of all classes: (numbers). */
  #all: OnlineScale;

  constructor({ categories, classes }: OnlineProblem, { smoothing }: NaiveBayesOptions) {
    this.#smoothing = smoothing;
    this.#layout = layoutOf(categories);
    this.#classes = classes;
    const cells = classes * this.#layout.columns;
    this.#priors = new Float64Array(classes);
    this.#counts = new Float64Array(cells);
    this.#means = new Float64Array(cells);
    this.#variances = new Float64Array(cells);
    this.#hasCome = new Uint8Array(this.#layout.columns);
    this.#all = new OnlineScale(this.#layout.numbers.length);
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    let total = 0;
    for (const prior of this.#priors) total += prior;
    for (let c = 0; c < this.#classes; c++) {
      const prior = this.#priors[c]!;
      if (total === 0) into[c] = 0;
      else into[c] = prior > 0 ? Math.log(prior / total) + this.#logLikelihood(x, at, c) : -Infinity;
    }
    softmaxInPlace(into);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    const { numbers, categories, columns } = this.#layout;
    const first = y * columns;
    this.#priors[y]! += weight;
    for (let column = 0; column < numbers.length; column++) {
      const value = x[at + numbers[column]!]!;
      if (Number.isNaN(value)) continue;
      this.#all.add(column, value, weight);
      const cell = first + column;
      const share = weight / (this.#counts[cell]! += weight);
      const delta = value - this.#means[cell]!;
      const mean = (this.#means[cell]! += delta * share);
      this.#variances[cell]! += (delta * (value - mean) - this.#variances[cell]!) * share;
    }
    for (const { input, first: column } of categories) {
      const category = x[at + input]!;
      if (Number.isNaN(category)) continue;
      this.#counts[first + column + category]! += weight;
      this.#hasCome[column + category] = 1;
    }
  }

  grow({ categories, classes }: OnlineProblem): void {
    const from = this.#layout;
    const to = layoutOf(categories);
    const priors = new Float64Array(classes);
    priors.set(this.#priors);
    this.#priors = priors;
    this.#counts = relaid(this.#counts, from, to, classes);
    this.#means = relaid(this.#means, from, to, classes);
    this.#variances = relaid(this.#variances, from, to, classes);
    this.#all.grow(to.numbers.length);
    this.#layout = to;
    this.#classes = classes;
    this.#lookForCategories();
  }

  save(): PartState {
    const [rows, columns] = [this.#classes, this.#layout.columns];
    const { counts, means, variances } = this.#all;
    return {
      header: {},
      tensors: {
        priors: tensorOf(this.#priors),
        counts: tensorOf(this.#counts, rows, columns),
        means: tensorOf(this.#means, rows, columns),
        variances: tensorOf(this.#variances, rows, columns),
        allCounts: tensorOf(counts),
        allMeans: tensorOf(means),
        allVariances: tensorOf(variances),
      },
    };
  }

  restore(saved: PartState): void {
    const cells = this.#counts.length;
    const numbers = this.#layout.numbers.length;
    this.#priors = readNumbers(saved, 'priors', this.#classes, 0);
    this.#counts = readNumbers(saved, 'counts', cells, 0);
    this.#means = readNumbers(saved, 'means', cells);
    this.#variances = readNumbers(saved, 'variances', cells, 0);
    this.#all = OnlineScale.of(
      readNumbers(saved, 'allCounts', numbers, 0),
      readNumbers(saved, 'allMeans', numbers),
      readNumbers(saved, 'allVariances', numbers, 0),
    );
    this.#lookForCategories();
  }

  #lookForCategories(): void {
    const { columns } = this.#layout;
    this.#hasCome = new Uint8Array(columns);
    for (let at = 0; at < this.#counts.length; at++)
      if (this.#counts[at]! > 0) this.#hasCome[at % columns] = 1;
  }

  #logLikelihood(x: Float32Array, at: number, c: number): number {
    const { numbers, categories, columns } = this.#layout;
    const first = c * columns;
    let sum = 0;
    for (let column = 0; column < numbers.length; column++) {
      const value = x[at + numbers[column]!]!;
      const whole = this.#all.variances[column]!;
      if (Number.isNaN(value) || whole === 0) continue;
      const cell = first + column;
      const rows = this.#counts[cell]!;
      // Few rows that happen to agree are no proof that a class spreads less than all rows do.
      const variance = Math.max(this.#variances[cell]!, whole / (1 + rows));
      const delta = value - (rows > 0 ? this.#means[cell]! : this.#all.means[column]!);
      const density =
        Math.exp((-delta * delta) / (2 * variance)) * Math.sqrt(whole / (2 * Math.PI * variance));
      sum += Math.log(LEAST_DENSITY + density);
    }
    for (const { input, count, first: column } of categories) {
      const category = x[at + input]!;
      if (Number.isNaN(category)) continue;
      if (!this.#hasCome[column + category]) continue;
      let rows = 0;
      for (let k = 0; k < count; k++)
        if (this.#hasCome[column + k]) rows += this.#counts[first + column + k]! + this.#smoothing;
      sum += Math.log((this.#counts[first + column + category]! + this.#smoothing) / rows);
    }
    return sum;
  }
}
