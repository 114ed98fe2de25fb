import type { NumberTape } from '../number-tape.ts';
import { ValueMoments } from './value-moments.ts';
import type { TreeProblem } from './watched.ts';

/** Within so many standard deviations nearly all errors lie. */
const reach = 3;

/**
 * How wrong answers are, from 0 to 1, as ADWIN wants it: of classes 0 or 1; of values by the spread of the errors so far, so that the
 * target's unit makes no difference (Gomes et al., "Adaptive random forests for data stream regression", 2018, as River has it).
 */
export class ErrorScale {
  readonly #isOfClasses: boolean;
  #errors = new ValueMoments();

  constructor({ classes }: TreeProblem) {
    this.#isOfClasses = classes > 0;
  }

  /** Takes an error into the scale. */
  note(answer: Float64Array, y: number): void {
    if (!this.#isOfClasses) this.#errors.add(y - answer[0]!, 1);
  }

  /** How far off the answer is: 0 is right. */
  sizeOf(answer: Float64Array, y: number): number {
    if (this.#isOfClasses) return likeliest(answer) === y ? 0 : 1;
    return this.#scaled(Math.abs(y - answer[0]!), 0);
  }

  /** As `sizeOf`; of values with the direction: below a half they are too low. */
  leanOf(answer: Float64Array, y: number): number {
    if (this.#isOfClasses) return this.sizeOf(answer, y);
    return this.#scaled(answer[0]! - y, 0.5);
  }

  #scaled(error: number, right: number): number {
    const spread = Math.sqrt(this.#errors.variance);
    if (!(spread > 0)) return right;
    return Math.min(1, Math.max(0, right + ((1 - right) * error) / (reach * spread)));
  }

  save(tape: NumberTape): void {
    if (!this.#isOfClasses) this.#errors.save(tape);
  }

  load(tape: NumberTape): void {
    if (!this.#isOfClasses) this.#errors = ValueMoments.load(tape);
  }
}

/** The class with the highest probability; the first of equals. */
export function likeliest(answer: Float64Array): number {
  let most = 0;
  for (let k = 1; k < answer.length; k++) if (answer[k]! > answer[most]!) most = k;
  return most;
}
