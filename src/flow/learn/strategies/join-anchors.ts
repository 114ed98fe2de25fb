import type { DenseAnchor, DenseShape } from '../../../core/dense.ts';
import { denseRanges } from '../../../math/dense.ts';

/**
 * Two pulls as one: their strengths add up, and where they pull to is the mean of the two weighted by them, which has the same gradient.
 *
 * @example
 * const shape: DenseShape = { inputs: 1, hidden: [], outputs: 1, activation: 'relu', loss: 'squared' };
 * const one = { parameters: Float32Array.of(1, 1), strength: 1 };
 * const other = { parameters: Float32Array.of(4, 4), strength: Float32Array.of(2, 2) };
 * const { parameters, strength } = joinAnchors(shape, one, other);
 * parameters // Float32Array [3, 4]
 * strength // Float32Array [3, 2]
 */
export function joinAnchors(shape: DenseShape, one: DenseAnchor | null, other: DenseAnchor): DenseAnchor {
  if (!one) return other;
  if (
    one.parameters === other.parameters &&
    typeof one.strength === 'number' &&
    typeof other.strength === 'number'
  )
    return { parameters: one.parameters, strength: one.strength + other.strength };
  const [a, b] = [strengthsOf(shape, one), strengthsOf(shape, other)];
  const strength = a.map((value, i) => value + b[i]!);
  return {
    strength,
    parameters: one.parameters.map((value, i) =>
      strength[i] ? (a[i]! * value + b[i]! * other.parameters[i]!) / strength[i] : value,
    ),
  };
}

/** One for each number: a single strength concerns no biases, gains and offsets. */
function strengthsOf(shape: DenseShape, { strength, parameters }: DenseAnchor): Float32Array<ArrayBuffer> {
  if (typeof strength !== 'number') return strength;
  const each = new Float32Array(parameters.length);
  for (const { begin, end, areWeights } of denseRanges(shape))
    if (areWeights) each.fill(strength, begin, end);
  return each;
}
