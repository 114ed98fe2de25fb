import {
  cast,
  concat,
  gather,
  oneHot,
  reshape,
  slice,
  type Rank,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { DenseShape } from '../../core/dense.ts';
import type { TfjsBackend } from './live-backend.ts';
import { productOfTransposed } from './products.ts';

/** Rows as the first layer sees them. */
export interface Embedded {
  readonly seen: Tensor2D; // (rows, embeddedInputs)
  /** The categories of the rows, for each embedding. */
  readonly categories: readonly Tensor1D[]; // (rows)
}

/**
 * Puts the numbers of their embeddings in place of categories.
 *
 * @param x (rows, inputs)
 */
export function embed({ inputs, embeddings = [] }: DenseShape, parameters: Tensor1D, x: Tensor2D): Embedded {
  if (embeddings.length === 0) return { seen: x, categories: [] };
  const pieces: Tensor2D[] = [];
  const indexes: Tensor1D[] = [];
  let [input, table] = [0, 0];
  const see = (end: number) => {
    if (end > input) pieces.push(slice(x, [0, input], [-1, end - input]));
  };
  for (const { input: embedded, categories, width } of embeddings) {
    see(embedded);
    const index = cast<Tensor1D>(reshape(slice(x, [0, embedded], [-1, 1]), [-1]), 'int32');
    const rows = reshape<Rank.R2>(slice(parameters, table, categories * width), [categories, width]);
    pieces.push(gather(rows, index));
    indexes.push(index);
    input = embedded + 1;
    table += categories * width;
  }
  see(inputs);
  return { seen: concat(pieces, 1), categories: indexes };
}

/**
 * The gradient by the embeddings, flat as they are: that by the weights of inputs that say whether a row is of a category. Not every backend can add rows up by category; those that
 * can do so in no fixed order.
 *
 * @param delta the gradient by what the first layer saw // (rows, embeddedInputs)
 */
export function embeddingGradients(
  backend: TfjsBackend,
  { embeddings = [] }: DenseShape,
  { categories: indexes }: Embedded,
  delta: Tensor2D,
): readonly Tensor1D[] {
  let added = 0;
  return embeddings.map(({ input, categories, width }, i) => {
    const own = slice(delta, [0, input + added], [-1, width]);
    added += width - 1;
    // The wasm backend writes whole numbers, whatever type it is asked for.
    const isOfCategory = cast(oneHot(indexes[i]!, categories) as Tensor2D, 'float32');
    return reshape<Rank.R1>(productOfTransposed(backend, isOfCategory, own), [-1]);
  });
}
