import { busy, claim, finish, mayLeave } from './shared-work';
import { computePanel } from './task';

/** Computes panels of the products that the record names, for as long as there are any. */
export function help(record: usize): void {
  while (true) {
    const seen = claim(record);
    const left = <i32>seen;
    if (left > 0) {
      computePanel(record, left - 1);
      finish(record);
      busy();
    } else if (mayLeave(record, <u32>(seen >> 32))) return;
  }
}
