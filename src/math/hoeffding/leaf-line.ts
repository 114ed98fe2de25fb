import type { NumberTape } from '../number-tape.ts';
import { ValueMoments } from './value-moments.ts';
import type { TreeProblem } from './watched.ts';

/** Of the residual, times the input, that a weight moves by: twice the 0.01 of River, whose loss is not halved. */
const rate = 0.02;

/**
 * The linear model in a leaf of a regression tree, over the numeric inputs, which it standardises by what it has seen of them
 * (Ikonomovska, Gama & Dzeroski 2011): gradient descent on the squared error.
 *
 * A row never moves the answer for itself beyond its target, however many inputs there are and however much it weighs.
 */
export class LeafLine {
  /** By input; null for a categorical one. */
  readonly #inputs: (LineInput | null)[];
  #intercept: number;

  constructor({ categories }: TreeProblem) {
    this.#inputs = categories.map((count) => (count ? null : new LineInput(new ValueMoments(), 0)));
    this.#intercept = 0;
  }

  predict(x: Float32Array, at: number): number {
    let sum = this.#intercept;
    for (let i = 0; i < this.#inputs.length; i++) {
      const input = this.#inputs[i]!;
      if (input) sum += input.weight * input.scaled(x[at + i]!);
    }
    return sum;
  }

  learn(x: Float32Array, at: number, target: number, weight: number): void {
    let length = 1;
    let sum = this.#intercept;
    for (let i = 0; i < this.#inputs.length; i++) {
      const input = this.#inputs[i]!;
      const value = x[at + i]!;
      if (!input || Number.isNaN(value)) continue;
      input.seen.add(value, weight);
      const scaled = input.scaled(value);
      length += scaled * scaled;
      sum += input.weight * scaled;
    }
    const share = rate * length;
    // As so many steps one behind the other as the weight says.
    const step = ((share < 1 ? 1 - (1 - share) ** weight : 1) / length) * (target - sum);
    this.#intercept += step;
    for (let i = 0; i < this.#inputs.length; i++) {
      const input = this.#inputs[i]!;
      if (input) input.weight += step * input.scaled(x[at + i]!);
    }
  }

  copy(): LeafLine {
    const copy = new LeafLine({ categories: [], classes: 0 });
    for (const input of this.#inputs)
      copy.#inputs.push(input && new LineInput(input.seen.copy(), input.weight));
    copy.#intercept = this.#intercept;
    return copy;
  }

  grow({ categories }: TreeProblem): void {
    for (const count of categories.slice(this.#inputs.length))
      this.#inputs.push(count ? null : new LineInput(new ValueMoments(), 0));
  }

  /** The mean of one value is a cell; it says nothing, and goes. */
  forgetRows(): void {
    this.#inputs.forEach((input, i) => {
      if (input && !(input.seen.squares > 0))
        this.#inputs[i] = new LineInput(new ValueMoments(), input.weight);
    });
  }

  /** How many numbers it keeps. */
  get size(): number {
    return 1 + 4 * this.#inputs.length;
  }

  save(tape: NumberTape): void {
    tape.write(this.#intercept);
    for (const input of this.#inputs) {
      input?.seen.save(tape);
      if (input) tape.write(input.weight);
    }
  }

  static load(tape: NumberTape, problem: TreeProblem): LeafLine {
    const line = new LeafLine(problem);
    line.#intercept = tape.read();
    line.#inputs.forEach((input, i) => {
      if (input) line.#inputs[i] = new LineInput(ValueMoments.load(tape), tape.read());
    });
    return line;
  }
}

class LineInput {
  readonly seen: ValueMoments;
  weight: number;

  constructor(seen: ValueMoments, weight: number) {
    this.seen = seen;
    this.weight = weight;
  }

  /** In standard deviations from the mean; 0 where nothing varies, or nothing is known of the value. */
  scaled(value: number): number {
    const { weight, mean, squares } = this.seen;
    if (!(squares > 0) || Number.isNaN(value)) return 0;
    return (value - mean) / Math.sqrt(squares / weight);
  }
}
