import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { DriftingWeights } from '../../../math/drifting-weights.ts';
import { OnlineScale } from '../../../math/online-scale.ts';
import { softmaxInPlace } from '../../../math/softmax.ts';
import { checkNumber, notNegative, positive } from '../check-option.ts';
import { CrossedColumns } from './crossed-columns.ts';
import { OpenClasses } from './open-classes.ts';
import { readCount, readNumber, readNumbers, tensorOf } from './saved-state.ts';

export type DynamicLinearOptions = {
  /** Variance that every weight gains with a row, 0 or more: from about 1 / sqrt(drift) rows is it learnt. 0: nothing grows old. */
  readonly drift: number;
  /** Variance of every weight at first; above 0. */
  readonly prior: number;
  /** Adds the products of every two inputs while there are no more columns than this; 0: no products. */
  readonly mostWithProducts: number;
};

/** Weights whose covariances are kept; of more, the variances are. */
const MOST_TOGETHER = 128;

/**
 * A linear model of which every weight takes a random step at every row: a Kalman filter for a value, its extension for classes. It needs no
 * learning rate, for it knows how sure it is of each weight, and how fast it forgets is one number, `drift`: a stream that turns
 * slowly is learnt from many rows, one that turns fast from few.
 *
 * Numbers are brought to mean 0 and spread 1 as far as the stream has shown them, categories have a column each, and what is missing is
 * 0; of values the mean and spread so far are taken out. With more than 128 columns weights are taken as independent of each other.
 *
 * A row costs the square of the columns: 45 of them (8 numbers with their products) some 5 us.
 *
 * @example
 * const options = { drift: 1e-5, prior: 1, mostWithProducts: 0 };
 * const model = dynamicLinear.create({ task: 'binary', categories: [0], classes: 2 }, options, 1);
 * const x = Float32Array.of(-2, -1, 1, 2);
 * for (let pass = 0; pass < 5; pass++) for (const [row, label] of [0, 0, 1, 1].entries()) model.learn(x, row, label, 1);
 * const answer = new Float64Array(2);
 * model.predict(x, 3, answer);
 * answer[1]! > 0.8 // true
 */
export const dynamicLinear: OnlineModelKind<DynamicLinearOptions> = {
  kind: 'dynamic-linear',
  title: 'Drifting linear model',
  summary:
    'A straight line or plane that keeps moving: it knows how sure it is of each of its weights, and needs no learning rate.',
  source:
    'McCormick, Raftery, Madigan & Burd, "Dynamic logistic regression and dynamic model averaging for binary classification", 2012',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: { drift: 1e-5, prior: 1, mostWithProducts: 0 },
  create(problem, options) {
    checkNumber('drift', options.drift, notNegative);
    checkNumber('prior', options.prior, positive);
    checkNumber('mostWithProducts', options.mostWithProducts, {
      isWhole: true,
      least: 0,
      most: MOST_TOGETHER,
    });
    return new DynamicLinear(problem, options);
  },
  load(problem, options, saved) {
    const crossed = readCount(saved.header, 'crossed', problem.categories.length);
    const model = new DynamicLinear(problem, options, crossed);
    model.restore(saved);
    return model;
  },
};

class DynamicLinear implements OnlineModel {
  readonly #options: DynamicLinearOptions;
  readonly #columns: CrossedColumns;
  #heads: number;
  #weights: Float64Array<ArrayBuffer>; // (heads, columns)
  #sureness: DriftingWeights;
  /** Of the target, where that is a value. */
  #target = new OnlineScale(1);
  #open: OpenClasses;
  #scores: Float64Array<ArrayBuffer>; // (heads)
  #rows = 0;

  constructor(problem: OnlineProblem, options: DynamicLinearOptions, crossed = 0) {
    this.#options = options;
    this.#columns = new CrossedColumns(problem, options.mostWithProducts, crossed);
    this.#heads = Math.max(1, problem.classes);
    this.#weights = new Float64Array(this.#heads * this.#columns.size);
    this.#sureness = this.#unsure();
    this.#open = new OpenClasses(problem.classes);
    this.#scores = new Float64Array(this.#heads);
  }

