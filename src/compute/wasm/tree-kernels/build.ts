import { addCells, addRows } from './histogram';
import { CLAIM, DONE, NUMBER, RECORD_BYTES, addShare, cellBytes, claim, describe } from './task';

/** Cells that are claimed at a time: some forty microseconds. */
const SHARE_CELLS: i32 = 65_536;
/** Looks at what the helper has finished before going to sleep over it: some ten microseconds. */
const PATIENCE: i32 = 10_000;

const record: usize = ASC_FEATURE_THREADS ? memory.data(RECORD_BYTES, 64) : 0;
let leastCells: f64 = Infinity;
let helperCells: usize = 0;

/** Histograms of so many cells are shared with a helper, which adds to cells of its own; where it finds what it is to do. */
export function shareFrom(cells: f64, helper: usize): usize {
  leastCells = cells;
  helperCells = helper;
  return record;
}

/** As `addRows`, by two threads where it is worth it. */
export function build(
  bins: usize,
  width: i32,
  pairs: usize,
  order: usize,
  from: i32,
  to: i32,
  cells: usize,
  stride: usize,
  shift: i32,
): void {
  if (!ASC_FEATURE_THREADS || <f64>(to - from) * <f64>width < leastCells) {
    addRows(bins, width, pairs, order, from, to, cells, stride, shift);
    return;
  }
  const share = max<i32>(1, SHARE_CELLS / width);
  const shares = (to - from + share - 1) / share;
  describe(record, bins, width, pairs, order, from, to, stride, shift, share);
  atomic.store<i32>(record + DONE, 0);
  const number = load<u32>(record + NUMBER) + 1;
  atomic.store<u64>(record + CLAIM, ((<u64>number) << 32) | (<u64>shares));
  atomic.notify(record + NUMBER, 1);
  let helped = shares;
  for (let left = <i32>claim(record); left > 0; left = <i32>claim(record)) {
    addShare(record, left, cells);
    helped--;
  }
  if (helped == 0) return;
  let looks = 0;
  for (let done = finished(); done != helped; done = finished())
    if (++looks > PATIENCE) atomic.wait<i32>(record + DONE, done, -1);
  addCells(cells, helperCells, cellBytes(record));
}

function finished(): i32 {
  return atomic.load<i32>(record + DONE);
}
