import { cellText, type Column } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import { ROLES, type SplitStrategy } from '../../core/records.ts';
import type { Target } from '../../core/schema.ts';

const TRAIN = ROLES.indexOf('train');
const MOST_NAMED = 5;

/**
 * Whether rows with a target can teach anything and be judged by it.
 *
 * @param rows those that have a target, in ascending order
 * @throws PerennialError `target` where all have one value; `too-few-rows` where a class has one row only
 */
export function requireSomethingToLearn(rows: Uint32Array, column: Column, target: Target): void {
  const first = column.values[rows[0]!]!;
  if (rows.every((row) => column.values[row] === first))
    throw refusal(
      'target',
      `"${target.column}" is ${quoted(column, rows[0]!)} in all ${rows.length.toLocaleString('en-US')} rows that can be used, so there is nothing to tell apart; choose another target, or add rows with other values`,
      { column: target.column },
    );
  if (target.task !== 'regression') requireTwoOfEach(rows, column, target);
}

function requireTwoOfEach(rows: Uint32Array, column: Column, target: Target): void {
  const seen = new Map<number, { row: number; count: number }>();
  for (const row of rows) {
    const known = seen.get(column.values[row]!);
    if (known) known.count++;
    else seen.set(column.values[row]!, { row, count: 1 });
  }
  const single = [...seen.values()].filter(({ count }) => count === 1);
  if (single.length === 0) return;
  const named = single.slice(0, MOST_NAMED).map(({ row }) => `${quoted(column, row)} in row ${row + 1}`);
  if (single.length > named.length) named.push(`and ${single.length - named.length} more`);
  throw refusal(
    'too-few-rows',
    `${single.length} of the ${seen.size} classes of "${target.column}" ${single.length === 1 ? 'has' : 'have'} one row only (${named.join(', ')}): it could teach or judge, not both; add rows of ${single.length === 1 ? 'it' : 'them'}, merge rare labels, or leave their cells empty`,
    { column: target.column, classes: seen.size, single: single.length, row: single[0]!.row + 1 },
  );
}

/**
 * Whether the training rows, once chosen, have every class, or values that differ.
 *
 * @throws PerennialError `too-few-rows`; `target`
 */
export function requireTeachers(
  roles: Uint8Array,
  rows: Uint32Array,
  column: Column,
  target: Target,
  strategy: SplitStrategy,
): void {
  const isRandom = strategy.kind === 'random';
  const teaches = (row: number) => roles[row] === TRAIN;
  if (target.task === 'regression') {
    const first = rows.find(teaches)!;
    if (rows.some((row) => teaches(row) && column.values[row] !== column.values[first])) return;
    throw refusal(
      'target',
      `"${target.column}" is ${quoted(column, first)} in every training row, so there is nothing to learn; ${isRandom ? 'add rows with other values' : 'split at random, or add older rows with other values'}`,
      { column: target.column },
    );
  }
  const learnt = new Set<number>();
  for (const row of rows) if (teaches(row)) learnt.add(column.values[row]!);
  const row = rows.find((each) => !learnt.has(column.values[each]!));
  if (row === undefined) return;
  throw refusal(
    'too-few-rows',
    `no training row has the class of row ${row + 1} (${quoted(column, row)}); ${isRandom ? 'add rows of this class' : 'split at random, or add older rows of this class'}`,
    { row: row + 1, label: cellText(column, row)! },
  );
}

function quoted(column: Column, row: number): string {
  return column.kind === 'number' ? cellText(column, row)! : `"${cellText(column, row)}"`;
}

function refusal(code: string, message: string, details: Record<string, string | number>): PerennialError {
  return new PerennialError(code, message, { stage: 'select', details });
}
