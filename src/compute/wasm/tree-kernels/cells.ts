import { gain, leftValue, rightValue, shift } from './gain';

// Where the cells of a feature stand, and what is in one of them.
let cells: usize = 0;

/** The feature whose cells are read from here on. */
export function readFrom(at: usize): void {
  cells = at;
}

export function countAt(packed: i64): i64 {
  return (packed + ((<i64>1) << (shift - 1))) >> shift;
}

export function packedAt(code: i32): i64 {
  return load<i64>(cells + ((<usize>code) << 4));
}

export function hessianAt(code: i32): i64 {
  return load<i64>(cells + ((<usize>code) << 4), 8);
}

/** Writes down a split that is the best so far: RESULT in ../tree-kernels.ts. */
export function keep(
  out: usize,
  feature: i32,
  bin: i32,
  leftCount: f64,
  leftGradient: f64,
  leftHessian: f64,
): void {
  store<f64>(out, gain);
  store<f64>(out, <f64>feature, 8);
  store<f64>(out, <f64>bin, 16);
  store<f64>(out, leftCount, 24);
  store<f64>(out, leftGradient, 32);
  store<f64>(out, leftHessian, 40);
  store<f64>(out, leftValue, 48);
  store<f64>(out, rightValue, 56);
}
