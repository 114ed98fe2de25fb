/** How steps follow from gradients: DenseTraining of core/dense.ts, as the kernels hold it. */

/** Numbers of the optimizers; 0 is Adam's. */
export const MOMENTUM: i32 = 1;

export let optimizer: i32 = 0;
export let beta1: f64 = 0;
export let beta2: f64 = 0;
export let epsilon: f32 = 0;
export let weightDecay: f64 = 0;
export let l2: f32 = 0;
export let anchorStrength: f32 = 0;
/** 0: not clipped. */
export let clip: f64 = 0;
/** Of 2^24; 0: nothing is dropped. */
export let dropped: i32 = 0;
export let dropScale: f32 = 1;
export let seed: u32 = 0;

/** @param beta1Of the momentum, where the optimizer is that one. */
export function setOptimizer(optimizerOf: i32, beta1Of: f64, beta2Of: f64, epsilonOf: f64): void {
  optimizer = optimizerOf;
  beta1 = beta1Of;
  beta2 = beta2Of;
  epsilon = <f32>epsilonOf;
}

export function setPulls(weightDecayOf: f64, l2Of: f64, anchorStrengthOf: f64, clipOf: f64): void {
  weightDecay = weightDecayOf;
  l2 = <f32>l2Of;
  anchorStrength = <f32>anchorStrengthOf;
  clip = clipOf;
}

export function setDropout(share: f64, seedOf: u32): void {
  dropped = <i32>Math.round(share * 16777216);
  dropScale = <f32>(1 / (1 - share));
  seed = seedOf;
}
