/** With more different values than this, sorting by comparison is as fast as counting. */
const MOST_COUNTED = 4096;
const SLOTS = 4 * MOST_COUNTED;

/** Sorts in place, fast where the values are in order already or few of them differ; none may be NaN. */
export function sortValues(values: Float64Array<ArrayBuffer>): void {
  if (isAscending(values)) return;
  const counted = countValues(values);
  if (!counted) {
    values.sort();
    return;
  }
  const { keys, counts } = counted;
  const order = Uint32Array.from(counts.keys())
    .filter((slot) => counts[slot]! > 0)
    .sort((a, b) => keys[a]! - keys[b]!);
  let at = 0;
  for (const slot of order) values.fill(keys[slot]!, at, (at += counts[slot]!));
}

function isAscending(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i]! < values[i - 1]!) return false;
  return true;
}

/** How often each value occurs, in an open hash table; undefined as soon as too many differ. */
function countValues(
  values: Float64Array<ArrayBuffer>,
): { keys: Float64Array; counts: Uint32Array } | undefined {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const keys = new Float64Array(SLOTS);
  const counts = new Uint32Array(SLOTS);
  let distinct = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let slot = hash(words[2 * i]!, words[2 * i + 1]!);
    while (counts[slot]! > 0 && keys[slot] !== value) slot = (slot + 1) % SLOTS;
    if (counts[slot] === 0) {
      if (++distinct > MOST_COUNTED) return undefined;
      keys[slot] = value;
    }
    counts[slot]! += 1;
  }
  return { keys, counts };
}

function hash(low: number, high: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 15)) & (SLOTS - 1);
}
