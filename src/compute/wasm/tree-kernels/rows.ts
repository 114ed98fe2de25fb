/** The numbers from 0 on. */
export function takeAll(order: usize, count: i32): void {
  for (let row: usize = 0; row < <usize>count; row++) store<u32>(order + (row << 2), <u32>row);
}

/**
 * Puts the rows whose code of a feature goes left before the others, both in their order; tells how many go left.
 *
 * @param bins where the feature's code of the first row stands
 */
export function partition(
  bins: usize,
  width: i32,
  order: usize,
  scratch: usize,
  from: i32,
  to: i32,
  goesLeft: usize,
): i32 {
  const first = order + ((<usize>from) << 2);
  const last = order + ((<usize>to) << 2);
  let left = first;
  let right = scratch;
  for (let place = first; place < last; place += 4) {
    const row = load<u32>(place);
    const isLeft = <usize>load<u8>(goesLeft + <usize>load<u8>(bins + <usize>row * <usize>width));
    store<u32>(left, row);
    store<u32>(right, row);
    left += isLeft << 2;
    right += (1 - isLeft) << 2;
  }
  memory.copy(left, scratch, right - scratch);
  return <i32>((left - first) >> 2);
}

/** In which leaf of a tree each row ends. */
export function route(
  rows: usize,
  count: i32,
  bins: usize,
  width: i32,
  features: usize,
  goesLeft: usize, // (nodes, 256)
  left: usize,
  right: usize,
  out: usize,
): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const codes = bins + <usize>load<u32>(rows + (i << 2)) * <usize>width;
    let node = 0;
    while (node >= 0) {
      const at = (<usize>node) << 2;
      const code = <usize>load<u8>(codes + <usize>load<u32>(features + at));
      node = load<i32>((load<u8>(goesLeft + ((<usize>node) << 8) + code) ? left : right) + at);
    }
    store<u32>(out + (i << 2), <u32>~node);
  }
}
