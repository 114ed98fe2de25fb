/** Bytes of a panel's row: four doubles. */
const ROW: usize = 32;

/**
 * `multiply` of math/dense-multiply.ts, to the same bytes: each cell is summed up in doubles, in the same order, only two cells at a
 * time. Cells lie one behind the other; strides are in bytes.
 *
 * Panels go from the last to the first and rows from the first to the last, so that what a narrow panel writes beyond its columns is
 * written over. Rows go four at a time: behind `left` there is room for three more, behind `out` for three rows and three cells.
 */
export function multiply(
  left: usize,
  leftRow: usize,
  leftColumn: usize,
  right: usize, // (panels, inner, 4)
  rows: i32,
  inner: i32,
  columns: i32,
  out: usize, // (rows, columns)
): void {
  const outRow = (<usize>columns) << 3;
  for (let j = (columns - 1) & ~3; j >= 0; j -= 4) {
    const panel = right + <usize>j * <usize>inner * 8;
    const end = panel + <usize>inner * ROW;
    let from = left;
    let to = out + ((<usize>j) << 3);
    for (let i = 0; i < rows; i += 4) {
      let c00 = f64x2.splat(0);
      let c01 = c00;
      let c10 = c00;
      let c11 = c00;
      let c20 = c00;
      let c21 = c00;
      let c30 = c00;
      let c31 = c00;
      let a = from;
      for (let b = panel; b < end; b += ROW) {
        const r0 = v128.load(b);
        const r1 = v128.load(b, 16);
        let s = v128.load64_splat(a);
        c00 = f64x2.add(c00, f64x2.mul(s, r0));
        c01 = f64x2.add(c01, f64x2.mul(s, r1));
        s = v128.load64_splat(a + leftRow);
        c10 = f64x2.add(c10, f64x2.mul(s, r0));
        c11 = f64x2.add(c11, f64x2.mul(s, r1));
        s = v128.load64_splat(a + 2 * leftRow);
        c20 = f64x2.add(c20, f64x2.mul(s, r0));
        c21 = f64x2.add(c21, f64x2.mul(s, r1));
        s = v128.load64_splat(a + 3 * leftRow);
        c30 = f64x2.add(c30, f64x2.mul(s, r0));
        c31 = f64x2.add(c31, f64x2.mul(s, r1));
        a += leftColumn;
      }
      v128.store(to, c00);
      v128.store(to, c01, 16);
      v128.store(to + outRow, c10);
      v128.store(to + outRow, c11, 16);
      v128.store(to + 2 * outRow, c20);
      v128.store(to + 2 * outRow, c21, 16);
      v128.store(to + 3 * outRow, c30);
      v128.store(to + 3 * outRow, c31, 16);
      from += 4 * leftRow;
      to += 4 * outRow;
    }
  }
}
