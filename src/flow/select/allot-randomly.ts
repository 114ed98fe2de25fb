import type { Column } from '../../core/column.ts';
import { Random } from '../../core/random.ts';
import type { Target } from '../../core/schema.ts';
import type { Sliced } from '../../core/sliced.ts';
import { inOrderOf } from './in-order-of.ts';
import { largestRemainder } from './largest-remainder.ts';

const QUANTILE_BINS = 10;
const TRAIN = 0;

/**
 * Gives every stratum the same shares of the roles: a stratum's count of a role is its share rounded down or up, and the
 * counts of all rows are those of `largestRemainder`, wherever both can be had and a class keeps a training row.
 */
export function* allotRandomly(
  roles: Uint8Array,
  rows: Uint32Array,
  column: Column,
  target: Target,
  shares: readonly number[],
  seed: number,
): Sliced<void> {
  const random = new Random(seed);
  const strata = target.task === 'regression' ? yield* byRank(rows, column) : byClass(rows, column);
  yield;
  random.shuffle(strata); // so that no stratum is always the one whose share is rounded down
  for (const stratum of strata) {
    random.shuffle(stratum);
    yield;
  }
  const counts = countsOf(strata, shares);
  meetTotals(counts, largestRemainder(rows.length, shares));
  if (target.task !== 'regression') trainEveryStratum(counts);
  for (const [index, stratum] of strata.entries()) {
    let at = 0;
    for (const [role, count] of counts[index]!.entries())
      for (const end = at + count; at < end; at++) roles[stratum[at]!] = role;
  }
}

function byClass(rows: Uint32Array, column: Column): Uint32Array[] {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(column.values[row]!, (counts.get(column.values[row]!) ?? 0) + 1);
  const strata = new Map(
    [...counts].map(([value, count]) => [value, { rows: new Uint32Array(count), filled: 0 }]),
  );
  for (const row of rows) {
    const stratum = strata.get(column.values[row]!)!;
    stratum.rows[stratum.filled++] = row;
  }
  return [...strata.values()].map((stratum) => stratum.rows);
}

function* byRank(rows: Uint32Array, column: Column): Sliced<Uint32Array[]> {
  const ordered = yield* inOrderOf(column, rows);
  const bins = Math.min(QUANTILE_BINS, ordered.length);
  return Array.from({ length: bins }, (_, bin) =>
    ordered.slice(Math.floor((bin * ordered.length) / bins), Math.floor(((bin + 1) * ordered.length) / bins)),
  );
}

/** Rounds stratum after stratum, and carries what each role got too much or too little to the next one. */
function countsOf(strata: readonly Uint32Array[], shares: readonly number[]): number[][] {
  const carried = shares.map(() => 0);
  return strata.map(({ length }) => {
    const counts = shares.map((share) => Math.floor(share * length + 1e-9));
    let left = length - counts.reduce((sum, count) => sum + count, 0);
    const owed = shares.map((share, role) => share * length - counts[role]! + carried[role]!);
    const order = [...shares.keys()]
      .filter((role) => shares[role]! > 0)
      .sort((a, b) => owed[b]! - owed[a]! || a - b);
    for (const role of order) {
      if (left-- <= 0) break;
      counts[role]! += 1;
      owed[role]! -= 1;
    }
    for (const role of shares.keys()) carried[role] = owed[role]!;
    return counts;
  });
}

/** Moves single rows of the largest strata from a role that has too many to one that has too few. */
function meetTotals(counts: number[][], totals: readonly number[]): void {
  const excess = totals.map((total, role) => counts.reduce((sum, each) => sum + each[role]!, 0) - total);
  for (;;) {
    const from = excess.findIndex((value) => value > 0);
    const to = excess.findIndex((value) => value < 0);
    if (from < 0 || to < 0) return;
    move(largestOf(counts, from), from, to);
    excess[from]! -= 1;
    excess[to]! += 1;
  }
}

/** Gives a class without a training row one of its own, in exchange for a row of a class that has many. */
function trainEveryStratum(counts: number[][]): void {
  for (const stratum of counts) {
    if (stratum[TRAIN]! > 0) continue;
    const role = stratum.indexOf(Math.max(...stratum));
    move(stratum, role, TRAIN);
    const richest = largestOf(counts, TRAIN);
    if (richest[TRAIN]! > 1) move(richest, TRAIN, role);
  }
}

function largestOf(counts: readonly number[][], role: number): number[] {
  return counts.reduce((best, each) => (each[role]! > best[role]! ? each : best));
}

function move(counts: number[], from: number, to: number): void {
  counts[from]! -= 1;
  counts[to]! += 1;
}
