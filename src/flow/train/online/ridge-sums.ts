import type { PartState } from '../../../core/snapshot.ts';
import { factorCholesky, solveCholesky } from '../../../math/cholesky.ts';
import { refuseSnapshot } from '../dense-tensors.ts';
import { readCount, readNumbers, tensorOf } from './saved-state.ts';

/** Rows that are added to the products at once: as many passes over them fewer. */
const PENDING = 8;

export interface RidgeWeights {
  readonly weights: Float64Array; // (outputs, size)
  /** The mean square by which an answer of 0 or 1 is missed: never 0. */
  readonly noise: number;
}

/**
 * The sums of which a ridge regression is made: of the products of a row's numbers with each other and with the answer. The last number of
 * every row is 1, and its weight is not pulled to 0.
 */
export class RidgeSums {
  readonly #size: number;
  readonly #forgetting: number;
  /** Row i holds its products with the numbers 0 to i. */
  #products: Float64Array<ArrayBuffer>; // (size * (size + 1) / 2)
  #answers: Float64Array<ArrayBuffer>; // (outputs, size)
  /** The sum of the squares of the answers. */
  #squares: Float64Array<ArrayBuffer>; // (outputs)
  /** The sum of the weights of the rows that had an answer in this output. */
  totals: Float64Array<ArrayBuffer>; // (outputs)
  /** Rows, times the roots of their weights, that are not among the products yet. */
  #pending: Float64Array<ArrayBuffer>; // (PENDING, size)
  #waiting = 0;

  constructor(size: number, outputs: number, forgetting: number) {
    this.#size = size;
    this.#forgetting = forgetting;
    this.#products = new Float64Array((size * (size + 1)) / 2);
    this.#answers = new Float64Array(outputs * size);
    this.#squares = new Float64Array(outputs);
    this.totals = new Float64Array(outputs);
    this.#pending = new Float64Array(PENDING * size);
  }

