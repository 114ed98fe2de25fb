import { multiply, multiplyTransposed } from './multiply';
import { CLAIM, DONE, NUMBER, RECORD_BYTES, claim, computePanel, describe } from './task';

/** Looks at what the helper has finished before going to sleep over it: some ten microseconds. */
const PATIENCE: i32 = 10_000;

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
  atomic.store<i32>(record + DONE, 0);
  const number = load<u32>(record + NUMBER) + 1;
  atomic.store<u64>(record + CLAIM, ((<u64>number) << 32) | (<u64>panels));
  atomic.notify(record + NUMBER, 1);
  let helped = panels;
  for (let panel = claim(record); panel >= 0; panel = claim(record)) {
    computePanel(record, panel);
    helped--;
  }
  let looks = 0;
  for (let done = finished(); done != helped; done = finished())
    if (++looks > PATIENCE) atomic.wait<i32>(record + DONE, done, -1);
}

function finished(): i32 {
  return atomic.load<i32>(record + DONE);
}
