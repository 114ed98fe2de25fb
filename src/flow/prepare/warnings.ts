import type { Column } from '../../core/column.ts';
import type { ColumnProfile, ColumnWarning } from '../../core/profile.ts';
import { isCoded, isNumeric } from './present.ts';

type Profile = Omit<ColumnProfile, 'warnings'>;

const FEWEST_ROWS = 20;
const FEWEST_TIMES = 10;
const IDENTIFIER_NAME = /(^|[^a-z])(id|ids|uid|uuid|guid|key|number|no|nr|index|ssn)$/i;
/** Of all steps from one row to the next, how many may fall in a time index; one thing out of order here and there. */
const MOST_FALLS = 0.01;
/**
 * How far a time index may fall in all, as a share of how far it rises. A saw-tooth (an hour, a weekday) falls as far as
 * it rises, two rounds of it half as far; the out-of-order weeks of elec2's `date` add up to a quarter.
 */
const FARTHEST_FALL = 1 / 3;

/**
 * What is odd about a column and what that means for a model.
 *
 * - constant: one value in all cells that are there.
 * - identifier: read as one; or a category whose labels never repeat, or whole numbers that never repeat and are named
 *   like one (`id`, `customer_no`), in at least 20 rows.
 * - time-index: a number or time that never falls over the row order, or in at most 1 % of the steps and by at most a
 *   third of how far it rises, with at least 10 different values.
 * - mostly-missing: half of the cells or more.
 * - infinite: cells that hold no finite number; they count as missing.
 *
 * Leakage needs the target (`leakageSuspects`), unreadable cells are the reader's to tell.
 */
export function warningsOf(column: Column, profile: Profile): readonly ColumnWarning[] {
  const warnings: ColumnWarning[] = [];
  const { name, missing, rows } = profile;
  const present = rows - missing;
  if (rows > 0 && missing >= rows / 2)
    warnings.push({
      kind: 'mostly-missing',
      message:
        present === 0
          ? `"${name}" has no value in any of its ${count(rows)} rows, so a model learns nothing from it.`
          : `"${name}" is missing in ${count(missing)} of ${count(rows)} rows, so a model mostly sees a stand-in for it.`,
    });
  const infinite = infiniteRows(column);
  if (infinite.count > 0)
    warnings.push({
      kind: 'infinite',
      message: `"${name}" is infinite in ${count(infinite.count)} ${infinite.count === 1 ? 'row' : 'rows'} (first: row ${infinite.first + 1}), which ${infinite.count === 1 ? 'counts' : 'count'} as missing; correct the cells if a value is known.`,
    });
  if (profile.distinct === 1)
    warnings.push({
      kind: 'constant',
      message: `"${name}" has one value only, so a model learns nothing from it until it changes.`,
    });
  if (isTimeIndex(column, profile))
    warnings.push({
      kind: 'time-index',
      message:
        column.kind === 'time'
          ? `"${name}" grows with the row number: every later row lies beyond what was learnt, so only what recurs in it (month, weekday, hour) is of use.`
          : `"${name}" grows with the row number: every later row lies beyond what was learnt, and a model that uses it extrapolates.`,
    });
  else if (isIdentifier(column, profile, present))
    warnings.push({
      kind: 'identifier',
      message: `"${name}" names its row and hardly ever repeats, so what a model learns from it says nothing about the next row.`,
    });
  return warnings;
}

function infiniteRows(column: Column): { count: number; first: number } {
  let found = 0;
  let first = 0;
  if (column.kind === 'number')
    for (let row = column.values.length - 1; row >= 0; row--)
      if (Math.abs(column.values[row]!) === Infinity) {
        found++;
        first = row;
      }
  return { count: found, first };
}

function isIdentifier(column: Column, profile: Profile, present: number): boolean {
  if (column.kind === 'identifier') return true;
  if (present < FEWEST_ROWS || profile.distinct < present) return false;
  if (isCoded(column)) return column.kind === 'category';
  return (
    column.kind === 'number' &&
    IDENTIFIER_NAME.test(column.name) &&
    column.values.every((value) => !(value % 1))
  );
}

function isTimeIndex(column: Column, profile: Profile): boolean {
  if (!isNumeric(column)) return false;
  if (profile.distinct < FEWEST_TIMES) return false;
  const present = profile.rows - profile.missing;
  let previous = NaN;
  let falls = 0;
  let fallen = 0;
  let risen = 0;
  for (const value of column.values) {
    if (!Number.isFinite(value)) continue;
    if (value < previous) {
      falls++;
      fallen += previous - value;
    } else if (value > previous) risen += value - previous;
    previous = value;
  }
  return falls === 0 || (falls <= MOST_FALLS * present && fallen <= FARTHEST_FALL * risen);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
