import type { Column } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import type { Sliced } from '../../core/sliced.ts';
import { inOrderOf } from './in-order-of.ts';
import { largestRemainder } from './largest-remainder.ts';

/**
 * Gives the oldest rows the first role, the newest the last. Rows of one time stay together: each cut lies between two
 * times, as near to its share as it can and with something left for every role.
 *
 * @param rows in ascending order; those of one time keep it
 * @param time null: the row order is the order in time
 */
export function* allotInOrder(
  roles: Uint8Array,
  rows: Uint32Array,
  time: Column | null,
  shares: readonly number[],
): Sliced<void> {
  const ordered = time ? yield* inOrderOf(time, rows) : rows;
  yield;
  const cuts = cutsOf(time, ordered);
  const given = [...shares.keys()].filter((role) => shares[role]! > 0);
  if (cuts.length < given.length)
    throw new PerennialError(
      'too-few-rows',
      `"${time?.name}" has ${cuts.length} different ${cuts.length === 1 ? 'time' : 'times'}, too few for ${given.length} parts that lie one after the other; split at random or by row order`,
      { stage: 'select', details: { times: cuts.length, needed: given.length } },
    );
  const counts = largestRemainder(ordered.length, shares);
  let [start, wanted, next] = [0, 0, 0];
  for (const [place, role] of given.entries()) {
    wanted += counts[role]!;
    const last = cuts.length - (given.length - place);
    let cut = next;
    while (cut < last && Math.abs(cuts[cut + 1]! - wanted) <= Math.abs(cuts[cut]! - wanted)) cut++;
    if (place === given.length - 1) cut = cuts.length - 1;
    for (let i = start; i < cuts[cut]!; i++) roles[ordered[i]!] = role;
    start = cuts[cut]!;
    next = cut + 1;
  }
}

/** Where the time changes, and the end. */
function cutsOf(time: Column | null, ordered: Uint32Array): Uint32Array {
  const cuts = new Uint32Array(ordered.length);
  let count = 0;
  for (let i = 1; i < ordered.length; i++)
    if (!time || time.values[ordered[i]!] !== time.values[ordered[i - 1]!]) cuts[count++] = i;
  cuts[count++] = ordered.length;
  return cuts.subarray(0, count);
}
