import type { DenseActivation } from '../../../core/dense.ts';

/** How the kernels call them; 0 is none. */
export const activationCodes: Readonly<Record<DenseActivation, number>> = { relu: 1, tanh: 2, gelu: 3 };

/** The language's own tanh may overflow, and loses the digits of small values. */
const tangent = /* wgsl */ `
fn hyperbolicTangent(x: f32) -> f32 {
  let size = abs(x);
  if (size < 0.25) {
    let square = x * x;
    return x * (1.0 - square * (1.0 / 3.0 - square * (2.0 / 15.0 - square * (17.0 / 315.0))));
  }
  let e = exp(-2.0 * size);
  return sign(x) * (1.0 - e) / (1.0 + e);
}

/** Of which the gelu takes the tangent. */
fn geluInner(x: f32) -> f32 {
  return 0.7978845608 * x * (1.0 + 0.044715 * x * x);
}
`;

/** What is not a number stays so, for `max` may hide it. */
export const activate = /* wgsl */ `${tangent}
fn activate(kind: u32, x: f32) -> f32 {
  switch (kind) {
    case 1u: { return select(x, 0.0, x < 0.0); }
    case 2u: { return hyperbolicTangent(x); }
    case 3u: { return 0.5 * x * (1.0 + hyperbolicTangent(geluInner(x))); }
    default: { return x; }
  }
}
`;

/** From the activation's own value, but from what went into a gelu (`told` in shaders/network.ts). */
export const derivative = /* wgsl */ `${tangent}
fn geluDerivative(x: f32) -> f32 {
  let t = hyperbolicTangent(geluInner(x));
  return 0.5 * (1.0 + t + 0.7978845608 * x * (1.0 + 0.134145 * x * x) * (1.0 - t * t));
}

fn derivative(kind: u32, told: f32) -> f32 {
  switch (kind) {
    case 1u: { return select(0.0, 1.0, told > 0.0); }
    case 2u: { return 1.0 - told * told; }
    case 3u: { return geluDerivative(told); }
    default: { return 1.0; }
  }
}
`;
