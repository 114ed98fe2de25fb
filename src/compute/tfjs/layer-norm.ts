import { add, mean, mul, rsqrt, square, sub, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';

/** What is learnt for each unit of a normalised layer. */
export interface Gains {
  readonly gains: Tensor1D; // (columns)
  readonly offsets: Tensor1D; // (columns)
}

/** A layer's sums after their normalisation, and what going back through it asks for. */
export interface Normalised {
  readonly gained: Tensor2D; // (rows, columns)
  /** Before the gains. */
  readonly values: Tensor2D; // (rows, columns)
  /** One over each row's standard deviation. */
  readonly scales: Tensor2D; // (rows, 1)
}

/** As `normalise` of math/layer-norm.ts. */
export function normalise(sums: Tensor2D, { gains, offsets }: Gains): Normalised {
  const centred = sub<Tensor2D>(sums, mean(sums, 1, true));
  const scales = rsqrt(add<Tensor2D>(mean(square(centred), 1, true), 1e-5));
  const values = mul<Tensor2D>(centred, scales);
  return { gained: add(mul(values, gains), offsets), values, scales };
}

/**
 * As `backThroughNorm` of math/layer-norm.ts.
 *
 * @param delta the gradient by what `normalise` gave // (rows, columns)
 */
export function backThroughNorm(
  delta: Tensor2D,
  { gains }: Gains,
  { values, scales }: Normalised,
): { readonly delta: Tensor2D } & Gains {
  const gained = mul<Tensor2D>(delta, gains);
  const along = mul(values, mean(mul(gained, values), 1, true));
  return {
    delta: mul(scales, sub(gained, add(mean(gained, 1, true), along))),
    gains: sum(mul(delta, values), 0),
    offsets: sum(delta, 0),
  };
}
