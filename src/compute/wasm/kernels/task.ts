import { ROW } from './lanes';
import { multiply, multiplyTransposed } from './multiply';
import { DESCRIPTION } from './shared-work';

// A product as work that two threads do (shared-work.ts), a panel of the result a part. A panel is computed as it would be alone, so that the bytes are the same.

const TRANSPOSED: usize = DESCRIPTION;
const LEFT: usize = DESCRIPTION + 4;
const LEFT_STRIDE: usize = DESCRIPTION + 8;
const RIGHT: usize = DESCRIPTION + 12;
const RIGHT_STRIDE: usize = DESCRIPTION + 16;
const BIAS: usize = DESCRIPTION + 20;
const OUT: usize = DESCRIPTION + 24;
const OUT_STRIDE: usize = DESCRIPTION + 28;
const MASK: usize = DESCRIPTION + 32;
const ROWS: usize = DESCRIPTION + 36;
const INNER: usize = DESCRIPTION + 40;
const FINISH: usize = DESCRIPTION + 44;
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
