import { PerennialError } from '../core/errors.ts';

/**
 * Numbers one behind the other, as models of many small parts are saved: written in an order of their own, read in the same. A tape
 * that is read may come from a stranger: what does not fit is refused with `snapshot-format`, before anything is made of it.
 *
 * @example
 * const tape = new NumberTape();
 * tape.write(3);
 * tape.writeAll([0.5, 7]);
 * const read = new NumberTape(tape.numbers());
 * read.read() // 3
 * read.readAll() // Float64Array [0.5, 7]
 */
export class NumberTape {
  #numbers: Float64Array<ArrayBuffer>;
  #at = 0;

  /** @param numbers to be read; none to write. */
  constructor(numbers: Float64Array<ArrayBuffer> = new Float64Array(1024)) {
    this.#numbers = numbers;
  }

  write(value: number): void {
    this.#room(1);
    this.#numbers[this.#at++] = value;
  }

  /** Writes how many they are, then all of them. */
  writeAll(values: ArrayLike<number>): void {
    this.#room(values.length + 1);
    this.#numbers[this.#at++] = values.length;
    this.#numbers.set(values, this.#at);
    this.#at += values.length;
  }

  /** @throws PerennialError `snapshot-format` at the end, and where a number is not finite. */
  read(): number {
    if (this.#at >= this.#numbers.length) this.refuse(`it ends after ${this.#at} numbers, too soon`);
    const value = this.#numbers[this.#at++]!;
    return Number.isFinite(value) ? value : this.refuse(`its number ${this.#at} is ${value}`);
  }

  /** A whole number from 0 to below `bound`. */
  readIndex(bound: number): number {
    const value = this.read();
    if (Number.isInteger(value) && value >= 0 && value < bound) return value;
    return this.refuse(`its number ${this.#at} is ${value}, not a whole number from 0 to ${bound - 1}`);
  }

  /**
   * A copy of what one `writeAll` wrote.
   *
   * @param count how many they must be, where that is known.
   */
  readAll(count?: number): Float64Array<ArrayBuffer> {
    const found = this.readIndex(this.#numbers.length - this.#at);
    if (count !== undefined && found !== count)
      this.refuse(`${found} numbers stand where ${count} were expected, at its number ${this.#at}`);
    const values = this.#numbers.slice(this.#at, this.#at + found);
    this.#at += found;
    const lost = values.findIndex((value) => !Number.isFinite(value));
    return lost < 0 ? values : this.refuse(`its number ${this.#at - found + lost + 1} is ${values[lost]}`);
  }

  /** As `readAll`, whole numbers from 0 to below `bound`. */
  readIndexes(bound: number, count?: number): number[] {
    const values = [...this.readAll(count)];
    const wrong = values.find((value) => !(Number.isInteger(value) && value >= 0 && value < bound));
    if (wrong === undefined) return values;
    return this.refuse(
      `${wrong} stands before its number ${this.#at + 1}, not a whole number from 0 to ${bound - 1}`,
    );
  }

  /** Refuses a tape on which more stands than was read. */
  end(): void {
    const left = this.#numbers.length - this.#at;
    if (left > 0) this.refuse(`${left} numbers are left over at its end`);
  }

  /** For a reader to whom what it read makes no sense. */
  refuse(reason: string): never {
    throw new PerennialError(
      'snapshot-format',
      `the model cannot be read: ${reason}; take an undamaged copy`,
      {
        stage: 'train',
      },
    );
  }

  /** All that was written so far. */
  numbers(): Float64Array<ArrayBuffer> {
    return this.#numbers.slice(0, this.#at);
  }

  #room(count: number): void {
    if (this.#at + count <= this.#numbers.length) return;
    const wider = new Float64Array(2 * (this.#at + count));
    wider.set(this.#numbers.subarray(0, this.#at));
    this.#numbers = wider;
  }
}
