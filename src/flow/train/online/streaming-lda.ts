import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { factorCholesky, solveCholesky } from '../../../math/cholesky.ts';
import { softmaxInPlace } from '../../../math/softmax.ts';
import { checkNumber } from '../check-option.ts';
import { layoutOf, relaid, relaidSquare, type InputLayout } from './input-layout.ts';
import { readNumbers, tensorOf } from './saved-state.ts';

export type StreamingLdaOptions = {
  /** How far the covariance is shrunk to its own diagonal; above 0, so that few rows of many features can be answered, too. */
  readonly shrinkage: number;
};

/**
 * Linear discriminant analysis of a stream (SLDA: Hayes & Kanan 2020): the mean of each class and one covariance that all share, of which
 * the class follows that most likely made the row. Both are sums over the rows: their order does not matter, nothing is
 * forgotten, and a new class takes nothing from the others.
 *
 * Unlike the paper the covariance is exact, that within the classes, and is shrunk to its diagonal instead of the unit matrix, so that
 * units do not matter; classes answer with their share of the rows. A category is one column each. A missing cell is taken at its class's
 * mean when it is learnt, at the mean of all when it is answered. What all rows so far had alike says nothing.
 *
 * Learning costs the square of the columns; the first answer after it the third power, once.
 *
 * @example
 * const model = streamingLda.create({ task: 'binary', categories: [0], classes: 2 }, streamingLda.defaults, 1);
 * const x = Float32Array.of(-2, -1, 1, 2);
 * for (const [row, label] of [0, 0, 1, 1].entries()) model.learn(x, row, label, 1);
 * const answer = new Float64Array(2);
 * model.predict(x, 2, answer);
 * answer // Float64Array [0.0000..., 0.9999...]
 */
export const streamingLda: OnlineModelKind<StreamingLdaOptions> = {
  kind: 'streaming-lda',
  title: 'Streaming discriminant analysis',
  summary:
    'Knows the centre of each class and how rows spread around it: new classes may come at any time, and none is forgotten.',
  source: 'Hayes & Kanan, "Lifelong machine learning with deep streaming linear discriminant analysis", 2020',
  tasks: ['binary', 'multiclass'],
  defaults: { shrinkage: 0.01 },
  answersLate: true,
  create(problem, options) {
    checkNumber('shrinkage', options.shrinkage, { isWhole: false, least: 1e-6, most: 1 });
    return new StreamingLda(problem, options);
  },
  load(problem, options, saved) {
    const model = this.create(problem, options, 0) as StreamingLda;
    model.restore(saved);
    return model;
  },
};

/** Scores of the classes: a bias each, and a weight for each column of a row less the mean of all. */
interface Scores {
  readonly mean: Float64Array; // (columns)
  readonly weights: Float64Array; // (classes, columns)
  readonly biases: Float64Array; // (classes)
}

class StreamingLda implements OnlineModel {
  readonly #shrinkage: number;
  #layout: InputLayout;
  #classes: number;
  /** The sum of the weights of its rows. */
  #priors: Float64Array<ArrayBuffer>; // (classes)
  /** Of the cells that were there. */
  #counts: Float64Array<ArrayBuffer>; // (classes, columns)
  #means: Float64Array<ArrayBuffer>; // (classes, columns)
  /** Within the classes; only the lower triangle. */
  #scatter: Float64Array<ArrayBuffer>; // (columns, columns)
  #scores: Scores | null = null;
  #row: Float64Array<ArrayBuffer>; // (columns)

