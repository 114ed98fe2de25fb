import { isMissing, type Column } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { type JobContext, unwatched } from '../../core/progress.ts';
import { type Role, ROLES, type SplitFractions, type SplitStrategy } from '../../core/records.ts';
import type { Target } from '../../core/schema.ts';
import { letOthersIn, type Sliced } from '../../core/sliced.ts';
import type { ChunkedTable } from '../../core/table.ts';
import { collectColumns } from '../../core/whole-columns.ts';
import { allotRandomly } from './allot-randomly.ts';
import { allotInOrder } from './allot-in-order.ts';
import { requireSomethingToLearn, requireTeachers } from './require-teachers.ts';

const UNUSED = ROLES.indexOf('unused');
const FEWEST_NEW_ROWS = 10;
/** A date that is missing more often than this leaves too many rows without a place in time. */
const MOST_MISSING = 0.05;

/**
 * How a table's rows are best split, and why.
 *
 * By time where a date column has a value in (nearly) every row, since a model is used on rows later than those that it
 * learnt; by row order for a stream, or where a column grows with the row number; otherwise at random.
 */
export function proposeSplit(
  columns: readonly ColumnProfile[],
  isStream: boolean,
): { split: SplitStrategy; reason: string } {
  const dates = columns.filter(
    ({ kind, rows, missing, distinct }) =>
      kind === 'time' && missing <= MOST_MISSING * rows && distinct >= Math.min(rows, FEWEST_NEW_ROWS),
  );
  const grows = ({ warnings }: ColumnProfile) => warnings.some(({ kind }) => kind === 'time-index');
  const date = dates.find(grows) ?? dates[0];
  if (date)
    return {
      split: { kind: 'time', column: date.name },
      reason: `The rows have a date, "${date.name}": the oldest train and the newest judge, as it will be in use.`,
    };
  const index = columns.find(grows);
  if (index)
    return {
      split: { kind: 'order' },
      reason: `"${index.name}" grows with the row number, so the rows seem to be in order of time: the first train and the last judge.`,
    };
  if (isStream)
    return {
      split: { kind: 'order' },
      reason: 'The rows are a stream: the first train and the last judge, as it will be in use.',
    };
  return {
    split: { kind: 'random', seed: 1 },
    reason: 'Nothing tells an order in time, so rows are drawn at random, each class in the same shares.',
  };
}

/**
 * What each row is for: train, validation, guard, report, or, for a row without a target, unused. Of a large table only the
 * target and the time are held.
 *
 * random: each class (of a regression: each tenth of the target's range by rank) is shared out in the same
 * fractions, by largest remainders; the seed decides which rows. order, time: the oldest rows train, the next ones validate, then guard,
 * and the newest report. Rows of one time stay together, at the cut nearest to the fraction asked for; a row without a time is unused.
 *
 * @param fractions shares of the labelled rows, which sum to 1; a share of 0 leaves its role out
 * @returns indexes into ROLES // (rows)
 * @throws PerennialError `too-few-rows` where a role with a share, or the training rows of a class, would be empty, and
 * where a class has one row only: it could teach or judge, not both; `target` where all rows or all training rows have one value;
 * `fractions` where they are no shares; `missing-column`; `cancelled`
 */
export async function assignRoles(
  table: ChunkedTable,
  target: Target,
  strategy: SplitStrategy,
  fractions: SplitFractions,
  context: Pick<JobContext, 'signal'> = unwatched,
): Promise<Uint8Array<ArrayBuffer>> {
  const shares = sharesOf(fractions);
  const names = strategy.kind === 'time' ? [target.column, strategy.column] : [target.column];
  const { columns } = await collectColumns(table, { names }, context);
  const [column, time = null] = columns;
  if (!column) throw tooFewRows(0, target, shares);
  return letOthersIn(allot(column, time, target, strategy, shares), context);
}

