import type { DenseShape } from '../../core/dense.ts';

/**
 * What the first layer sees of a row where an input is embedded: Column in shaders/network.ts, one after the other. Nothing where
 * nothing is embedded.
 *
 * @example
 * const shape: DenseShape = {
 *   ...{ inputs: 2, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' },
 *   embeddings: [{ input: 1, categories: 5, width: 2 }],
 * };
 * columnsOf(shape) // Uint32Array [0, 0, 0, 1, 0, 2, 1, 1, 2]
 */
export function columnsOf({ inputs, embeddings = [] }: DenseShape): Uint32Array<ArrayBuffer> {
  if (embeddings.length === 0) return new Uint32Array();
  const columns: number[] = [];
  let table = 0;
  for (let input = 0; input < inputs; input++) {
    const embedding = embeddings.find((each) => each.input === input);
    if (!embedding) columns.push(input, 0, 0);
    for (let k = 0; k < (embedding?.width ?? 0); k++) columns.push(input, table + k, embedding!.width);
    if (embedding) table += embedding.categories * embedding.width;
  }
  return Uint32Array.from(columns);
}
