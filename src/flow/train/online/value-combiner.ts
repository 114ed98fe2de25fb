import type { PartState } from '../../../core/snapshot.ts';
import { DriftingWeights } from '../../../math/drifting-weights.ts';
import { FixedShare } from '../../../math/fixed-share.ts';
import { candidateTrust, type Combiner, type CombinerOptions } from './combiner.ts';
import { readCount, readNumber, readNumbers, tensorOf } from './saved-state.ts';

/** Errors are measured in roots of the mean squared error of about so many of the last rows. */
const MEMORY = 100;
/** So large an error counts no more, that one stray row does not decide. */
const MOST_LOSS = 4;
/** Experts that are so many errors apart are no farther apart. */
const FARTHEST = 8;

/**
 * What ClassCombiner is for classes, for values: a mix of the experts by fixed share in the squared error; the experts' mean, corrected by
 * each one's distance from it times a factor that drifts; each expert alone; and the mean of all of these by fixed share in the
 * squared error. An error is half its square, in units of the mean squared error so far, so that the unit of the target does not matter.
 *
 * Nothing is answered that lies farther from the values so far than these lie apart.
 */
export class ValueCombiner implements Combiner {
  readonly #experts: number;
  readonly #trust: Float64Array; // (experts)
  readonly #options: CombinerOptions;
  readonly #mix: FixedShare;
  readonly #choice: FixedShare;
  #factors: Float64Array<ArrayBuffer>; // (experts)
  readonly #sureness: DriftingWeights;
  #rows = 0;
  /** The smallest and the largest value so far. */
  #least = 0;
  #most = 0;
  #meanSquare = 0;
  /** What the experts say, their mix, and their corrected mean. */
  readonly #values: Float64Array<ArrayBuffer>; // (experts + 2)
  readonly #inputs: Float64Array<ArrayBuffer>; // (experts)
  readonly #losses: Float64Array<ArrayBuffer>; // (experts)
  readonly #choiceLosses: Float64Array<ArrayBuffer>; // (experts + 2)

  /** @param trust in each expert before the first row, in all 1. */
  constructor(trust: Float64Array, options: CombinerOptions) {
    const experts = trust.length;
    this.#experts = experts;
    this.#trust = trust;
    this.#options = options;
    this.#mix = new FixedShare(trust, options.mixShare);
    this.#choice = new FixedShare(candidateTrust(trust), options.choiceShare);
    this.#factors = new Float64Array(experts);
    this.#sureness = new DriftingWeights(experts, {
      prior: options.stackPrior,
      drift: options.stackDrift,
      independent: false,
    });
    this.#values = new Float64Array(experts + 2);
    this.#inputs = new Float64Array(experts);
    this.#losses = new Float64Array(experts);
    this.#choiceLosses = new Float64Array(experts + 2);
  }

  predict(answers: readonly Float64Array[], into: Float64Array): void {
    into[0] = this.#weigh(answers);
  }

  /** Fills in what every candidate says. @returns the answer. */
  #weigh(answers: readonly Float64Array[]): number {
    const { weights } = this.#mix;
    const experts = this.#experts;
    const values = this.#values;
    const unit = Math.sqrt(this.#meanSquare);
    let mean = 0;
    let mixed = 0;
    for (let i = 0; i < experts; i++) {
      const value = (values[i] = this.#within(answers[i]![0]!));
      mean += this.#trust[i]! * value;
      mixed += weights[i]! * value;
    }
    let correction = 0;
    for (let i = 0; i < experts; i++) {
      const apart = unit > 0 ? (values[i]! - mean) / unit : 0;
      const input = (this.#inputs[i] = Math.max(-FARTHEST, Math.min(FARTHEST, apart)));
      correction += this.#factors[i]! * input;
    }
    values[experts] = this.#within(mixed);
    values[experts + 1] = this.#within(mean + unit * correction);
    let answer = 0;
    for (let i = 0; i < experts + 2; i++) answer += this.#choice.weights[i]! * values[i]!;
    return this.#within(answer);
  }

  #within(value: number): number {
    const range = this.#most - this.#least;
    return Math.max(this.#least - range, Math.min(this.#most + range, value));
  }

  learn(answers: readonly Float64Array[], y: number, weight: number): void {
    const answer = this.#weigh(answers);
    if (this.#rows === 0) this.#least = this.#most = y;
    else this.#learnWeights(y, weight);
    this.#rows++;
    this.#least = Math.min(this.#least, y);
    this.#most = Math.max(this.#most, y);
    // The first row's error says only how far the values lie from 0.
    if (this.#rows === 1) return;
    const memory = Math.min(this.#rows - 1, MEMORY);
    this.#meanSquare += ((answer - y) ** 2 - this.#meanSquare) / memory;
  }

  #learnWeights(y: number, weight: number): void {
    const unit = Math.sqrt(this.#meanSquare);
    if (unit === 0) return;
    for (let i = 0; i < this.#values.length; i++) {
      const loss = weight * Math.min(MOST_LOSS, ((this.#values[i]! - y) / unit) ** 2 / 2);
      if (i < this.#experts) this.#losses[i] = loss;
      this.#choiceLosses[i] = this.#options.choiceRate * loss;
    }
    this.#mix.learn(this.#losses);
    this.#choice.learn(this.#choiceLosses);
    const error = (y - this.#values[this.#experts + 1]!) / unit;
    const step = weight * this.#sureness.observe(this.#inputs, weight);
    const bounded = Math.max(-FARTHEST, Math.min(FARTHEST, error));
    for (let i = 0; i < this.#experts; i++) this.#factors[i]! += step * bounded * this.#sureness.pull[i]!;
  }

  grow(): void {
    // A value stays a value.
  }

  save(): PartState {
    return {
      header: { rows: this.#rows, least: this.#least, most: this.#most, meanSquare: this.#meanSquare },
      tensors: {
        mix: tensorOf(this.#mix.weights),
        choice: tensorOf(this.#choice.weights),
        factors: tensorOf(this.#factors),
        covariance: tensorOf(this.#sureness.covariance, this.#experts, this.#experts),
      },
    };
  }

  restore(saved: PartState): void {
    const experts = this.#experts;
    this.#rows = readCount(saved.header, 'rows');
    this.#least = readNumber(saved.header, 'least');
    this.#most = readNumber(saved.header, 'most', this.#least);
    this.#meanSquare = readNumber(saved.header, 'meanSquare', 0);
    this.#mix.weights = readNumbers(saved, 'mix', experts, 0);
    this.#choice.weights = readNumbers(saved, 'choice', experts + 2, 0);
    this.#factors = readNumbers(saved, 'factors', experts);
    this.#sureness.covariance = readNumbers(saved, 'covariance', experts * experts);
  }
}