function* allot(
  column: Column,
  time: Column | null,
  target: Target,
  strategy: SplitStrategy,
  shares: readonly number[],
): Sliced<Uint8Array<ArrayBuffer>> {
  const rows = usableRows(column, time);
  if (rows.length < partsOf(shares)) throw tooFewRows(rows.length, target, shares);
  requireSomethingToLearn(rows, column, target);
  yield;
  const roles = new Uint8Array(column.values.length).fill(UNUSED);
  if (strategy.kind === 'random') yield* allotRandomly(roles, rows, column, target, shares, strategy.seed);
  else yield* allotInOrder(roles, rows, time, shares);
  yield;
  const counts = countRoles(roles);
  const empty = ROLES.find((role, index) => (shares[index] ?? 0) > 0 && counts[role] === 0);
  if (empty)
    throw new PerennialError(
      'too-few-rows',
      `${rows.length} rows with a value of "${target.column}" leave no row for "${empty}" once each class has one to train; add rows`,
      { stage: 'select', details: { rows: rows.length, role: empty } },
    );
  requireTeachers(roles, rows, column, target, strategy);
  return roles;
}

/** How many roles have a share. */
function partsOf(shares: readonly number[]): number {
  return shares.filter((share) => share > 0).length;
}

function tooFewRows(rows: number, target: Target, shares: readonly number[]): PerennialError {
  const needed = partsOf(shares);
  return new PerennialError(
    'too-few-rows',
    `${rows} rows with a value of "${target.column}" cannot be split into ${needed} parts; add rows`,
    { stage: 'select', details: { rows, needed } },
  );
}

/** The rows that have something to learn, a class or a value that a Float32 can hold, and a time where one is asked for. */
function usableRows(column: Column, time: Column | null): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(column.values.length);
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    if (isMissing(column, row) || (time && isMissing(time, row))) continue;
    if (column.kind === 'number' && !Number.isFinite(Math.fround(column.values[row]!))) continue;
    rows[count++] = row;
  }
  return rows.slice(0, count);
}

/** The shares in the order of ROLES. */
function sharesOf(fractions: SplitFractions): readonly number[] {
  const { train, validation, guard, report } = fractions;
  const shares = [train, validation, guard, report];
  const sum = shares.reduce((total, share) => total + share, 0);
  if (!(shares.every((share) => share >= 0) && train > 0 && Math.abs(sum - 1) < 1e-6))
    throw new PerennialError(
      'fractions',
      `the shares of the rows are ${shares.join(', ')}: they must not be negative, some rows must train, and all must sum to 1`,
      { stage: 'select' },
    );
  return shares;
}

/**
 * New rows for a model to go on with: of those that may judge the last ones, in row order, judge; all others train.
 *
 * @param mayJudge of each row, whether its label counts as evidence // (rows)
 * @param judgeShare share of these that judge, above 0 and below 1; at least one of them judges, and at least one row trains
 * @returns indexes into ROLES // (rows)
 * @throws PerennialError `too-few-rows` below 10 rows, since so few could neither teach nor judge; `fractions`
 */
export function learnOnRoles(mayJudge: readonly boolean[], judgeShare: number): Uint8Array<ArrayBuffer> {
  if (!(judgeShare > 0 && judgeShare < 1))
    throw new PerennialError(
      'fractions',
      `the share of judging rows is ${judgeShare}; choose one between 0 and 1`,
      {
        stage: 'select',
      },
    );
  const rows = mayJudge.length;
  if (rows < FEWEST_NEW_ROWS)
    throw new PerennialError(
      'too-few-rows',
      `${rows} new rows are too few to learn from and to judge by; bring at least ${FEWEST_NEW_ROWS}`,
      { stage: 'select', details: { rows, needed: FEWEST_NEW_ROWS } },
    );
  const evidence = Uint32Array.from(mayJudge.keys()).filter((row) => mayJudge[row]);
  const judging = Math.min(rows - 1, Math.max(1, Math.round(evidence.length * judgeShare)));
  const roles = new Uint8Array(rows).fill(ROLES.indexOf('train'));
  for (const row of evidence.slice(-judging)) roles[row] = ROLES.indexOf('judge');
  return roles;
}

/** How many rows have each role. */
export function countRoles(roles: Uint8Array): Record<Role, number> {
  const counts = new Uint32Array(ROLES.length);
  for (const role of roles) counts[role]! += 1;
  return Object.fromEntries(ROLES.map((role, index) => [role, counts[index]!])) as Record<Role, number>;
}

/** The rows of one role, in ascending order. */
export function rowsOf(roles: Uint8Array, role: Role): Uint32Array<ArrayBuffer> {
  const index = ROLES.indexOf(role);
  const rows = new Uint32Array(roles.length);
  let count = 0;
  for (let row = 0; row < roles.length; row++) if (roles[row] === index) rows[count++] = row;
  return rows.slice(0, count);
}
