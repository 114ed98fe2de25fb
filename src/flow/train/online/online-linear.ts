import type { OnlineModel, OnlineModelKind, OnlineProblem } from '../../../core/online-model.ts';
import type { Task } from '../../../core/schema.ts';
import type { PartState } from '../../../core/snapshot.ts';
import { logistic } from '../../../math/dense.ts';
import { OnlineScale } from '../../../math/online-scale.ts';
import { softmaxInPlace } from '../../../math/softmax.ts';
import { checkChoice, checkNumber, notNegative, positive } from '../check-option.ts';
import { relaid } from './input-layout.ts';
import { LinearRows } from './linear-rows.ts';
import { reachOf, stepAdam, stepAlma, stepSgd, type LinearState } from './linear-steps.ts';
import { readCount, readNumbers, tensorOf } from './saved-state.ts';

export type OnlineLinearOptions = {
  /**
   * How it learns: by stochastic gradient descent, which at a constant rate follows what moves; by Adam; by ALMA, for classes alone;
   * or passive-aggressively, at most by `aggressiveness` (PA-I) or softened by it (PA-II).
   */
  readonly optimizer: 'sgd' | 'adam' | 'alma' | 'passive-aggressive' | 'passive-aggressive-2';
  /** Of sgd and adam, for features of spread 1. */
  readonly learningRate: number;
  /** Of sgd and adam: how strongly weights are pulled towards 0. */
  readonly l2: number;
  /** Of the passive-aggressive ones: C; the larger, the further one row may pull. */
  readonly aggressiveness: number;
};

const optimizers = ['sgd', 'adam', 'alma', 'passive-aggressive', 'passive-aggressive-2'];

/** Of passive-aggressive regression, in spreads of the target: what is nearer counts as met. */
const INSENSITIVE = 0.1;

/**
 * Logistic, softmax or linear regression that learns each row as it comes (Bottou 2010), with features, and a target that is a number,
 * brought to mean 0 and spread 1 by what came so far (West 1979). A category is one feature of its own. A missing cell stands at the mean.
 * A step of a regression goes at most as far as the row's own target, so that it cannot run away.
 *
 * @example
 * const model = onlineLinear.create({ task: 'binary', categories: [0], classes: 2 }, onlineLinear.defaults, 1);
 * const x = Float32Array.of(-2, -1, 1, 2);
 * for (let pass = 0; pass < 20; pass++) for (const [row, label] of [0, 0, 1, 1].entries()) model.learn(x, row, label, 1);
 * const answer = new Float64Array(2);
 * model.predict(x, 3, answer);
 * answer[1]! > 0.7 // true
 */
export const onlineLinear: OnlineModelKind<OnlineLinearOptions> = {
  kind: 'online-linear',
  title: 'Linear, row by row',
  summary:
    'Each feature pushes the answer by its own weight, and every row moves the weights a little: small, fast, and never behind.',
  source: 'Bottou, "Large-scale machine learning with stochastic gradient descent", 2010',
  tasks: ['binary', 'multiclass', 'regression'],
  defaults: { optimizer: 'sgd', learningRate: 0.05, l2: 0, aggressiveness: 0.1 },
  create(problem, options) {
    checkChoice('optimizer', options.optimizer, optimizers);
    checkNumber('learningRate', options.learningRate, positive);
    checkNumber('l2', options.l2, notNegative);
    checkNumber('aggressiveness', options.aggressiveness, positive);
    if (problem.task === 'regression')
      checkChoice(
        'optimizer of a regression',
        options.optimizer,
        optimizers.filter((name) => name !== 'alma'),
      );
    return new Linear(problem, options);
  },
  load(problem, options, saved) {
    const model = this.create(problem, options, 0) as Linear;
    model.restore(saved);
    return model;
  },
};

class Linear implements OnlineModel {
  readonly #options: OnlineLinearOptions;
  readonly #isAlma: boolean;
  readonly #isPassive: boolean;
  #task: Task;
  #rows: LinearRows;
  #state: LinearState;
  #outputs: number;
  /** Whether a class takes part: one that came later does from its first row on. */
  #takesPart: Float64Array<ArrayBuffer>; // (classes)
  /** Of a regression. */
  #target = new OnlineScale(1);
  /** How many rows it has learnt. */
  #count = 0;
  #raw: Float64Array<ArrayBuffer>; // (outputs)

