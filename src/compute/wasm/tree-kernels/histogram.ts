/** Rows that are fetched before their cells are added to: few enough to stay in the nearest cache. */
const FETCHED = 32;

/** Every so many of the rows, or fewer, and the processor does not foresee which is next. */
const SPARSE = 4;

/** What memory hands out at a time. */
const LINE: usize = 64;

// So that fetching is not left out.
let seen: u32 = 0;

export function clear(cells: usize, bytes: usize): void {
  memory.fill(cells, 0, bytes);
}

/**
 * Adds these places' rows to the cells of their codes: of each feature `stride` bytes, of each code 16, the sum of gradients and rows in one
 * whole number, rows from the bit `shift` on, and that of hessians.
 *
 * Where rows lie far apart, some are touched first, so that memory is asked for all of them at once instead of for one after the other: of a
 * million rows this takes a quarter of the time.
 *
 * @param pairs of each row gradient and hessian, as whole numbers of 32 bits
 */
export function addRows(
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
  const one = i64x2.replace_lane(i64x2.splat(0), 0, (<i64>1) << shift);
  const bytes = <usize>width;
  const whole = width & ~3;
  const last = order + ((<usize>to) << 2);
  let place = order + ((<usize>from) << 2);
  const spread = load<u32>(last - 4) - load<u32>(place);
  const block = spread >= <u32>SPARSE * <u32>(to - from) ? (<usize>FETCHED) << 2 : last - place;
  while (place < last) {
    const end = min<usize>(last, place + block);
    if (block == (<usize>FETCHED) << 2)
      for (let next = place; next < end; next += 4) {
        const row = <usize>load<u32>(next);
        const codes = bins + row * bytes;
        seen ^= load<u32>(pairs + (row << 3)) ^ load<u8>(codes + bytes - 1);
        for (let line: usize = 0; line < bytes; line += LINE) seen ^= load<u8>(codes + line);
      }
    for (; place < end; place += 4) {
      const row = <usize>load<u32>(place);
      const pair = i64x2.add(one, v128.load_ext<i32>(pairs + (row << 3)));
      let code = bins + row * bytes;
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
}

export function add(at: usize, pair: v128): void {
  v128.store(at, i64x2.add(v128.load(at), pair));
}

/** Adds one histogram to another. */
export function addCells(cells: usize, others: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) add(cells + at, v128.load(others + at));
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
