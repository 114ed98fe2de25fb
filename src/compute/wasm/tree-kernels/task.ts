import { addRows } from './histogram';

/**
 * A histogram that two threads work at: a record in the memory that they share. Each of them claims some rows at a time and adds them to cells of its
 * own, so that the one that comes late, or never, holds nothing up. Sums are whole numbers: it is the same who adds what.
 */

/** Shares of rows that nobody has claimed, and above them, in the upper half, the number of the histogram. */
export const CLAIM: usize = 0;
export const NUMBER: usize = 4;
/** Shares that the helper has finished, of this histogram and of all of them. */
export const DONE: usize = 64;
export const TAKEN: usize = 68;
/** Whether the one who asks is at work, and whether the helper is, or has been called. */
export const OPEN: usize = 72;
export const CALLED: usize = 76;
const BINS: usize = 128;
const WIDTH: usize = 132;
const PAIRS: usize = 136;
const ORDER: usize = 140;
const FROM: usize = 144;
const TO: usize = 148;
const STRIDE: usize = 152;
const SHIFT: usize = 156;
const SHARE: usize = 160;
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

/**
 * The number of the histogram, in the upper half, and how many shares were left, of which the last is claimed; in the lower half 0: none is left. What
 * the record says stays as it is until the claimed share is done, so it is read afterwards and not before.
 */
export function claim(record: usize): u64 {
  while (true) {
    const seen = atomic.load<u64>(record + CLAIM);
    if (<u32>seen == 0) return seen;
    if (atomic.cmpxchg<u64>(record + CLAIM, seen, seen - 1) == seen) return seen;
  }
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
