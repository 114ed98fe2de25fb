import type { NumberTape } from '../number-tape.ts';

/**
 * Weight, mean and spread of the values of a target: what is added can be taken away again (Welford 1962; Chan, Golub & LeVeque 1979).
 *
 * @example
 * const moments = new ValueMoments();
 * for (const value of [1, 2, 4]) moments.add(value, 1);
 * moments.mean // 2.3333...
 * moments.variance // 2.3333...
 */
export class ValueMoments {
  weight: number;
  /** 0 before the first value. */
  mean: number;
  /** The sum of the squared distances from the mean. */
  squares: number;

  constructor(weight = 0, mean = 0, squares = 0) {
    this.weight = weight;
    this.mean = mean;
    this.squares = squares;
  }

  /** Of the sample (the divisor is the weight - 1); 0 up to a weight of 1. */
  get variance(): number {
    return this.weight > 1 ? this.squares / (this.weight - 1) : 0;
  }

  add(value: number, weight: number): void {
    this.weight += weight;
    const before = value - this.mean;
    this.mean += (weight / this.weight) * before;
    this.squares += weight * before * (value - this.mean);
  }

  plus(other: ValueMoments): ValueMoments {
    const weight = this.weight + other.weight;
    if (weight === 0) return new ValueMoments();
    const squares =
      this.squares + other.squares + ((this.mean - other.mean) ** 2 * this.weight * other.weight) / weight;
    return new ValueMoments(weight, (this.weight * this.mean + other.weight * other.mean) / weight, squares);
  }

  /** Without a part of what it has seen. */
  minus(part: ValueMoments): ValueMoments {
    const weight = this.weight - part.weight;
    if (weight <= 0) return new ValueMoments();
    const mean = (this.weight * this.mean - part.weight * part.mean) / weight;
    const squares =
      this.squares - part.squares - ((mean - part.mean) ** 2 * weight * part.weight) / this.weight;
    return new ValueMoments(weight, mean, squares);
  }

  copy(): ValueMoments {
    return new ValueMoments(this.weight, this.mean, this.squares);
  }

  save(tape: NumberTape): void {
    tape.write(this.weight);
    tape.write(this.mean);
    tape.write(this.squares);
  }

  static load(tape: NumberTape): ValueMoments {
    return new ValueMoments(tape.read(), tape.read(), tape.read());
  }
}
