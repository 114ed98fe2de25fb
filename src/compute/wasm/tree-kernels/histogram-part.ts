import { add } from './histogram';

// A histogram of some features alone: for a leaf that has few rows, or looks at few features.

/** @param features u32, so many of them */
export function clearOf(cells: usize, stride: usize, features: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++)
    memory.fill(cells + <usize>load<u32>(features + (i << 2)) * stride, 0, stride);
}

/** As `addRows`, to the cells of these features. */
export function addRowsOf(
  bins: usize,
  width: i32,
  pairs: usize,
  order: usize,
  from: i32,
  to: i32,
  cells: usize,
  stride: usize,
  shift: i32,
  features: usize,
  count: i32,
): void {
  const one = i64x2.replace_lane(i64x2.splat(0), 0, (<i64>1) << shift);
  const last = features + ((<usize>count) << 2);
  for (let place = from; place < to; place++) {
    const row = <usize>load<u32>(order + ((<usize>place) << 2));
    const pair = i64x2.add(one, v128.load_ext<i32>(pairs + (row << 3)));
    const codes = bins + row * <usize>width;
    for (let at = features; at < last; at += 4) {
      const feature = <usize>load<u32>(at);
      add(cells + feature * stride + ((<usize>load<u8>(codes + feature)) << 4), pair);
    }
  }
}
