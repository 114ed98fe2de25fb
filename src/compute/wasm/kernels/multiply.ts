import { ROW, multiplyAdd } from './lanes';

/**
 * Matrix products over panels of eight columns, in tiles of four rows by eight columns that stay in registers.
 *
 * `left` (rows, inner) and `right` (inner, columns) lie in panels. Cell (row, column) of a matrix in panels is at
 * `(column >> 3) * stride + row * 32 + (column & 7) * 4` bytes, where the stride is that of its panels.
 */

/** What becomes of a tile before it is stored. */
export const PLAIN: i32 = 0;
export const RELU: i32 = 1;
/** Kept where `mask` is above zero: the way back through a relu. */
export const MASKED: i32 = 2;

/**
 * out = left * right + bias, four rows at a time; rows are a multiple of four, inner of eight.
 *
 * @param bias one row of the columns, or 0 for none.
 * @param mask in the layout of `out`, for MASKED.
 */
export function multiply(
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
  columns: i32,
  finish: i32,
): void {
  const zero = f32x4.splat(0);
  for (let j = 0; j < columns; j += 8) {
    const b0 = bias ? v128.load(bias) : zero;
    const b1 = bias ? v128.load(bias, 16) : zero;
    if (bias) bias += ROW;
    let a = left;
    for (let i = 0; i < rows; i += 4) {
      let c00 = b0;
      let c01 = b1;
      let c10 = b0;
      let c11 = b1;
      let c20 = b0;
      let c21 = b1;
      let c30 = b0;
      let c31 = b1;
      let p = a;
      let b = right;
      for (let k = 0; k < inner; k += 8) {
        // Four columns of a row of the left at a time, each spread over four lanes.
        for (let half = 0; half < 2; half++) {
          const a0 = v128.load(p);
          const a1 = v128.load(p, 32);
          const a2 = v128.load(p, 64);
          const a3 = v128.load(p, 96);
          let r0 = v128.load(b);
          let r1 = v128.load(b, 16);
          let s = v128.shuffle<f32>(a0, a0, 0, 0, 0, 0);
          c00 = multiplyAdd(s, r0, c00);
          c01 = multiplyAdd(s, r1, c01);
          s = v128.shuffle<f32>(a1, a1, 0, 0, 0, 0);
          c10 = multiplyAdd(s, r0, c10);
          c11 = multiplyAdd(s, r1, c11);
          s = v128.shuffle<f32>(a2, a2, 0, 0, 0, 0);
          c20 = multiplyAdd(s, r0, c20);
          c21 = multiplyAdd(s, r1, c21);
          s = v128.shuffle<f32>(a3, a3, 0, 0, 0, 0);
          c30 = multiplyAdd(s, r0, c30);
          c31 = multiplyAdd(s, r1, c31);

          r0 = v128.load(b, 32);
          r1 = v128.load(b, 48);
          s = v128.shuffle<f32>(a0, a0, 1, 1, 1, 1);
          c00 = multiplyAdd(s, r0, c00);
          c01 = multiplyAdd(s, r1, c01);
          s = v128.shuffle<f32>(a1, a1, 1, 1, 1, 1);
          c10 = multiplyAdd(s, r0, c10);
          c11 = multiplyAdd(s, r1, c11);
          s = v128.shuffle<f32>(a2, a2, 1, 1, 1, 1);
          c20 = multiplyAdd(s, r0, c20);
          c21 = multiplyAdd(s, r1, c21);
          s = v128.shuffle<f32>(a3, a3, 1, 1, 1, 1);
          c30 = multiplyAdd(s, r0, c30);
          c31 = multiplyAdd(s, r1, c31);

          r0 = v128.load(b, 64);
          r1 = v128.load(b, 80);
          s = v128.shuffle<f32>(a0, a0, 2, 2, 2, 2);
          c00 = multiplyAdd(s, r0, c00);
          c01 = multiplyAdd(s, r1, c01);
          s = v128.shuffle<f32>(a1, a1, 2, 2, 2, 2);
          c10 = multiplyAdd(s, r0, c10);
          c11 = multiplyAdd(s, r1, c11);
          s = v128.shuffle<f32>(a2, a2, 2, 2, 2, 2);
          c20 = multiplyAdd(s, r0, c20);
          c21 = multiplyAdd(s, r1, c21);
          s = v128.shuffle<f32>(a3, a3, 2, 2, 2, 2);
          c30 = multiplyAdd(s, r0, c30);
          c31 = multiplyAdd(s, r1, c31);

          r0 = v128.load(b, 96);
          r1 = v128.load(b, 112);
          s = v128.shuffle<f32>(a0, a0, 3, 3, 3, 3);
          c00 = multiplyAdd(s, r0, c00);
          c01 = multiplyAdd(s, r1, c01);
          s = v128.shuffle<f32>(a1, a1, 3, 3, 3, 3);
          c10 = multiplyAdd(s, r0, c10);
          c11 = multiplyAdd(s, r1, c11);
          s = v128.shuffle<f32>(a2, a2, 3, 3, 3, 3);
          c20 = multiplyAdd(s, r0, c20);
          c21 = multiplyAdd(s, r1, c21);
          s = v128.shuffle<f32>(a3, a3, 3, 3, 3, 3);
          c30 = multiplyAdd(s, r0, c30);
          c31 = multiplyAdd(s, r1, c31);
          p += 16;
          b += 128;
        }
        p += leftStride - ROW;
      }
      const to = out + <usize>i * ROW;
      if (finish == RELU) {
        c00 = f32x4.max(c00, zero);
        c01 = f32x4.max(c01, zero);
        c10 = f32x4.max(c10, zero);
        c11 = f32x4.max(c11, zero);
        c20 = f32x4.max(c20, zero);
        c21 = f32x4.max(c21, zero);
        c30 = f32x4.max(c30, zero);
        c31 = f32x4.max(c31, zero);
      } else if (finish == MASKED) {
        const m = mask + <usize>i * ROW;
        c00 = v128.and(c00, f32x4.gt(v128.load(m), zero));
        c01 = v128.and(c01, f32x4.gt(v128.load(m, 16), zero));
        c10 = v128.and(c10, f32x4.gt(v128.load(m, 32), zero));
        c11 = v128.and(c11, f32x4.gt(v128.load(m, 48), zero));
        c20 = v128.and(c20, f32x4.gt(v128.load(m, 64), zero));
        c21 = v128.and(c21, f32x4.gt(v128.load(m, 80), zero));
        c30 = v128.and(c30, f32x4.gt(v128.load(m, 96), zero));
        c31 = v128.and(c31, f32x4.gt(v128.load(m, 112), zero));
      }
      v128.store(to, c00);
      v128.store(to, c01, 16);
      v128.store(to, c10, 32);
      v128.store(to, c11, 48);
      v128.store(to, c20, 64);
      v128.store(to, c21, 80);
      v128.store(to, c30, 96);
      v128.store(to, c31, 112);
      a += 4 * ROW;
    }
    right += rightStride;
    out += outStride;
    mask += outStride;
  }
}

