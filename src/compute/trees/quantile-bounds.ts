/**
 * Between which values bins end: a number lies in the first bin whose bound it does not exceed. Up to `bins` different values have a bin
 * each; more are divided so that every bin has as many rows as those left over can have, but for values so frequent that they fill a bin alone.
 *
 * @param values ascending, each a Float32.
 * @returns ascending, one fewer than there are bins; a bound lies between its neighbours, and is itself a Float32.
 * @example
 * quantileBounds(Float64Array.of(1, 2, 2, 4), 255) // Float32Array [1.5, 3]
 * quantileBounds(Float64Array.of(1, 2, 3, 4, 5, 6), 3) // Float32Array [2.5, 4.5]
 */
export function quantileBounds(values: Float64Array, bins: number): Float32Array<ArrayBuffer> {
  const { distinct, counts } = distinctOf(values);
  const bounds: number[] = [];
  if (distinct.length <= bins)
    for (let i = 1; i < distinct.length; i++) bounds.push(between(distinct[i - 1]!, distinct[i]!));
  else {
    let rest = values.length;
    let filled = 0;
    for (let i = 0; i + 1 < distinct.length && bounds.length + 1 < bins; i++) {
      filled += counts[i]!;
      const share = rest / (bins - bounds.length);
      const isFull = filled >= share;
      const isNextAlone = counts[i + 1]! >= share && 2 * filled >= share;
      if (!isFull && !isNextAlone) continue;
      bounds.push(between(distinct[i]!, distinct[i + 1]!));
      rest -= filled;
      filled = 0;
    }
  }
  return Float32Array.from(bounds);
}

function distinctOf(values: Float64Array): {
  readonly distinct: readonly number[];
  readonly counts: readonly number[];
} {
  const distinct: number[] = [];
  const counts: number[] = [];
  for (const value of values)
    if (distinct.length > 0 && value === distinct.at(-1)!) counts[counts.length - 1]!++;
    else {
      distinct.push(value);
      counts.push(1);
    }
  return { distinct, counts };
}

/** Half way, as a Float32 that is not as large as the upper one. */
function between(lower: number, upper: number): number {
  const middle = Math.fround(lower / 2 + upper / 2);
  return middle >= lower && middle < upper ? middle : lower;
}
