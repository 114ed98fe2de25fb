import type { NumberTape } from '../number-tape.ts';

/** Buckets of a size; one more, and the two oldest become one of twice the size. */
const bucketsOfSize = 5;
/** Neither part of a cut is shorter than this, */
const leastPart = 5;
/** no window shorter than this is cut, */
const leastWindow = 10;
/** and only every so many values is a cut looked for. */
const clock = 32;
/** A window of more sizes of buckets would be longer than any stream. */
const mostSizes = 50;

/**
 * The mean of as many of the last values as seem to have one mean: ADWIN2 (Bifet & Gavalda, "Learning from time-changing data with
 * adaptive windowing", 2007). Values are kept in buckets of 1, 2, 4 and so on, so that a window costs its logarithm.
 *
 * @example
 * const window = new AdaptiveWindow(0.002);
 * let changes = 0;
 * for (let i = 0; i < 1000; i++) if (window.update(i < 500 ? 0 : 1)) changes++;
 * changes > 0 // true
 * window.mean > 0.9 // true
 */
export class AdaptiveWindow {
  readonly #risk: number;
  /** By size, each from the oldest on. */
  #sums: number[][] = [[]];
  /** Of the same buckets: their sums of squared distances from their means. */
  #squares: number[][] = [[]];
  #width = 0;
  #total = 0;
  #spread = 0;
  #ticks = 0;

  /** @param risk the confidence delta of a cut: the smaller, the longer the window holds on. */
  constructor(risk: number) {
    this.#risk = risk;
  }

  /** How many values the window holds. */
  get width(): number {
    return this.#width;
  }

  /** The mean of the window; 0 before the first value. */
  get mean(): number {
    return this.#width > 0 ? this.#total / this.#width : 0;
  }

  /** @returns whether the window was cut, for its old part had another mean. */
  update(value: number): boolean {
    const before = this.#width++;
    if (before > 0) this.#spread += (before * (value - this.#total / before) ** 2) / this.#width;
    this.#total += value;
    this.#sums[0]!.push(value);
    this.#squares[0]!.push(0);
    this.#compress();
    if (++this.#ticks % clock !== 0 || this.#width <= leastWindow) return false;
    let isCut = false;
    while (this.#hasCut()) {
      isCut = true;
      this.#dropOldest();
    }
    return isCut;
  }

  #compress(): void {
    for (let i = 0; this.#sums[i]!.length > bucketsOfSize; i++) {
      if (i + 1 === this.#sums.length) {
        this.#sums.push([]);
        this.#squares.push([]);
      }
      const size = 2 ** i;
      const sums = this.#sums[i]!;
      const squares = this.#squares[i]!;
      const [first, second] = [sums.shift()!, sums.shift()!];
      const apart = (size * (first / size - second / size) ** 2) / 2;
      this.#sums[i + 1]!.push(first + second);
      this.#squares[i + 1]!.push(squares.shift()! + squares.shift()! + apart);
    }
  }

  #hasCut(): boolean {
    let old = 0;
    let oldSum = 0;
    for (let i = this.#sums.length - 1; i >= 0; i--)
      for (const sum of this.#sums[i]!) {
        old += 2 ** i;
        oldSum += sum;
        const recent = this.#width - old;
        if (recent < leastPart) return false;
        const distance = oldSum / old - (this.#total - oldSum) / recent;
        if (old >= leastPart && Math.abs(distance) > this.#bound(old, recent)) return true;
      }
    return false;
  }

  #bound(old: number, recent: number): number {
    const part = 1 / (old - leastPart + 1) + 1 / (recent - leastPart + 1);
    const risk = Math.log((2 * Math.log(this.#width)) / this.#risk);
    return Math.sqrt(2 * part * (this.#spread / this.#width) * risk) + (2 / 3) * risk * part;
  }

  #dropOldest(): void {
    const size = 2 ** (this.#sums.length - 1);
    const sum = this.#sums.at(-1)!.shift()!;
    const squares = this.#squares.at(-1)!.shift()!;
    this.#width -= size;
    this.#total -= sum;
    const distance = sum / size - this.#total / this.#width;
    this.#spread -= squares + (size * this.#width * distance ** 2) / (size + this.#width);
    while (this.#sums.length > 1 && this.#sums.at(-1)!.length === 0) {
      this.#sums.pop();
      this.#squares.pop();
    }
  }

  save(tape: NumberTape): void {
    tape.writeAll([this.#width, this.#total, this.#spread, this.#ticks, this.#sums.length]);
    this.#sums.forEach((sums, i) => {
      tape.writeAll(sums);
      tape.writeAll(this.#squares[i]!);
    });
  }

  load(tape: NumberTape): void {
    const [width = 0, total = 0, spread = 0, ticks = 0, sizes = 0] = tape.readAll(5);
    if (!(sizes >= 1 && sizes <= mostSizes)) tape.refuse(`a window has buckets of ${sizes} sizes`);
    this.#width = width;
    this.#total = total;
    this.#spread = spread;
    this.#ticks = ticks;
    this.#sums = [];
    this.#squares = [];
    let held = 0;
    for (let i = 0; i < sizes; i++) {
      const sums = [...tape.readAll()];
      if (sums.length > bucketsOfSize) tape.refuse(`a window has ${sums.length} buckets of a size`);
      this.#sums.push(sums);
      this.#squares.push([...tape.readAll(sums.length)]);
      held += sums.length * 2 ** i;
    }
    if (held !== width) tape.refuse(`a window of ${width} values holds ${held}`);
  }
}
