import { ROW } from './lanes';
import { multiply, multiplyTransposed } from './multiply';

/**
 * A product that two threads work at: a record in the memory that they share. Each of them claims a panel of the result at a time,
 * so that the one that comes late, or never, holds nothing up. A panel is computed as it would be alone, so that the bytes are the same.
 */

/** Panels that nobody has claimed, and above them, in the upper half, the number of the product. */
export const CLAIM: usize = 0;
export const NUMBER: usize = 4;
/** Panels that the helper has finished, of this product and of all of them. */
export const DONE: usize = 64;
export const TAKEN: usize = 68;
/** Whether the one who asks is at work, and whether the helper is, or has been called. */
export const OPEN: usize = 72;
export const CALLED: usize = 76;
const TRANSPOSED: usize = 128;
const LEFT: usize = 132;
const LEFT_STRIDE: usize = 136;
const RIGHT: usize = 140;
const RIGHT_STRIDE: usize = 144;
const BIAS: usize = 148;
const OUT: usize = 152;
const OUT_STRIDE: usize = 156;
const MASK: usize = 160;
const ROWS: usize = 164;
const INNER: usize = 168;
const FINISH: usize = 172;
export const RECORD_BYTES: i32 = 192;

export function describe(
  record: usize,
  isTransposed: bool,
  left: usize,
  leftStride: usize,
  right: usize,
  rightStride: usize,
  bias: usize,
  out: usize,
  outStride: usize,
  mask: usize,
  rows: i32,
  inner: i32,
  finish: i32,
): void {
  store<i32>(record + TRANSPOSED, isTransposed);
  store<usize>(record + LEFT, left);
  store<usize>(record + LEFT_STRIDE, leftStride);
  store<usize>(record + RIGHT, right);
  store<usize>(record + RIGHT_STRIDE, rightStride);
  store<usize>(record + BIAS, bias);
  store<usize>(record + OUT, out);
  store<usize>(record + OUT_STRIDE, outStride);
  store<usize>(record + MASK, mask);
  store<i32>(record + ROWS, rows);
  store<i32>(record + INNER, inner);
  store<i32>(record + FINISH, finish);
}

/**
 * A panel that nobody else will compute; -1: none is left. What the record says of the product stays as it is until the claimed
 * panel is done, so it is read afterwards and not before.
 */
export function claim(record: usize): i32 {
  while (true) {
    const seen = atomic.load<u64>(record + CLAIM);
    const left = <i32>seen;
    if (left == 0) return -1;
    if (atomic.cmpxchg<u64>(record + CLAIM, seen, seen - 1) == seen) return left - 1;
  }
}

export function computePanel(record: usize, panel: i32): void {
  const right = load<usize>(record + RIGHT) + <usize>panel * load<usize>(record + RIGHT_STRIDE);
  const outStride = load<usize>(record + OUT_STRIDE);
  const out = load<usize>(record + OUT) + <usize>panel * outStride;
  const bias = load<usize>(record + BIAS);
  if (load<i32>(record + TRANSPOSED))
    multiplyTransposed(
      load<usize>(record + LEFT),
      load<usize>(record + LEFT_STRIDE),
      right,
      0,
      out,
      0,
      load<i32>(record + ROWS),
      load<i32>(record + INNER),
      8,
    );
  else
    multiply(
      load<usize>(record + LEFT),
      load<usize>(record + LEFT_STRIDE),
      right,
      0,
      bias ? bias + <usize>panel * ROW : 0,
      out,
      0,
      load<usize>(record + MASK) + <usize>panel * outStride,
      load<i32>(record + ROWS),
      load<i32>(record + INNER),
      8,
      load<i32>(record + FINISH),
    );
}
