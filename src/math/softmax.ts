/**
 * Logits become probabilities that sum to 1; that of -Infinity is 0. At least one is finite.
 *
 * @example
 * const values = Float64Array.of(0, Math.log(2), -Infinity);
 * softmaxInPlace(values);
 * values // Float64Array [0.3333..., 0.6666..., 0]
 */
export function softmaxInPlace(values: Float64Array): void {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp(values[i]! - most);
  for (let i = 0; i < values.length; i++) values[i]! /= sum;
}
