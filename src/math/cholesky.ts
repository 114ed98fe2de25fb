/**
 * Factors a symmetric positive definite matrix in place into a lower triangle times its transpose (Cholesky), by rows: only the
 * lower triangle is read and written. A pivot that rounding brought to 0 or below is taken for `least` of the largest one,
 * so that a matrix that is singular but for rounding is factored, too.
 *
 * @param a (size, size), row-major.
 *
 * @example
 * const a = Float64Array.of(4, 0, 2, 5);
 * factorCholesky(a, 2);
 * a // Float64Array [2, 0, 1, 2]
 */
export function factorCholesky(a: Float64Array, size: number, least = 1e-12): void {
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, a[i * size + i]!);
  const floor = Math.max(largest * least, Number.MIN_VALUE);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j < i; j++) a[row + j] = (a[row + j]! - dot(a, row, j * size, j)) / a[j * size + j]!;
    a[row + i] = Math.sqrt(Math.max(floor, a[row + i]! - dot(a, row, row, i)));
  }
}

/**
 * Solves for one right-hand side in place, with what `factorCholesky` left.
 *
 * @example
 * const x = Float64Array.of(8, 9);
 * solveCholesky(Float64Array.of(2, 0, 1, 2), 2, x);
 * x // Float64Array [1.375, 1.25]
 */
export function solveCholesky(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let j = 0; j < i; j++) sum -= factor[i * size + j]! * b[j]!;
    b[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = (b[i]! /= factor[i * size + i]!);
    for (let j = 0; j < i; j++) b[j]! -= factor[i * size + j]! * value;
  }
}

/** Four sums side by side, so that none waits for the one before it. */
function dot(a: Float64Array, x: number, y: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (const inFours = length & ~3; k < inFours; k += 4) {
    s0 += a[x + k]! * a[y + k]!;
    s1 += a[x + k + 1]! * a[y + k + 1]!;
    s2 += a[x + k + 2]! * a[y + k + 2]!;
    s3 += a[x + k + 3]! * a[y + k + 3]!;
  }
  for (; k < length; k++) s0 += a[x + k]! * a[y + k]!;
  return s0 + s1 + (s2 + s3);
}
