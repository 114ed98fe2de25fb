/**
 * Matrix products in plain JavaScript, as fast as it goes without SIMD: the right-hand side lies in panels of four
 * columns that are read from front to back, and eight sums stay in registers. Everything is Float64Array, which
 * spares a conversion at every load; sums are in double precision and their order is fixed.
 */

/** Columns in a panel. */
const panelWidth = 4;

/** Cells that `pack` fills for a right-hand side of `inner` rows and `columns` columns. */
export function packedLength(inner: number, columns: number): number {
  return inner * Math.ceil(columns / panelWidth) * panelWidth;
}

/**
 * Lays a right-hand side B out in panels; columns beyond the last are zeros.
 *
 * Cell (k, j) of B is `source[offset + k * rowStride + j * columnStride]`, so a transposed matrix is packed by
 * swapping the strides.
 */
export function pack(
  source: Float32Array | Float64Array,
  offset: number,
  rowStride: number,
  columnStride: number,
  inner: number,
  columns: number,
  packed: Float64Array, // (panels, inner, 4)
): void {
  let at = 0;
  for (let j = 0; j < columns; j += panelWidth) {
    const width = Math.min(panelWidth, columns - j);
    for (let k = 0; k < inner; k++) {
      const from = offset + k * rowStride + j * columnStride;
      packed[at] = source[from]!;
      packed[at + 1] = width > 1 ? source[from + columnStride]! : 0;
      packed[at + 2] = width > 2 ? source[from + 2 * columnStride]! : 0;
      packed[at + 3] = width > 3 ? source[from + 3 * columnStride]! : 0;
      at += panelWidth;
    }
  }
}

/** Computes products as `multiply` does, to the same bytes. */
export type Multiply = typeof multiply;

/**
 * C = A B, written over `out` from `outOffset` on: (rows, columns), row-major.
 *
 * Cell (i, k) of A is `left[leftOffset + i * leftRow + k * leftColumn]`; B is as `pack` left it.
 */
export function multiply(
  left: Float64Array,
  leftOffset: number,
  leftRow: number,
  leftColumn: number,
  packed: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
  outOffset: number,
): void {
  for (let j = 0; j < columns; j += panelWidth) {
    const panel = j * inner;
    const full = j + panelWidth <= columns;
    let i = 0;
    for (; i + 1 < rows; i += 2) {
      let a = (leftOffset + i * leftRow) | 0;
      let b = (a + leftRow) | 0;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      let p = panel | 0;
      for (let k = 0; k < inner; k++) {
        const x0 = left[a]!;
        const x1 = left[b]!;
        const w0 = packed[p]!;
        const w1 = packed[(p + 1) | 0]!;
        const w2 = packed[(p + 2) | 0]!;
        const w3 = packed[(p + 3) | 0]!;
        s00 += x0 * w0;
        s01 += x0 * w1;
        s02 += x0 * w2;
        s03 += x0 * w3;
        s10 += x1 * w0;
        s11 += x1 * w1;
        s12 += x1 * w2;
        s13 += x1 * w3;
        a = (a + leftColumn) | 0;
        b = (b + leftColumn) | 0;
        p = (p + panelWidth) | 0;
      }
      const to = outOffset + i * columns + j;
      const next = to + columns;
      out[to] = s00;
      out[next] = s10;
      if (full) {
        out[to + 1] = s01;
        out[to + 2] = s02;
        out[to + 3] = s03;
        out[next + 1] = s11;
        out[next + 2] = s12;
        out[next + 3] = s13;
        continue;
      }
      if (j + 1 < columns) {
        out[to + 1] = s01;
        out[next + 1] = s11;
      }
      if (j + 2 < columns) {
        out[to + 2] = s02;
        out[next + 2] = s12;
      }
    }
    if (i < rows)
      multiplyLastRow(
        left,
        leftOffset + i * leftRow,
        leftColumn,
        packed,
        panel,
        inner,
        columns - j,
        out,
        outOffset + i * columns + j,
      );
  }
}

/** The row that is left over when their number is odd: one row of A times one panel. */
function multiplyLastRow(
  left: Float64Array,
  leftOffset: number,
  leftColumn: number,
  packed: Float64Array,
  panel: number,
  inner: number,
  width: number,
  out: Float64Array,
  to: number,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let a = leftOffset | 0;
  let p = panel | 0;
  for (let k = 0; k < inner; k++) {
    const x = left[a]!;
    s0 += x * packed[p]!;
    s1 += x * packed[(p + 1) | 0]!;
    s2 += x * packed[(p + 2) | 0]!;
    s3 += x * packed[(p + 3) | 0]!;
    a = (a + leftColumn) | 0;
    p = (p + panelWidth) | 0;
  }
  out[to] = s0;
  if (width > 1) out[to + 1] = s1;
  if (width > 2) out[to + 2] = s2;
  if (width > 3) out[to + 3] = s3;
}
