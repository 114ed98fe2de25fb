import { inOneGo, type Sliced } from '../core/sliced.ts';

/** Below this many values, a sort by comparison is as fast. */
const FEWEST_FOR_RADIX = 512;
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const MASK = DIGITS - 1;
/** Digits of a double: three in its low word, three in its high one. */
const PLACES = 6;

/**
 * Sorts in place, ascending; none may be NaN. Radix sort from the last digit of the doubles' bits to the first, 11 bits at a
 * time; digits that all values share cost nothing. 1.3 million values take a fifth of the time of
 * `Float64Array.sort`.
 *
 * @example
 * const values = Float64Array.of(2, -1, 0.5);
 * sortNumbers(values);
 * [...values] // [-1, 0.5, 2]
 */
export function sortNumbers(values: Float64Array<ArrayBuffer>): void {
  inOneGo(sortSliced(values));
}

/** The same in slices of a few milliseconds for every million values. */
export function* sortSliced(values: Float64Array<ArrayBuffer>): Sliced<void> {
  if (isAscending(values)) return;
  if (values.length < FEWEST_FOR_RADIX) values.sort();
  else yield* sortByDigits(values, scatter);
}

/**
 * The places of the values from the smallest to the largest, equal ones in their order; none may be NaN. The values
 * stay as they are.
 *
 * @example
 * orderOf(Float64Array.of(20, 10, 20)) // Uint32Array [1, 0, 2]
 */
export function orderOf(values: Float64Array): Uint32Array<ArrayBuffer> {
  return inOneGo(orderSliced(values));
}

/** The same in slices of a few milliseconds for every million values. */
export function* orderSliced(values: Float64Array): Sliced<Uint32Array<ArrayBuffer>> {
  const order = new Uint32Array(values.length);
  for (let place = 0; place < order.length; place++) order[place] = place;
  if (isAscending(values)) return order;
  const keys = values.map((value) => value + 0); // -0 and 0 are one value
  let [fromOrder, intoOrder] = [order, new Uint32Array(order.length)];
  yield* sortByDigits(keys, (from, into, starts, word, shift) => {
    scatterWithOrder(from, into, fromOrder, intoOrder, starts, word, shift);
    [fromOrder, intoOrder] = [intoOrder, fromOrder];
  });
  return fromOrder;
}

function isAscending(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i]! < values[i - 1]!) return false;
  return true;
}

/** Sorts the values in place, moving them from one array into another for each digit that they do not share. */
function* sortByDigits(values: Float64Array<ArrayBuffer>, move: typeof scatter): Sliced<void> {
  const counts = countDigits(values);
  yield;
  let [from, into] = [values, new Float64Array(values.length)];
  for (let digit = 0; digit < PLACES; digit++) {
    const starts = startsOf(counts.subarray(digit * DIGITS, (digit + 1) * DIGITS), values.length);
    if (!starts) continue;
    move(from, into, starts, digit < 3 ? 0 : 1, DIGIT_BITS * (digit % 3));
    [from, into] = [into, from];
    yield;
  }
  if (from !== values) values.set(from);
}

/** How often each digit has each value, all six in one go. */
function countDigits(values: Float64Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const words = wordsOf(values);
  const counts = new Uint32Array(PLACES * DIGITS);
  for (let i = 0; i < words.length; i += 2) {
    const sign = words[i + 1]! >> 31;
    const low = words[i]! ^ sign;
    const high = words[i + 1]! ^ (sign | 0x80000000);
    counts[low & MASK]!++;
    counts[DIGITS + ((low >>> 11) & MASK)]!++;
    counts[2 * DIGITS + (low >>> 22)]!++;
    counts[3 * DIGITS + (high & MASK)]!++;
    counts[4 * DIGITS + ((high >>> 11) & MASK)]!++;
    counts[5 * DIGITS + (high >>> 22)]!++;
  }
  return counts;
}

/** Where the values of each digit begin; undefined where all share one. */
function startsOf(counts: Uint32Array<ArrayBuffer>, total: number): Uint32Array<ArrayBuffer> | undefined {
  let start = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = counts[digit]!;
    if (count === total) return undefined;
    counts[digit] = start;
    start += count;
  }
  return counts;
}

// A digit lies in a word, so far from its end. Negative numbers have all bits turned, the others the sign alone: then bits grow as values do.

function scatter(
  from: Float64Array<ArrayBuffer>,
  into: Float64Array,
  starts: Uint32Array,
  word: 0 | 1,
  shift: number,
): void {
  const words = wordsOf(from);
  const turned = word === 1 ? 0x80000000 : 0;
  for (let i = 0; i < from.length; i++) {
    const bits = words[2 * i + word]! ^ ((words[2 * i + 1]! >> 31) | turned);
    const digit = (bits >>> shift) & MASK;
    into[starts[digit]!++] = from[i]!;
  }
}

function scatterWithOrder(
  from: Float64Array<ArrayBuffer>,
  into: Float64Array,
  fromOrder: Uint32Array,
  intoOrder: Uint32Array,
  starts: Uint32Array,
  word: 0 | 1,
  shift: number,
): void {
  const words = wordsOf(from);
  const turned = word === 1 ? 0x80000000 : 0;
  for (let i = 0; i < from.length; i++) {
    const bits = words[2 * i + word]! ^ ((words[2 * i + 1]! >> 31) | turned);
    const at = starts[(bits >>> shift) & MASK]!++;
    into[at] = from[i]!;
    intoOrder[at] = fromOrder[i]!;
  }
}

/** The low and the high word of each double, in turn, as all processors that run a browser store them. */
function wordsOf(values: Float64Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
}
