import { clear } from './histogram';
import { CALLED, DONE, NUMBER, OPEN, TAKEN, addShare, cellBytes, claim } from './task';

/** Looks for the next histogram before going to sleep: some fifty microseconds, which is what waking up takes. */
const PATIENCE: i32 = 50_000;
/** Nanoseconds. For so long it stays after the last tree, for those that come at once. */
const LINGER: i64 = 5_000_000;

/** Adds rows to histograms that the record names, for as long as there are any. */
export function help(record: usize, cells: usize): void {
  let looks = 0;
  let own: u32 = 0;
  while (true) {
    const seen = claim(record);
    const left = <i32>seen;
    const number = <u32>(seen >> 32);
    if (left > 0) {
      if (number != own) clear(cells, cellBytes(record));
      own = number;
      addShare(record, left, cells);
      atomic.add<i32>(record + TAKEN, 1);
      atomic.add<i32>(record + DONE, 1);
      atomic.notify(record + DONE, 1);
      looks = 0;
    } else if (++looks > PATIENCE) {
      looks = 0;
      const slept = atomic.wait<i32>(record + NUMBER, <i32>number, LINGER);
      if (slept == AtomicWaitResult.TIMED_OUT && isLeft(record)) return;
    }
  }
}

/** Whether it is not needed any more: it has to be called from here on, unless it was not yet gone when it was needed again. */
function isLeft(record: usize): bool {
  if (atomic.load<i32>(record + OPEN)) return false;
  atomic.store<i32>(record + CALLED, 0);
  return !atomic.load<i32>(record + OPEN) || atomic.cmpxchg<i32>(record + CALLED, 0, 1) != 0;
}
