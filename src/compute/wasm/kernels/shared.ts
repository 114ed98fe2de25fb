import { multiply, multiplyTransposed } from './multiply';
import { claim, isFinished, offer } from './shared-work';
import { RECORD_BYTES, computePanel, describe } from './task';

const record: usize = ASC_FEATURE_THREADS ? memory.data(RECORD_BYTES, 64) : 0;
let leastWork: f64 = Infinity;

/** From this many multiply-adds on, products are shared with a helper; where it finds what it is to do. */
export function shareFrom(work: f64): usize {
  leastWork = work;
  return record;
}

function isShared(rows: i32, inner: i32, columns: i32): bool {
  return ASC_FEATURE_THREADS && columns > 8 && <f64>rows * <f64>inner * <f64>columns >= leastWork;
}

/** As `multiply`, by two threads where it is worth it. */
export function multiplyShared(
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
  if (isShared(rows, inner, columns)) {
    describe(
      record,
      false,
      left,
      leftStride,
      right,
      rightStride,
      bias,
      out,
      outStride,
      mask,
      rows,
      inner,
      finish,
    );
    share(columns >> 3);
  } else
    multiply(left, leftStride, right, rightStride, bias, out, outStride, mask, rows, inner, columns, finish);
}

/** As `multiplyTransposed`, by two threads where it is worth it. */
export function multiplyTransposedShared(
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
  if (isShared(rows, columnsLeft, columns)) {
    describe(record, true, left, leftStride, right, rightStride, 0, out, outStride, 0, rows, columnsLeft, 0);
    share(columns >> 3);
  } else multiplyTransposed(left, leftStride, right, rightStride, out, outStride, rows, columnsLeft, columns);
}

function share(panels: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  offer(record, panels);
  let helped = panels;
  for (let left = <i32>claim(record); left > 0; left = <i32>claim(record)) {
    computePanel(record, left - 1);
    helped--;
  }
  if (isFinished(record, helped)) return;
  // From here on alone.
  leastWork = Infinity;
  for (let panel = 0; panel < panels; panel++) computePanel(record, panel);
}
