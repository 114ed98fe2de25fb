/**
 * Adds the pairs of these places' rows to the cells of their codes: of each feature `stride` bytes, of each code the sum of gradients and
 * rows, and that of hessians.
 */
export function build(
  bins: usize,
  width: i32,
  pairs: usize,
  order: usize,
  from: i32,
  to: i32,
  cells: usize,
  stride: usize,
): void {
  memory.fill(cells, 0, <usize>width * stride);
  const whole = width & ~3;
  const last = order + ((<usize>to) << 2);
  for (let place = order + ((<usize>from) << 2); place < last; place += 4) {
    const row = <usize>load<u32>(place);
    const pair = v128.load(pairs + (row << 4));
    let code = bins + row * <usize>width;
    let cell = cells;
    let feature = 0;
    for (; feature < whole; feature += 4) {
      const four = load<u32>(code);
      add(cell + ((<usize>(four & 255)) << 4), pair);
      cell += stride;
      add(cell + ((<usize>((four >> 8) & 255)) << 4), pair);
      cell += stride;
      add(cell + ((<usize>((four >> 16) & 255)) << 4), pair);
      cell += stride;
      add(cell + ((<usize>(four >> 24)) << 4), pair);
      cell += stride;
      code += 4;
    }
    for (; feature < width; feature++) {
      add(cell + ((<usize>load<u8>(code)) << 4), pair);
      cell += stride;
      code++;
    }
  }
}

function add(at: usize, pair: v128): void {
  v128.store(at, i64x2.add(v128.load(at), pair));
}

/** Takes one histogram off another. */
export function subtract(parent: usize, child: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(parent + at, i64x2.sub(v128.load(parent + at), v128.load(child + at)));
}

/** What the cells of one feature sum up to. */
export function sumsOf(cells: usize, bytes: usize, out: usize): void {
  let total = i64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) total = i64x2.add(total, v128.load(cells + at));
  v128.store(out, total);
}
