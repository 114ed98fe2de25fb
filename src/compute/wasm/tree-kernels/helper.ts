import { busy, claim, finish, mayLeave } from '../kernels/shared-work';
import { clear } from './histogram';
import { addShare, cellBytes } from './task';

/** Adds rows to histograms that the record names, for as long as there are any. */
export function help(record: usize, cells: usize): void {
  let own: u32 = 0;
  while (true) {
    const seen = claim(record);
    const left = <i32>seen;
    const number = <u32>(seen >> 32);
    if (left > 0) {
      if (number != own) clear(cells, cellBytes(record));
      own = number;
      addShare(record, left, cells);
      finish(record);
      busy();
    } else if (mayLeave(record, number)) return;
  }
}
