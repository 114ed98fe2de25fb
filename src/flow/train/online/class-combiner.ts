import type { PartState } from '../../../core/snapshot.ts';
import { DriftingWeights } from '../../../math/drifting-weights.ts';
import { FixedShare } from '../../../math/fixed-share.ts';
import { softmaxInPlace } from '../../../math/softmax.ts';
import { candidateTrust, type Combiner, type CombinerOptions } from './combiner.ts';
import { OpenClasses } from './open-classes.ts';
import { readCount, readNumbers, tensorOf } from './saved-state.ts';

/** The part of every answer that is spread over all classes: no expert is so sure that one mistake makes it mute for ever. */
const DOUBT = 0.001;

/**
 * Three ways to make one answer of many for classes, and a choice among them:
 *
 * 1. a mix of the experts' probabilities, by fixed share in the log loss;
 * 2. a sum of their log probabilities, each times a factor that drifts (logistic stacking): it can trust two experts that err differently more
 *    than either;
 * 3. each expert alone.
 *
 * The answer is the geometric mean of all of them, weighted by fixed share in their mistakes.
 */
export class ClassCombiner implements Combiner {
  readonly #experts: number;
  readonly #options: CombinerOptions;
  readonly #mix: FixedShare;
  readonly #choice: FixedShare;
  /** Of the experts' log probabilities. */
  #factors: Float64Array<ArrayBuffer>; // (experts)
  readonly #sureness: DriftingWeights;
  #open: OpenClasses;
  #rows = 0;
  /** Log probabilities of the experts, of their mix and of their sum. */
  #logs: Float64Array<ArrayBuffer>[]; // (experts + 2)(classes)
  #stacked: Float64Array<ArrayBuffer>; // (classes)
  readonly #inputs: Float64Array<ArrayBuffer>; // (experts)
  readonly #losses: Float64Array<ArrayBuffer>; // (experts)
  readonly #mistakes: Float64Array<ArrayBuffer>; // (experts + 2)

  /** @param trust in each expert before the first row, in all 1. */
  constructor(trust: Float64Array, classes: number, options: CombinerOptions) {
    const experts = trust.length;
    this.#experts = experts;
    this.#options = options;
    this.#mix = new FixedShare(trust, options.mixShare);
    this.#choice = new FixedShare(candidateTrust(trust), options.choiceShare);
    this.#factors = Float64Array.from(trust);
    this.#sureness = new DriftingWeights(experts, {
      prior: options.stackPrior,
      drift: options.stackDrift,
      independent: false,
    });
    this.#open = new OpenClasses(classes);
    this.#logs = this.#rowsOf(classes);
    this.#stacked = new Float64Array(classes);
    this.#inputs = new Float64Array(experts);
    this.#losses = new Float64Array(experts);
    this.#mistakes = new Float64Array(experts + 2);
  }

  predict(answers: readonly Float64Array[], into: Float64Array): void {
    this.#weigh(answers);
    into.fill(0);
    for (let candidate = 0; candidate < this.#logs.length; candidate++) {
      const logs = this.#logs[candidate]!;
      const weight = this.#choice.weights[candidate]!;
      for (let c = 0; c < into.length; c++) into[c]! += weight * logs[c]!;
    }
    for (let c = 0; c < into.length; c++) if (!this.#open.flags[c]) into[c] = -Infinity;
    softmaxInPlace(into);
  }

  learn(answers: readonly Float64Array[], y: number, weight: number): void {
    this.#rows++;
    this.#open.flags[y] = 1;
    this.#weigh(answers);
    const cost = weight * this.#options.choiceRate;
    for (let candidate = 0; candidate < this.#logs.length; candidate++)
      this.#mistakes[candidate] = placeOfMost(this.#logs[candidate]!) === y ? 0 : cost;
    this.#choice.learn(this.#mistakes);
    for (let i = 0; i < this.#experts; i++) this.#losses[i] = -weight * this.#logs[i]![y]!;
    this.#mix.learn(this.#losses);
    this.#learnFactors(y, weight);
  }

  /** Fills in the log probabilities of all candidates; those of classes that have not come stay -Infinity. */
  #weigh(answers: readonly Float64Array[]): void {
    const { flags, count } = this.#open;
    const logs = this.#logs;
    const mixed = logs[this.#experts]!.fill(0);
    const stacked = this.#stacked.fill(0);
    for (let i = 0; i < this.#experts; i++) {
      const answer = answers[i]!;
      const own = logs[i]!;
      const weight = this.#mix.weights[i]!;
      const factor = this.#factors[i]!;
      for (let c = 0; c < flags.length; c++) {
        if (!flags[c]) continue;
        const softened = (1 - DOUBT) * answer[c]! + DOUBT / count;
        mixed[c]! += weight * softened;
        const log = (own[c] = Math.log(softened));
        stacked[c]! += factor * log;
      }
    }
    for (let c = 0; c < flags.length; c++) {
      mixed[c] = flags[c] ? Math.log(mixed[c]!) : -Infinity;
      if (!flags[c]) stacked[c] = -Infinity;
    }
    softmaxInPlace(stacked);
    const summed = logs[this.#experts + 1]!;
    for (let c = 0; c < flags.length; c++)
      if (flags[c]) summed[c] = Math.log((1 - DOUBT) * stacked[c]! + DOUBT / count);
  }

  /** A step of the factors towards what the true class has over the others. */
  #learnFactors(y: number, weight: number): void {
    const { flags } = this.#open;
    const right = this.#stacked[y]!;
    const wrong = 1 - right;
    for (let i = 0; i < this.#experts; i++) {
      const own = this.#logs[i]!;
      let rest = 0;
      for (let c = 0; c < flags.length; c++)
        if (c !== y && flags[c]) rest += (this.#stacked[c]! / Math.max(1e-12, wrong)) * own[c]!;
      this.#inputs[i] = own[y]! - rest;
    }
    const curvature = Math.max(right * wrong, wrong / 4, 1e-3);
    const step = weight * wrong * this.#sureness.observe(this.#inputs, weight * curvature);
    for (let i = 0; i < this.#experts; i++) this.#factors[i]! += step * this.#sureness.pull[i]!;
  }

  grow(classes: number): void {
    this.#open.grow(classes, this.#rows === 0);
    this.#logs = this.#rowsOf(classes);
    this.#stacked = new Float64Array(classes);
  }

  #rowsOf(classes: number): Float64Array<ArrayBuffer>[] {
    return Array.from({ length: this.#experts + 2 }, () => new Float64Array(classes).fill(-Infinity));
  }

  save(): PartState {
    return {
      header: { rows: this.#rows },
      tensors: {
        mix: tensorOf(this.#mix.weights),
        choice: tensorOf(this.#choice.weights),
        factors: tensorOf(this.#factors),
        covariance: tensorOf(this.#sureness.covariance, this.#experts, this.#experts),
        open: this.#open.save(),
      },
    };
  }

  restore(saved: PartState): void {
    const experts = this.#experts;
    this.#rows = readCount(saved.header, 'rows');
    this.#mix.weights = readNumbers(saved, 'mix', experts, 0);
    this.#choice.weights = readNumbers(saved, 'choice', experts + 2, 0);
    this.#factors = readNumbers(saved, 'factors', experts);
    this.#sureness.covariance = readNumbers(saved, 'covariance', experts * experts);
    this.#open = OpenClasses.load(saved, 'open', this.#open.flags.length);
  }
}

function placeOfMost(logs: Float64Array): number {
  let most = 0;
  for (let c = 1; c < logs.length; c++) if (logs[c]! > logs[most]!) most = c;
  return most;
}