  /** @param answer in this output; in all others it is 0. */
  add(row: Float64Array, output: number, answer: number, weight: number): void {
    const size = this.#size;
    const keep = this.#forgetting;
    if (keep < 1) {
      for (let at = 0; at < this.#answers.length; at++) this.#answers[at]! *= keep;
      for (let c = 0; c < this.totals.length; c++) {
        this.totals[c]! *= keep;
        this.#squares[c]! *= keep;
      }
    }
    this.totals[output]! += weight;
    this.#squares[output]! += weight * answer * answer;
    const first = output * size;
    const pull = weight * answer;
    for (let k = 0; k < size; k++) this.#answers[first + k]! += pull * row[k]!;
    const root = Math.sqrt(weight);
    const place = this.#waiting * size;
    for (let k = 0; k < size; k++) this.#pending[place + k] = root * row[k]!;
    if (++this.#waiting === PENDING) this.#waiting = this.#flush(this.#products);
  }

  grow(outputs: number): void {
    const size = this.#size;
    this.#answers = longer(this.#answers, outputs * size);
    this.#squares = longer(this.#squares, outputs);
    this.totals = longer(this.totals, outputs);
  }

  solve(ridge: number): RidgeWeights {
    const size = this.#size;
    const outputs = this.totals.length;
    const packed = this.#products.slice();
    this.#flush(packed);
    const matrix = new Float64Array(size * size);
    for (let i = 0, at = 0; i < size; at += ++i) matrix.set(packed.subarray(at, at + i + 1), i * size);
    const last = (size - 1) * size;
    const total = matrix[last + size - 1]!;
    if (total === 0) return { weights: new Float64Array(outputs * size), noise: 1 };
    for (let k = 0; k < size - 1; k++) {
      const variance = matrix[k * size + k]! - matrix[last + k]! ** 2 / total;
      // A feature that never was anything else than 0 keeps the weight 0.
      matrix[k * size + k]! += ridge * Math.max(variance, 0) + 1e-9 * total;
    }
    factorCholesky(matrix, size, 1e-14);
    const weights = new Float64Array(outputs * size);
    let left = 0;
    for (let output = 0; output < outputs; output++) {
      const solved = this.#answers.slice(output * size, (output + 1) * size);
      solveCholesky(matrix, size, solved);
      weights.set(solved, output * size);
      left += this.#squares[output]!;
      // Of a ridge regression at its solution, the squares less what the fit explains are the residual and the penalty.
      for (let k = 0; k < size; k++) left -= solved[k]! * this.#answers[output * size + k]!;
    }
    return { weights, noise: this.#noiseOf(left, total) };
  }

  /**
   * What the fit leaves, of each output that had an answer; and the less rows there are beside features, the more of all that the answers vary,
   * since a fit to the rows that it learnt looks better than it is.
   */
  #noiseOf(left: number, total: number): number {
    let present = 0;
    let spread = 0;
    for (let output = 0; output < this.totals.length; output++) {
      if (this.totals[output] === 0) continue;
      present++;
      const share = this.totals[output]! / total;
      spread += share * (1 - share);
    }
    const explained = spread * Math.min(1, this.#size / total);
    return (Math.max(0, left) / total + explained) / Math.max(1, present) + LEAST_NOISE;
  }

  save(): PartState {
    const waiting = this.#waiting;
    return {
      header: { waiting },
      tensors: {
        products: tensorOf(this.#products),
        answers: tensorOf(this.#answers, this.totals.length, this.#size),
        squares: tensorOf(this.#squares),
        totals: tensorOf(this.totals),
        pending: tensorOf(this.#pending.slice(0, waiting * this.#size), waiting, this.#size),
      },
    };
  }

  restore(saved: PartState): void {
    const outputs = this.totals.length;
    this.#waiting = readCount(saved.header, 'waiting', PENDING - 1);
    this.#products = readNumbers(saved, 'products', this.#products.length);
    this.#answers = readNumbers(saved, 'answers', outputs * this.#size);
    this.#squares = readNumbers(saved, 'squares', outputs, 0);
    this.totals = readNumbers(saved, 'totals', outputs, 0);
    this.#pending.set(readNumbers(saved, 'pending', this.#waiting * this.#size));
    for (let i = 0, at = 0; i < this.#size; at += ++i)
      if (this.#products[at + i]! < 0) refuseSnapshot('model', `"products" has a negative square`);
  }

  /** Adds the rows that wait, the oldest faded most; returns how many wait then. */
  #flush(products: Float64Array): number {
    const size = this.#size;
    const rows = this.#waiting;
    const pending = this.#pending;
    const keep = this.#forgetting;
    const faded = keep ** rows;
    const column = new Float64Array(PENDING);
    // Rows that are not there are 0, so that one loop serves any number of them.
    const full = rows === PENDING ? pending : pending.slice().fill(0, rows * size);
    for (let i = 0, at = 0; i < size; at += ++i) {
      for (let row = 0; row < rows; row++)
        column[row] = full[row * size + i]! * (keep < 1 ? keep ** (rows - 1 - row) : 1);
      const [c0, c1, c2, c3, c4, c5, c6, c7] = column as unknown as readonly [
        ...[number, number, number, number],
        ...[number, number, number, number],
      ];
      for (let j = 0; j <= i; j++)
        products[at + j] =
          products[at + j]! * faded +
          (c0 * full[j]! + c1 * full[size + j]! + (c2 * full[2 * size + j]! + c3 * full[3 * size + j]!)) +
          (c4 * full[4 * size + j]! +
            c5 * full[5 * size + j]! +
            (c6 * full[6 * size + j]! + c7 * full[7 * size + j]!));
    }
    return 0;
  }
}

/** So that an answer is never certain. */
const LEAST_NOISE = 1e-3;

function longer(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length);
  copy.set(values);
  return copy;
}
