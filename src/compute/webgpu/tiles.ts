import type { DenseShape } from '../../core/dense.ts';
import type { DenseLayer } from '../../math/dense.ts';

/** Rows and columns of a matrix that a workgroup computes (shaders/product.ts). */
export const tile = 32;
/** Numbers of a Tile. */
export const tileNumbers = 8;

/** A layer, and the outputs of the layers before it. */
export interface PlacedLayer extends DenseLayer {
  readonly before: number;
}

/** In the terms of Tile. */
interface ParameterMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly inputs: number;
  readonly weights: number;
  readonly before: number;
  readonly embedded?: number;
}

/**
 * Where the tiles of all parameters begin: Tile in shaders/network.ts, one after the other.
 *
 * @param width outputs of all layers
 */
export function tilesOf(
  { embeddings = [] }: DenseShape,
  layers: readonly PlacedLayer[],
  width: number,
): Uint32Array<ArrayBuffer> {
  const matrices = layers.flatMap((layer): readonly ParameterMatrix[] => {
    const { from: inputs, to: columns, weights, gains, before } = layer;
    const own = { rows: inputs + 1, columns, inputs, weights, before };
    if (gains === null) return [own];
    const beside = { rows: 1, columns, inputs: 0 };
    return [
      own,
      { ...beside, weights: gains, before: before + 2 * width },
      { ...beside, weights: gains + columns, before: before + width },
    ];
  });
  let [table, added] = [0, 0];
  for (const { input, categories, width: columns } of embeddings) {
    const own = { rows: categories, columns, inputs: categories, weights: table };
    matrices.push({ ...own, before: input + added, embedded: input + 1 });
    table += categories * columns;
    added += columns - 1;
  }
  const tiles: number[] = [];
  for (const { rows, columns, inputs, weights, before, embedded = 0 } of matrices)
    for (let top = 0; top < rows; top += tile)
      for (let first = 0; first < columns; first += tile)
        tiles.push(rows, columns, inputs, weights, before, top, first, embedded);
  return Uint32Array.from(tiles);
}
