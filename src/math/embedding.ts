import type { DenseShape } from '../core/dense.ts';

/** Numbers that the first layer sees of a row: each embedded input is replaced by its width. */
export function embeddedInputs({ inputs, embeddings = [] }: DenseShape): number {
  return embeddings.reduce((count, { width }) => count + width - 1, inputs);
}

/** Numbers of all embeddings, with which the flat parameters begin. */
export function embeddingCount({ embeddings = [] }: DenseShape): number {
  return embeddings.reduce((count, { categories, width }) => count + categories * width, 0);
}

/**
 * Writes a row as the first layer sees it.
 *
 * @param x rows of inputs, this one from `from` on
 * @param into where its embeddedInputs(shape) numbers go, from `to` on
 * @example
 * const shape: DenseShape = {
 *   ...{ inputs: 3, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' },
 *   embeddings: [{ input: 1, categories: 2, width: 2 }],
 * };
 * const into = new Float64Array(4);
 * embed(shape, Float32Array.of(1, 2, 3, 4), Float32Array.of(7, 1, 9), 0, into, 0);
 * into // Float64Array [7, 3, 4, 9]
 */
export function embed(
  { inputs, embeddings = [] }: DenseShape,
  parameters: Float32Array,
  x: Float32Array,
  from: number,
  into: Float64Array,
  to: number,
): void {
  let input = 0;
  let table = 0;
  for (const { input: embedded, categories, width } of embeddings) {
    while (input < embedded) into[to++] = x[from + input++]!;
    const own = table + x[from + input++]! * width;
    for (let k = 0; k < width; k++) into[to++] = parameters[own + k]!;
    table += categories * width;
  }
  while (input < inputs) into[to++] = x[from + input++]!;
}

/**
 * Adds the gradient by a row, as the first layer saw it, to that by the embeddings of its categories.
 *
 * @param delta (embeddedInputs) from `at` on
 * @param gradient by the flat parameters
 */
export function addEmbeddingGradient(
  { embeddings = [] }: DenseShape,
  x: Float32Array,
  from: number,
  delta: Float64Array,
  at: number,
  gradient: Float64Array,
): void {
  let before = 0;
  let table = 0;
  for (const { input, categories, width } of embeddings) {
    const own = table + x[from + input]! * width;
    for (let k = 0; k < width; k++) gradient[own + k]! += delta[at + input + before + k]!;
    before += width - 1;
    table += categories * width;
  }
}
