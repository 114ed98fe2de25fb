import { orderOf } from './sort.ts';

/** A curve that never falls, through its corners and level beyond the outer ones. */
export interface RisingCurve {
  /** Ascending // (corners) */
  readonly x: readonly number[];
  readonly y: readonly number[]; // (corners)
}

/**
 * The curve that never falls and is nearest to the values, in squares: isotonic regression by pooling adjacent violators (Ayer et al.
 * 1955). Between its corners it is straight, as in scikit-learn.
 *
 * @param x in any order, none NaN // (rows)
 * @param y // (rows)
 * @example
 * isotonicRegression([1, 2, 3, 4], [0, 1, 0, 1]) // { x: [1, 2, 3, 4], y: [0, 0.5, 0.5, 1] }
 */
export function isotonicRegression(x: ArrayLike<number>, y: ArrayLike<number>): RisingCurve {
  const order = orderOf(Float64Array.from(x));
  const pools: { sum: number; rows: number; from: number; to: number }[] = [];
  for (let place = 0; place < order.length;) {
    const at = x[order[place]!]!;
    let pool = { sum: 0, rows: 0, from: at, to: at };
    for (; place < order.length && x[order[place]!] === at; place++) {
      pool.sum += y[order[place]!]!;
      pool.rows++;
    }
    for (let last = pools.at(-1); last && last.sum / last.rows >= pool.sum / pool.rows; last = pools.at(-1)) {
      pool = { sum: last.sum + pool.sum, rows: last.rows + pool.rows, from: last.from, to: pool.to };
      pools.pop();
    }
    pools.push(pool);
  }
  const corners = pools.flatMap(({ sum, rows, from, to }) =>
    (from === to ? [from] : [from, to]).map((at) => ({ at, value: sum / rows })),
  );
  return { x: corners.map(({ at }) => at), y: corners.map(({ value }) => value) };
}

/**
 * The curve's height at any place.
 *
 * @example
 * valueOnCurve({ x: [0, 1], y: [0, 10] }, 0.25) // 2.5
 */
export function valueOnCurve({ x, y }: RisingCurve, at: number): number {
  let [low, high] = [0, x.length - 1];
  if (at <= x[low]!) return y[low]!;
  if (at >= x[high]!) return y[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  return y[low]! + ((at - x[low]!) / (x[high]! - x[low]!)) * (y[high]! - y[low]!);
}
