/**
 * Numbers one behind the other, as models of many small parts are saved: written in an order of their own, read in the same.
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

  read(): number {
    return this.#numbers[this.#at++]!;
  }

  /** A copy of what one `writeAll` wrote. */
  readAll(): Float64Array<ArrayBuffer> {
    const count = this.read();
    this.#at += count;
    return this.#numbers.slice(this.#at - count, this.#at);
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