  constructor({ task, categories, classes }: OnlineProblem, options: OnlineLinearOptions) {
    this.#options = options;
    this.#isAlma = options.optimizer === 'alma';
    this.#isPassive = options.optimizer.startsWith('passive');
    this.#task = task;
    this.#rows = new LinearRows(categories);
    this.#outputs = task === 'multiclass' ? classes : 1;
    this.#raw = new Float64Array(this.#outputs);
    this.#takesPart = new Float64Array(classes).fill(1);
    const size = this.#outputs * (this.#rows.layout.columns + 1);
    const hasMoments = options.optimizer === 'adam';
    this.#state = {
      weights: new Float64Array(size),
      first: new Float64Array(hasMoments ? size : 0),
      second: new Float64Array(hasMoments ? size : 0),
      steps: new Float64Array(this.#outputs),
    };
  }

  predict(x: Float32Array, at: number, into: Float64Array): void {
    this.#rows.read(x, at);
    this.#answer(into);
  }

  learn(x: Float32Array, at: number, y: number, weight: number): void {
    this.#count++;
    this.#rows.learn(x, at, weight);
    if (this.#task === 'regression') this.#learnValue(y, weight);
    else if (this.#isAlma || this.#isPassive) this.#learnMargin(y, weight);
    else this.#learnClass(y, weight);
  }

  grow({ task, categories, classes }: OnlineProblem): void {
    const from = this.#rows.layout;
    this.#rows.grow(categories);
    const to = this.#rows.layout;
    const { weights, first, second, steps } = this.#state;
    const outputs = task === 'multiclass' ? classes : 1;
    const splits = task === 'multiclass' && this.#task === 'binary';
    // The first class's weights are the second one's with the other sign; where differences decide, each has half of them.
    const half = this.#isAlma ? 1 : 0.5;
    const moved = (values: Float64Array<ArrayBuffer>, factors: readonly [number, number]) =>
      relaid(splits ? bothOf(values, factors) : values, from, to, outputs, 1);
    const hasMoments = first.length > 0;
    this.#state = {
      weights: moved(weights, [-half, half]),
      first: hasMoments ? moved(first, [-half, half]) : first,
      second: hasMoments ? moved(second, [half * half, half * half]) : second,
      steps: longer(splits ? Float64Array.of(steps[0]!, steps[0]!) : steps, outputs, 0),
    };
    this.#takesPart = longer(this.#takesPart, classes, this.#count === 0 ? 1 : 0);
    this.#raw = new Float64Array(outputs);
    this.#outputs = outputs;
    this.#task = task;
  }

  save(): PartState {
    const { weights, first, second, steps } = this.#state;
    const { counts, means, variances } = this.#target;
    return {
      header: { rows: this.#count },
      tensors: {
        ...this.#rows.save(),
        weights: tensorOf(weights, this.#outputs, this.#rows.layout.columns + 1),
        firstMoment: tensorOf(first),
        secondMoment: tensorOf(second),
        steps: tensorOf(steps),
        takesPart: tensorOf(this.#takesPart),
        target: tensorOf(Float64Array.of(counts[0]!, means[0]!, variances[0]!)),
      },
    };
  }

  restore(saved: PartState): void {
    const { weights, first, steps } = this.#state;
    this.#count = readCount(saved.header, 'rows');
    this.#rows.restore(saved);
    this.#state = {
      weights: readNumbers(saved, 'weights', weights.length),
      first: readNumbers(saved, 'firstMoment', first.length),
      second: readNumbers(saved, 'secondMoment', first.length, 0),
      steps: readNumbers(saved, 'steps', steps.length, 0),
    };
    this.#takesPart = readNumbers(saved, 'takesPart', this.#takesPart.length, 0);
    const [count, mean, variance] = readNumbers(saved, 'target', 3);
    this.#target = OnlineScale.of(
      Float64Array.of(Math.max(0, count!)),
      Float64Array.of(mean!),
      Float64Array.of(Math.max(0, variance!)),
    );
  }

  /** Of the row that was read last. */
  #answer(into: Float64Array): void {
    const raw = this.#outputsOfRow();
    if (this.#task === 'regression') {
      into[0] = this.#target.means[0]! + this.#target.spread(0) * raw[0]!;
      return;
    }
    if (this.#task === 'binary') {
      into[1] = logistic(raw[0]!);
      into[0] = 1 - into[1];
      return;
    }
    let sum = 0;
    for (let c = 0; c < raw.length; c++) {
      const takesPart = this.#takesPart[c]! > 0;
      if (this.#isAlma) sum += into[c] = takesPart ? logistic(raw[c]!) : 0;
      else into[c] = takesPart ? raw[c]! : -Infinity;
    }
    if (this.#isAlma) for (let c = 0; c < raw.length; c++) into[c]! /= sum;
    else softmaxInPlace(into);
  }

  #outputsOfRow(): Float64Array {
    const width = this.#rows.layout.columns + 1;
    for (let output = 0; output < this.#outputs; output++)
      this.#raw[output] = this.#rows.dot(this.#state.weights, output * width);
    return this.#raw;
  }

  #learnClass(y: number, weight: number): void {
    if (this.#task === 'binary') {
      const chance = logistic(this.#rows.dot(this.#state.weights, 0));
      this.#step(0, (chance - y) * weight);
      return;
    }
    this.#takesPart[y] = 1;
    const chances = this.#outputsOfRow();
    for (let c = 0; c < chances.length; c++) if (!this.#takesPart[c]) chances[c] = -Infinity;
    softmaxInPlace(chances);
    for (let c = 0; c < chances.length; c++)
      if (this.#takesPart[c]) this.#step(c, (chances[c]! - (c === y ? 1 : 0)) * weight);
  }

  #step(output: number, gradient: number): void {
    const step = this.#options.optimizer === 'adam' ? stepAdam : stepSgd;
    step(this.#rows, this.#state, output, gradient, this.#options);
  }

  #learnMargin(y: number, weight: number): void {
    this.#takesPart[y] = 1;
    if (this.#isAlma) {
      if (this.#task === 'binary') stepAlma(this.#rows, this.#state, 0, y === 1 ? 1 : -1, weight);
      else
        for (let c = 0; c < this.#outputs; c++)
          if (this.#takesPart[c]) stepAlma(this.#rows, this.#state, c, c === y ? 1 : -1, weight);
      return;
    }
    const raw = this.#outputsOfRow();
    const { weights } = this.#state;
    const squares = this.#rows.squares();
    if (this.#task === 'binary') {
      const sign = y === 1 ? 1 : -1;
      this.#rows.add(weights, 0, sign * this.#reach(1 - sign * raw[0]!, squares, weight));
      return;
    }
    // The class that comes nearest to the row's own, or is before it, gives way as far as that one gains.
    let rival = -1;
    for (let c = 0; c < raw.length; c++)
      if (c !== y && this.#takesPart[c] && (rival < 0 || raw[c]! > raw[rival]!)) rival = c;
    if (rival < 0) return;
    const reach = this.#reach(1 - raw[y]! + raw[rival]!, 2 * squares, weight);
    const width = this.#rows.layout.columns + 1;
    this.#rows.add(weights, y * width, reach);
    this.#rows.add(weights, rival * width, -reach);
  }

  #learnValue(y: number, weight: number): void {
    const target = this.#target;
    target.add(0, y, weight);
    const wanted = target.scaled(0, y);
    const error = this.#rows.dot(this.#state.weights, 0) - wanted;
    if (this.#isPassive) {
      const loss = Math.abs(error) - INSENSITIVE;
      const reach = this.#reach(loss, this.#rows.squares(), weight);
      this.#rows.add(this.#state.weights, 0, -Math.sign(error) * reach);
      return;
    }
    const { optimizer, learningRate } = this.#options;
    if (optimizer === 'adam') this.#step(0, error * weight);
    else this.#step(0, error * Math.min(weight, 1 / (learningRate * this.#rows.squares())));
  }

  #reach(loss: number, squares: number, weight: number): number {
    const { aggressiveness, optimizer } = this.#options;
    return reachOf(loss, squares, aggressiveness * weight, optimizer === 'passive-aggressive-2');
  }
}

function bothOf(values: Float64Array, [first, second]: readonly [number, number]): Float64Array<ArrayBuffer> {
  return Float64Array.from(
    [...values, ...values],
    (value, at) => value * (at < values.length ? first : second),
  );
}

function longer(values: Float64Array, length: number, fill: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length).fill(fill);
  copy.set(values);
  return copy;
}