  get #isRegression(): boolean {
    return this.#open.flags.length === 0;
  }

  #unsure(): DriftingWeights {
    const { size } = this.#columns;
    const { prior, drift } = this.#options;
    return new DriftingWeights(size, { prior, drift, independent: size > MOST_TOGETHER });
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    this.#answer(this.#columns.fill(x, at), into);
    if (this.#isRegression) into[0] = this.#target.means[0]! + this.#target.spread(0) * into[0]!;
  }

  /** Probabilities, or the value in spreads from its mean. */
  #answer(values: Float64Array, into: Float64Array): void {
    const columns = values.length;
    for (let head = 0, w = 0; head < this.#heads; head++) {
      let score = 0;
      for (let column = 0; column < columns; column++, w++) score += this.#weights[w]! * values[column]!;
      into[head] = score;
    }
    if (this.#isRegression) return;
    for (let c = 0; c < this.#heads; c++) if (!this.#open.flags[c]) into[c] = -Infinity;
    softmaxInPlace(into);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#rows++;
    this.#columns.learn(x, at, weight);
    const values = this.#columns.fill(x, at);
    const scores = this.#scores;
    if (this.#isRegression) {
      this.#target.add(0, y, weight);
      this.#answer(values, scores);
      const step = weight * this.#sureness.observe(values, weight);
      this.#move(0, step * (this.#target.scaled(0, y) - scores[0]!));
      return;
    }
    this.#open.flags[y] = 1;
    this.#answer(values, scores);
    const step = weight * this.#sureness.observe(values, weight * curvatureOf(scores, y));
    for (let c = 0; c < this.#heads; c++)
      if (this.#open.flags[c]) this.#move(c, step * ((c === y ? 1 : 0) - scores[c]!));
  }

  #move(head: number, step: number): void {
    const { pull } = this.#sureness;
    const first = head * pull.length;
    for (let column = 0; column < pull.length; column++)
      this.#weights[first + column]! += step * pull[column]!;
  }

  grow({ categories, classes }: OnlineProblem): void {
    const before = this.#columns.size;
    const places = this.#columns.grow(categories);
    const { size } = this.#columns;
    const heads = Math.max(1, classes);
    const weights = new Float64Array(heads * size);
    for (let head = 0; head < this.#heads; head++)
      for (const [from, to] of places.entries())
        weights[head * size + to] = this.#weights[head * before + from]!;
    this.#growSureness(before, places);
    this.#weights = weights;
    this.#heads = heads;
    this.#open.grow(classes, this.#rows === 0);
    this.#scores = new Float64Array(heads);
  }

  #growSureness(before: number, places: readonly number[]): void {
    const was = this.#sureness.covariance;
    const [wasEach, isEach] = [before > MOST_TOGETHER, this.#columns.size > MOST_TOGETHER];
    this.#sureness = this.#unsure();
    const { size } = this.#columns;
    const { covariance } = this.#sureness;
    for (const [from, to] of places.entries()) {
      if (isEach) covariance[to] = was[wasEach ? from : from * before + from]!;
      else
        for (const [other, place] of places.entries())
          covariance[to * size + place] = was[from * before + other]!;
    }
  }

  save(): PartState {
    return {
      header: {
        rows: this.#rows,
        crossed: this.#columns.crossed,
        mean: this.#target.means[0]!,
        variance: this.#target.variances[0]!,
        count: this.#target.counts[0]!,
      },
      tensors: {
        ...this.#columns.save(),
        weights: tensorOf(this.#weights, this.#heads, this.#columns.size),
        covariance: tensorOf(this.#sureness.covariance),
        open: this.#open.save(),
      },
    };
  }

  restore(saved: PartState): void {
    const { header } = saved;
    this.#rows = readCount(header, 'rows');
    this.#columns.restore(saved);
    this.#weights = readNumbers(saved, 'weights', this.#weights.length);
    this.#sureness.covariance = readNumbers(saved, 'covariance', this.#sureness.covariance.length);
    this.#open = OpenClasses.load(saved, 'open', this.#open.flags.length);
    const [count, mean, variance] = [
      readNumber(header, 'count', 0),
      readNumber(header, 'mean'),
      readNumber(header, 'variance', 0),
    ];
    this.#target = OnlineScale.of(Float64Array.of(count), Float64Array.of(mean), Float64Array.of(variance));
  }
}

/**
 * Of the log loss, along the row: what is not sure in the answer, and where the answer was wrong at least so much that a row in doubt
 * cannot throw the weights far beyond it.
 */
function curvatureOf(probabilities: Float64Array, y: number): number {
  let unsure = 1;
  for (const probability of probabilities) unsure -= probability * probability;
  return Math.max(unsure, 0.5 * (1 - probabilities[y]!), 1e-3);
}
