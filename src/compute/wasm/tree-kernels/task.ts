import { DESCRIPTION } from '../kernels/shared-work';
import { addRows } from './histogram';

// A histogram as work that two threads do (kernels/shared-work.ts), some rows a part, which each adds to cells of its own. Sums are whole numbers: it is the same who adds what.

const BINS: usize = DESCRIPTION;
const WIDTH: usize = DESCRIPTION + 4;
const PAIRS: usize = DESCRIPTION + 8;
const ORDER: usize = DESCRIPTION + 12;
const FROM: usize = DESCRIPTION + 16;
const TO: usize = DESCRIPTION + 20;
const STRIDE: usize = DESCRIPTION + 24;
const SHIFT: usize = DESCRIPTION + 28;
const SHARE: usize = DESCRIPTION + 32;
export const RECORD_BYTES: i32 = 192;

export function describe(
  record: usize,
  bins: usize,
  width: i32,
  pairs: usize,
  order: usize,
  from: i32,
  to: i32,
  stride: usize,
  shift: i32,
  share: i32,
): void {
  store<usize>(record + BINS, bins);
  store<i32>(record + WIDTH, width);
  store<usize>(record + PAIRS, pairs);
  store<usize>(record + ORDER, order);
  store<i32>(record + FROM, from);
  store<i32>(record + TO, to);
  store<usize>(record + STRIDE, stride);
  store<i32>(record + SHIFT, shift);
  store<i32>(record + SHARE, share);
}

export function cellBytes(record: usize): usize {
  return <usize>load<i32>(record + WIDTH) * load<usize>(record + STRIDE);
}

/** Adds the last of so many shares to these cells. */
export function addShare(record: usize, left: i32, cells: usize): void {
  const share = load<i32>(record + SHARE);
  const from = load<i32>(record + FROM) + (left - 1) * share;
  addRows(
    load<usize>(record + BINS),
    load<i32>(record + WIDTH),
    load<usize>(record + PAIRS),
    load<usize>(record + ORDER),
    from,
    min<i32>(load<i32>(record + TO), from + share),
    cells,
    load<usize>(record + STRIDE),
    load<i32>(record + SHIFT),
  );
}
