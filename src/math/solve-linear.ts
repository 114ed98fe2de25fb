/**
 * Solves a small system of linear equations, by elimination with the largest pivot of each column.
 *
 * @param matrix row-major; left as it is // (size, size)
 * @param right left as it is // (size)
 * @returns null where a pivot is 0 to the last digits: the rows depend on each other.
 * @example
 * solveLinear([2, 1, 1, 3], [5, 10]) // Float64Array [1, 3]
 * solveLinear([1, 2, 2, 4], [1, 2]) // null
 */
export function solveLinear(
  matrix: ArrayLike<number>,
  right: ArrayLike<number>,
): Float64Array<ArrayBuffer> | null {
  const size = right.length;
  const a = Float64Array.from(matrix);
  const x = Float64Array.from(right);
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let step = 0; step < size; step++) {
    let pivot = step;
    for (let row = step + 1; row < size; row++)
      if (Math.abs(a[row * size + step]!) > Math.abs(a[pivot * size + step]!)) pivot = row;
    if (!(Math.abs(a[pivot * size + step]!) > largest * size * Number.EPSILON)) return null;
    if (pivot !== step) {
      for (let column = step; column < size; column++) swap(a, pivot * size + column, step * size + column);
      swap(x, pivot, step);
    }
    for (let row = step + 1; row < size; row++) {
      const factor = a[row * size + step]! / a[step * size + step]!;
      if (factor === 0) continue;
      for (let column = step; column < size; column++)
        a[row * size + column]! -= factor * a[step * size + column]!;
      x[row]! -= factor * x[step]!;
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let column = row + 1; column < size; column++) x[row]! -= a[row * size + column]! * x[column]!;
    x[row]! /= a[row * size + row]!;
  }
  return x;
}

function swap(values: Float64Array, one: number, other: number): void {
  const kept = values[one]!;
  values[one] = values[other]!;
  values[other] = kept;
}