  constructor({ categories, classes }: OnlineProblem, { shrinkage }: StreamingLdaOptions) {
    this.#shrinkage = shrinkage;
    this.#layout = layoutOf(categories);
    this.#classes = classes;
    const { columns } = this.#layout;
    this.#priors = new Float64Array(classes);
    this.#counts = new Float64Array(classes * columns);
    this.#means = new Float64Array(classes * columns);
    this.#scatter = new Float64Array(columns * columns);
    this.#row = new Float64Array(columns);
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    this.#scores ??= this.#solve();
    const { mean, weights, biases } = this.#scores;
    const { columns } = this.#layout;
    this.#read(x, at);
    for (let column = 0; column < columns; column++) {
      const value = this.#row[column]!;
      this.#row[column] = Number.isNaN(value) ? 0 : value - mean[column]!;
    }
    for (let c = 0; c < this.#classes; c++) {
      let score = biases[c]!;
      for (let column = 0; column < columns; column++)
        score += weights[c * columns + column]! * this.#row[column]!;
      into[c] = score;
    }
    softmaxInPlace(into);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#scores = null;
    const { columns } = this.#layout;
    this.#priors[y]! += weight;
    this.#read(x, at);
    const row = this.#row;
    for (let column = 0; column < columns; column++) {
      const value = row[column]!;
      row[column] = 0;
      if (Number.isNaN(value)) continue;
      const cell = y * columns + column;
      const before = this.#counts[cell]!;
      const count = (this.#counts[cell] = before + weight);
      const delta = value - this.#means[cell]!;
      this.#means[cell]! += (delta * weight) / count;
      row[column] = delta * Math.sqrt((before * weight) / count);
    }
    for (let i = 0; i < columns; i++) {
      const factor = row[i]!;
      if (factor === 0) continue;
      for (let j = 0, cell = i * columns; j <= i; j++, cell++) this.#scatter[cell]! += factor * row[j]!;
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
    this.#scatter = relaidSquare(this.#scatter, from, to);
    this.#row = new Float64Array(to.columns);
    this.#layout = to;
    this.#classes = classes;
    this.#scores = null;
  }

  save(): PartState {
    const { columns } = this.#layout;
    return {
      header: {},
      tensors: {
        priors: tensorOf(this.#priors),
        counts: tensorOf(this.#counts, this.#classes, columns),
        means: tensorOf(this.#means, this.#classes, columns),
        scatter: tensorOf(this.#scatter, columns, columns),
      },
    };
  }

  restore(saved: PartState): void {
    this.#priors = readNumbers(saved, 'priors', this.#classes, 0);
    this.#counts = readNumbers(saved, 'counts', this.#counts.length, 0);
    this.#means = readNumbers(saved, 'means', this.#means.length);
    this.#scatter = readNumbers(saved, 'scatter', this.#scatter.length);
  }

  /** A category that is missing is missing in all its columns. */
  #read(x: Float32Array, at: number): void {
    const { numbers, categories } = this.#layout;
    const row = this.#row;
    for (let column = 0; column < numbers.length; column++) row[column] = x[at + numbers[column]!]!;
    for (const { input, first, count } of categories) {
      const category = x[at + input]!;
      row.fill(Number.isNaN(category) ? NaN : 0, first, first + count);
      if (!Number.isNaN(category)) row[first + category] = 1;
    }
  }

  #solve(): Scores {
    const { columns } = this.#layout;
    const classes = this.#classes;
    const { mean, counts } = this.#ofAll();
    const covariance = new Float64Array(columns * columns);
    const spreads = new Float64Array(columns);
    for (let i = 0; i < columns; i++) {
      // Brought to spread 1: the covariance becomes the correlation, whose diagonal is 1.
      const variance = this.#scatter[i * columns + i]!;
      const isVarying = variance > 0 && counts[i]! > 0;
      spreads[i] = isVarying ? Math.sqrt(variance / counts[i]!) : 0;
      covariance[i * columns + i] = 1;
      for (let j = 0; isVarying && j < i; j++)
        if (spreads[j]! > 0)
          covariance[i * columns + j] =
            ((1 - this.#shrinkage) * this.#scatter[i * columns + j]!) /
            Math.sqrt(variance * this.#scatter[j * columns + j]!);
    }
    factorCholesky(covariance, columns);
    const weights = new Float64Array(classes * columns);
    const biases = new Float64Array(classes);
    let total = 0;
    for (const prior of this.#priors) total += prior;
    for (let c = 0; c < classes; c++) {
      const prior = this.#priors[c]!;
      // Before the first row all are alike; later one that has no row is none of the answers.
      biases[c] = total === 0 ? 0 : prior > 0 ? Math.log(prior / total) : -Infinity;
      if (prior === 0) continue;
      const scaled = new Float64Array(columns);
      for (let i = 0; i < columns; i++)
        if (spreads[i]! > 0 && this.#counts[c * columns + i]! > 0)
          scaled[i] = (this.#means[c * columns + i]! - mean[i]!) / spreads[i]!;
      const solved = scaled.slice();
      solveCholesky(covariance, columns, solved);
      for (let i = 0; i < columns; i++) {
        biases[c]! -= (solved[i]! * scaled[i]!) / 2;
        weights[c * columns + i] = spreads[i]! > 0 ? solved[i]! / spreads[i]! : 0;
      }
    }
    return { mean, weights, biases };
  }

  #ofAll(): { mean: Float64Array; counts: Float64Array } {
    const { columns } = this.#layout;
    const mean = new Float64Array(columns);
    const counts = new Float64Array(columns);
    for (let cell = 0; cell < this.#counts.length; cell++) {
      const column = cell % columns;
      counts[column]! += this.#counts[cell]!;
      mean[column]! += this.#counts[cell]! * this.#means[cell]!;
    }
    for (let column = 0; column < columns; column++)
      if (counts[column]! > 0) mean[column]! /= counts[column]!;
    return { mean, counts };
  }
}
