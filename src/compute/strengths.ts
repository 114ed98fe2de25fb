import type { DenseAnchor, DenseShape } from '../core/dense.ts';
import { denseRanges, parameterCount } from '../math/dense.ts';

/** One number for each weight and embedding, another one for each bias, gain and offset, in the flat layout. */
export function forWeights(shape: DenseShape, own: number, others: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(parameterCount(shape)).fill(others);
  for (const { begin, end, areWeights } of denseRanges(shape)) if (areWeights) values.fill(own, begin, end);
  return values;
}

/**
 * How strongly each number is pulled, whether one strength was told or many.
 *
 * @example
 * const shape: DenseShape = { inputs: 2, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
 * strengthsOf(shape, { parameters: new Float32Array(3), strength: 0.5 }) // Float32Array [0.5, 0.5, 0]
 */
export function strengthsOf(shape: DenseShape, { strength }: DenseAnchor): Float32Array<ArrayBuffer> {
  return typeof strength === 'number' ? forWeights(shape, strength, 0) : strength.slice();
}
