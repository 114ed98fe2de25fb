import { claim, isFinished, offer } from '../kernels/shared-work';
import { addCells, addRows } from './histogram';
import { RECORD_BYTES, addShare, cellBytes, describe } from './task';

/** Cells that are claimed at a time: some forty microseconds. */
const SHARE_CELLS: i32 = 65_536;

/** Which shares the one who asks has added itself, a bit each: of all the rows that 4 GiB hold there are fewer. */
const own: usize = ASC_FEATURE_THREADS ? memory.data(8200, 16) : 0;
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
  memory.fill(own, 0, <usize>(shares >> 3) + 1);
  offer(record, shares);
  let helped = shares;
  for (let left = <i32>claim(record); left > 0; left = <i32>claim(record)) {
    addShare(record, left, cells);
    const at = own + ((<usize>left) >> 3);
    store<u8>(at, <u8>((<i32>load<u8>(at)) | (1 << (left & 7))));
    helped--;
  }
  if (helped == 0) return;
  if (isFinished(record, helped)) {
    addCells(cells, helperCells, cellBytes(record));
    return;
  }
  // From here on alone; what the helper had claimed is done again.
  leastCells = Infinity;
  for (let left = 1; left <= shares; left++)
    if (!((<i32>load<u8>(own + ((<usize>left) >> 3))) & (1 << (left & 7)))) addShare(record, left, cells);
}