/**
 * out = leftᵀ * right over the first `rows` rows of both: the weights' gradient.
 *
 * @param columnsLeft rows of `out`, a multiple of eight.
 */
export function multiplyTransposed(
  left: usize,
  leftStride: usize,
  right: usize,
  rightStride: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  columnsLeft: i32,
  columns: i32,
): void {
  const zero = f32x4.splat(0);
  for (let j = 0; j < columns; j += 8) {
    for (let i = 0; i < columnsLeft; i += 4) {
      let c00 = zero;
      let c01 = zero;
      let c10 = zero;
      let c11 = zero;
      let c20 = zero;
      let c21 = zero;
      let c30 = zero;
      let c31 = zero;
      let a = left + <usize>(i >> 3) * leftStride + <usize>(i & 4) * 4;
      let b = right;
      const end = b + <usize>rows * ROW;
      while (b < end) {
        const four = v128.load(a);
        const r0 = v128.load(b);
        const r1 = v128.load(b, 16);
        let s = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
        c00 = multiplyAdd(s, r0, c00);
        c01 = multiplyAdd(s, r1, c01);
        s = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
        c10 = multiplyAdd(s, r0, c10);
        c11 = multiplyAdd(s, r1, c11);
        s = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
        c20 = multiplyAdd(s, r0, c20);
        c21 = multiplyAdd(s, r1, c21);
        s = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
        c30 = multiplyAdd(s, r0, c30);
        c31 = multiplyAdd(s, r1, c31);
        a += ROW;
        b += ROW;
      }
      const to = out + <usize>i * ROW;
      v128.store(to, c00);
      v128.store(to, c01, 16);
      v128.store(to, c10, 32);
      v128.store(to, c11, 48);
      v128.store(to, c20, 64);
      v128.store(to, c21, 80);
      v128.store(to, c30, 96);
      v128.store(to, c31, 112);
    }
    right += rightStride;
    out += outStride;
  }
}

/** to = fromᵀ: `from` (rows, columns) in panels, both multiples of eight, their panels without gaps. */
export function transpose(from: usize, rows: i32, columns: i32, to: usize): void {
  for (let p = 0; p < rows; p += 8)
    for (let q = 0; q < columns; q += 8) {
      const source = from + (<usize>q * <usize>rows + <usize>p * 8) * 4;
      const target = to + (<usize>p * <usize>columns + <usize>q * 8) * 4;
      transpose4(source, target);
      transpose4(source + 16, target + 4 * ROW);
      transpose4(source + 4 * ROW, target + 16);
      transpose4(source + 4 * ROW + 16, target + 4 * ROW + 16);
    }
}

function transpose4(from: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 32);
  const c = v128.load(from, 64);
  const d = v128.load(from, 96);
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7), 96);
}
