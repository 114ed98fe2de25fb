import type { OnlineProblem } from '../../../core/online-model.ts';
import type { PartState, Tensor } from '../../../core/snapshot.ts';
import { OnlineScale } from '../../../math/online-scale.ts';
import { layoutOf, movesOf, type InputLayout } from './input-layout.ts';
import { readNumbers, tensorOf } from './saved-state.ts';

/** A number counts as at most so many spreads from its mean. */
const FARTHEST = 4;
/** A product spreads more than what it is made of. */
const PRODUCT_SCALE = 0.7;

/**
 * A row as a linear model sees it: 1, the numbers at mean 0 and spread 1 as far as the stream has shown them, a column a category, and if
 * asked for the products of every two of these columns. What is missing is 0.
 */
export class CrossedColumns {
  /** The columns of the row that was filled in last; their number is `size`. */
  values: Float64Array<ArrayBuffer>;
  #layout: InputLayout;
  #scale: OnlineScale;
  /** How many of the inputs have products: none, or those that there were when there was room for all. */
  #crossed: number;
  #pairs: Uint16Array<ArrayBuffer>; // (products, 2)
  #isSquare: Uint8Array<ArrayBuffer>; // (products)
  readonly #most: number;

  /**
   * @param most columns that there may be with products; where they are more there are no products. 0: none are wished.
   * @param crossed as the columns were saved.
   */
  constructor({ categories }: Pick<OnlineProblem, 'categories'>, most: number, crossed = 0) {
    this.#most = most;
    this.#layout = layoutOf(categories);
    this.#scale = new OnlineScale(this.#layout.numbers.length);
    this.#crossed = hasRoom(this.#layout, categories.length, most) ? categories.length : crossed;
    this.#pairs = pairsOf(this.#layout, this.#crossed);
    this.#isSquare = squaresOf(this.#pairs);
    this.values = new Float64Array(this.size);
  }

  get size(): number {
    return 1 + this.#layout.columns + this.#isSquare.length;
  }

  get crossed(): number {
    return this.#crossed;
  }

  fill(x: Float32Array, at: number): Float64Array<ArrayBuffer> {
    const { values } = this;
    const { numbers, categories, columns } = this.#layout;
    values[0] = 1;
    for (let column = 0; column < numbers.length; column++) {
      const scaled = this.#scale.scaled(column, x[at + numbers[column]!]!);
      values[1 + column] = Math.max(-FARTHEST, Math.min(FARTHEST, scaled));
    }
    values.fill(0, 1 + numbers.length, 1 + columns);
    for (const { input, first } of categories) {
      const category = x[at + input]!;
      if (!Number.isNaN(category)) values[1 + first + category] = 1;
    }
    const pairs = this.#pairs;
    for (let p = 0, to = 1 + columns; p < this.#isSquare.length; p++, to++) {
      const product = values[1 + pairs[2 * p]!]! * values[1 + pairs[2 * p + 1]!]!;
      // A square is 1 in the mean. One of 0 is of a cell that is missing, or of an input that never varied.
      values[to] = product === 0 ? 0 : PRODUCT_SCALE * (product - this.#isSquare[p]!);
    }
    return values;
  }

  /** Takes in what the numbers of a row say of their means and spreads. */
  learn(x: Float32Array, at: number, weight: number): void {
    const { numbers } = this.#layout;
    for (let column = 0; column < numbers.length; column++)
      this.#scale.add(column, x[at + numbers[column]!]!, weight);
  }

  /** @returns where each column that there was now stands. */
  grow(categories: readonly number[]): readonly number[] {
    const grown = new CrossedColumns({ categories }, this.#most, this.#crossed);
    const moves = movesOf(this.#layout, grown.#layout);
    const places = [0, ...moves.map((column) => 1 + column)];
    const products = new Map(pairKeys(grown.#pairs).map((key, place) => [key, place]));
    for (const key of pairKeys(this.#pairs.map((column) => moves[column]!)))
      places.push(1 + grown.#layout.columns + products.get(key)!);
    this.#scale.grow(grown.#layout.numbers.length);
    this.#layout = grown.#layout;
    this.#crossed = grown.#crossed;
    this.#pairs = grown.#pairs;
    this.#isSquare = grown.#isSquare;
    this.values = grown.values;
    return places;
  }

  save(): Record<string, Tensor> {
    const { counts, means, variances } = this.#scale;
    return { counts: tensorOf(counts), means: tensorOf(means), variances: tensorOf(variances) };
  }

  restore(saved: PartState): void {
    const numbers = this.#layout.numbers.length;
    this.#scale = OnlineScale.of(
      readNumbers(saved, 'counts', numbers, 0),
      readNumbers(saved, 'means', numbers),
      readNumbers(saved, 'variances', numbers, 0),
    );
  }
}

function hasRoom(layout: InputLayout, inputs: number, most: number): boolean {
  // Looked at first, for the products of a thousand inputs are half a million.
  if (1 + 2 * layout.columns > most) return false;
  return 1 + layout.columns + pairsOf(layout, inputs).length / 2 <= most;
}

/** Every two columns of the first inputs, but for two of the same input's categories, which never come together. */
function pairsOf({ numbers, categories }: InputLayout, crossed: number): Uint16Array<ArrayBuffer> {
  const columns: { column: number; block: number }[] = [];
  for (const [column, input] of numbers.entries()) if (input < crossed) columns.push({ column, block: -1 });
  for (const { input, count, first } of categories)
    if (input < crossed)
      for (let category = 0; category < count; category++)
        columns.push({ column: first + category, block: input });
  const pairs: number[] = [];
  for (const [i, one] of columns.entries())
    for (const other of columns.slice(i))
      if (one.block < 0 || one.block !== other.block) pairs.push(one.column, other.column);
  return Uint16Array.from(pairs);
}

function squaresOf(pairs: Uint16Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: pairs.length / 2 }, (_, p) => +(pairs[2 * p] === pairs[2 * p + 1]));
}

function pairKeys(pairs: Uint16Array): string[] {
  return Array.from({ length: pairs.length / 2 }, (_, p) => {
    const two = [pairs[2 * p]!, pairs[2 * p + 1]!].sort((a, b) => a - b);
    return two.join(' ');
  });
}
