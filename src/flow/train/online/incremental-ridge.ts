import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { softmaxInPlace } from '../../../math/softmax.ts';
import { checkNumber, count, notNegative } from '../check-option.ts';
import { RandomFeatures } from './random-features.ts';
import { RidgeSums, type RidgeWeights } from './ridge-sums.ts';
import { readCount } from './saved-state.ts';

export type IncrementalRidgeOptions = {
  /** Random features: the more, the finer, at the square of the memory and of the time of learning. */
  readonly features: number;
  /** How strongly weights are pulled to 0, as a share of each feature's own variance. */
  readonly ridge: number;
  /** How much of what was learnt stays with each row: 1 keeps all; 0.999 follows what drifts. */
  readonly forgetting: number;
};

/** Of the random features' sums: 400 MB. */
const MOST_FEATURES = 10_000;

/**
 * Ridge regression on random features that is exact after any row (analytic continual learning: Zhuang et al., ACIL 2022; McDonnell et
 * al., RanPAC 2023): rows pass through fixed random weights and a rectifier, and what is learnt are two sums over the rows, of products
 * of features and of features with answers. With `forgetting` 1 the same rows in any order make the same model, as if all had been learnt at
 * once: nothing is forgotten, and new classes are new columns.
 *
 * Classes are columns of 0 and 1; how sure an answer is follows from how far the fit is from them. Inputs are taken as they are, so that no
 * order of rows can matter: bring them to spread 1 before. A value beyond those learnt is taken for the nearest of them, a
 * missing one for 0.
 *
 * Learning costs the square of the features; the first answer after it the third power, once.
 *
 * @example
 * const model = incrementalRidge.create({ task: 'regression', categories: [0], classes: 0 }, { features: 50, ridge: 1e-4, forgetting: 1 }, 1);
 * const x = Float32Array.from({ length: 41 }, (_, row) => row / 10 - 2);
 * for (const row of x.keys()) model.learn(x, row, x[row]! ** 2, 1);
 * const answer = new Float64Array(1);
 * model.predict(Float32Array.of(1.5), 0, answer);
 * Math.abs(answer[0]! - 2.25) < 0.1 // true
 */
export const incrementalRidge: OnlineModelKind<IncrementalRidgeOptions> = {
  kind: 'incremental-ridge',
  title: 'Exact ridge on random features',
  summary:
    'Learns any curve by sums over the rows: in any order the same model, nothing is forgotten, and new classes may come at any time.',
  source:
    'McDonnell et al., "RanPAC: random projections and pre-trained models for continual learning", 2023',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: { features: 1000, ridge: 0.03, forgetting: 1 },
  answersLate: true,
  create(problem, options, seed) {
    checkNumber('features', options.features, { ...count, most: MOST_FEATURES });
    checkNumber('ridge', options.ridge, notNegative);
    checkNumber('forgetting', options.forgetting, { isWhole: false, least: 0.5, most: 1 });
    return new IncrementalRidge(problem, options, seed);
  },
  load(problem, options, saved) {
    const model = this.create(problem, options, readCount(saved.header, 'seed')) as IncrementalRidge;
    model.restore(saved);
    return model;
  },
};

class IncrementalRidge implements OnlineModel {
  readonly #options: IncrementalRidgeOptions;
  readonly #seed: number;
  #classes: number;
  readonly #features: RandomFeatures;
  readonly #sums: RidgeSums;
  readonly #row: Float64Array<ArrayBuffer>; // (features + 1)
  #weights: RidgeWeights | null = null;

  constructor({ categories, classes }: OnlineProblem, options: IncrementalRidgeOptions, seed: number) {
    this.#options = options;
    this.#seed = seed;
    this.#classes = classes;
    this.#features = new RandomFeatures(categories, options.features, seed);
    this.#sums = new RidgeSums(options.features + 1, Math.max(1, classes), options.forgetting);
    this.#row = new Float64Array(options.features + 1);
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    const { totals } = this.#sums;
    this.#weights ??= this.#sums.solve(this.#options.ridge);
    const { weights, noise } = this.#weights;
    const size = this.#row.length;
    this.#features.write(x, at, this.#row);
    const outputs = Math.max(1, this.#classes);
    for (let output = 0; output < outputs; output++) {
      let sum = 0;
      for (let k = 0, cell = output * size; k < size; k++, cell++) sum += weights[cell]! * this.#row[k]!;
      into[output] = sum;
    }
    if (this.#classes === 0) return;
    let all = 0;
    for (const total of totals) all += total;
    // As if answers were normal around the columns of 0 and 1: the less noise, the surer.
    for (let c = 0; c < outputs; c++) into[c] = all === 0 ? 0 : totals[c]! > 0 ? into[c]! / noise : -Infinity;
    softmaxInPlace(into);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#weights = null;
    this.#features.learn(x, at);
    this.#features.write(x, at, this.#row);
    if (this.#classes) this.#sums.add(this.#row, y, 1, weight);
    else this.#sums.add(this.#row, 0, y, weight);
  }

  grow({ categories, classes }: OnlineProblem): void {
    this.#features.grow(categories);
    this.#sums.grow(Math.max(1, classes));
    this.#classes = classes;
    this.#weights = null;
  }

  save(): PartState {
    const { header, tensors } = this.#sums.save();
    return {
      header: { ...header, seed: this.#seed },
      tensors: { ...this.#features.save(), ...tensors },
    };
  }

  restore(saved: PartState): void {
    this.#features.restore(saved);
    this.#sums.restore(saved);
  }
}
