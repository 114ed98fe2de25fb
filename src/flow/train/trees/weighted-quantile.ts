/** Numbers that half a word can stand for. */
const DIGITS = 1 << 16;
/** Up to so many values, it is faster to sort them. */
const FEW = 3000;

/**
 * A value below which at most `share` of the weight lies, and above which at most the rest: half way between two values where both are.
 * Beside the values it takes no memory that grows with them.
 *
 * @param values at least one; none is NaN
 * @example
 * weightedQuantile(Float64Array.of(3, 1, 2, 4), null, 0.5) // 2.5
 * weightedQuantile(Float64Array.of(1, 10), Float32Array.of(1, 3), 0.5) // 10
 */
export function weightedQuantile(
  values: Float64Array<ArrayBuffer>,
  weights: Float32Array | null,
  share: number,
): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += weights ? weights[i]! : 1;
  const find = values.length > FEW ? byDigits : bySorting;
  const { value, reached } = find(values, weights, share * total);
  if (reached !== share * total) return value;
  let next = Infinity;
  for (const other of values) if (other > value && other < next) next = other;
  return next < Infinity ? (value + next) / 2 : value;
}

interface Found {
  readonly value: number;
  /** The weight of all values up to it. */
  readonly reached: number;
}

function bySorting(values: Float64Array, weights: Float32Array | null, wanted: number): Found {
  const order = new Uint32Array(values.keys()).sort((a, b) => values[a]! - values[b]!);
  let reached = 0;
  for (const [place, row] of order.entries()) {
    reached += weights ? weights[row]! : 1;
    const next = order[place + 1];
    if (next === undefined || (reached >= wanted && values[next] !== values[row]))
      return { value: values[row]!, reached };
  }
  return { value: NaN, reached };
}

/** From the first quarter of the doubles' bits to the last: which digit the value has there, of those whose digits so far are its own. */
function byDigits(values: Float64Array<ArrayBuffer>, weights: Float32Array | null, wanted: number): Found {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const counts = new Float64Array(DIGITS);
  let below = 0;
  let [high, low] = [0, 0];
  for (let quarter = 0; quarter < 4; quarter++) {
    counts.fill(0);
    for (let i = 0; i < values.length; i++) {
      // Negative numbers have all bits turned, the others the sign alone: then bits grow as values do. And -0 is 0.
      const isZero = values[i] === 0;
      const sign = isZero ? 0 : words[2 * i + 1]! >> 31;
      const upper = isZero ? 0x80000000 : (words[2 * i + 1]! ^ (sign | 0x80000000)) >>> 0;
      const lower = (words[2 * i]! ^ sign) >>> 0;
      const isOwn =
        quarter === 0 ||
        (quarter === 1 ? upper >>> 16 === high : upper === high && (quarter === 2 || lower >>> 16 === low));
      if (!isOwn) continue;
      const word = quarter < 2 ? upper : lower;
      counts[quarter % 2 ? word & (DIGITS - 1) : word >>> 16]! += weights ? weights[i]! : 1;
    }
    let digit = 0;
    let last = 0;
    for (let at = 0; at < DIGITS; at++) if (counts[at]! > 0) last = at;
    while (digit < last && !(counts[digit]! > 0 && below + counts[digit]! >= wanted))
      below += counts[digit++]!;
    if (quarter < 2) high = quarter ? high * DIGITS + digit : digit;
    else low = quarter === 3 ? low * DIGITS + digit : digit;
    if (quarter === 3) below += counts[digit]!;
  }
  const sign = high >= 0x80000000 ? 0 : -1;
  const found = Uint32Array.of(low ^ sign, high ^ (sign | 0x80000000));
  return { value: new Float64Array(found.buffer)[0]!, reached: below };
}
