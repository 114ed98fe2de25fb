import { type Column, isMissing } from '../../core/column.ts';
import type { JobContext } from '../../core/progress.ts';
import type { Target } from '../../core/schema.ts';
import type { ChunkedTable } from '../../core/table.ts';
import { forEachColumn } from '../../core/whole-columns.ts';
import { orderOf } from '../../math/sort.ts';
import { encodeTargetOf } from './encode-target.ts';
import { isCoded } from './present.ts';

const MOST_ROWS = 20_000;
const FEWEST_ROWS = 40;
const BINS = 50;
const CLASS_THRESHOLD = 0.99;
const VALUE_THRESHOLD = 0.995;
const CORRELATION_THRESHOLD = 0.95;

/**
 * Columns that tell the target almost alone: often a copy of it, or something that is known only afterwards.
 *
 * Each column is cut into at most 50 groups (a number by its quantiles, anything else by its labels, a missing cell is a
 * group), over at most 20,000 labelled rows, evenly spaced over the table, which alone are held. On every second of them each group learns its likeliest class, every class
 * counting the same, or its mean; on the others it is judged. Suspect is a balanced accuracy of .99, an R2 of .995, or, for a
 * number, a correlation of .95 in magnitude with a target that is a value. Judging on other rows keeps columns out whose labels never repeat.
 * Fewer than 40 labelled rows give no suspects: too many columns would fit by chance.
 *
 * Source: Kaufman, Rosset & Perlich, "Leakage in data mining" (2011).
 */
export async function leakageSuspects(
  table: ChunkedTable,
  target: Target,
  context: JobContext,
): Promise<{ column: string; message: string }[]> {
  const every = await encodeTargetOf(table, target, context);
  const rows = judgedRows(every);
  const suspects: { column: string; message: string }[] = [];
  if (rows.length < FEWEST_ROWS) return suspects;
  const y = Float32Array.from(rows, (row) => every[row]!);
  await forEachColumn(table, { rows }, context, (column, done, total) => {
    context.report({ phase: 'looking for leaks', done, total, unit: 'columns' });
    if (column.name === target.column) return;
    const evidence = evidenceOf(column, y, target);
    if (evidence === null) return;
    const message = `"${column.name}" tells "${target.column}" almost alone (${evidence}); leave it out unless it is known before "${target.column}" is.`;
    suspects.push({ column: column.name, message });
  });
  return suspects;
}

/** Labelled rows, evenly spaced over all of them, in ascending order. */
function judgedRows(y: Float32Array): Uint32Array<ArrayBuffer> {
  const labelled = new Uint32Array(y.length);
  let count = 0;
  for (let row = 0; row < y.length; row++) if (!Number.isNaN(y[row]!)) labelled[count++] = row;
  const step = Math.max(1, count / MOST_ROWS);
  const rows = new Uint32Array(Math.floor(count / step));
  for (let index = 0; index < rows.length; index++) rows[index] = labelled[Math.floor(index * step)]!;
  return rows;
}

function evidenceOf(column: Column, y: Float32Array, target: Target): string | null {
  const groups = groupsOf(column);
  if (target.task !== 'regression') {
    const accuracy = judgeClasses(groups, y, target.classes.length);
    return accuracy >= CLASS_THRESHOLD ? `balanced accuracy ${accuracy.toFixed(3)}` : null;
  }
  const r2 = judgeValues(groups, y);
  if (r2 >= VALUE_THRESHOLD) return `R2 ${r2.toFixed(3)}`;
  const correlation = column.kind === 'number' ? correlate(column.values, y) : 0;
  return Math.abs(correlation) >= CORRELATION_THRESHOLD ? `correlation ${correlation.toFixed(2)}` : null;
}

/** The group of each row, counted from 0. */
function groupsOf(column: Column): Uint32Array {
  const rows = column.values.length;
  if (isCoded(column) || column.kind === 'boolean')
    return Uint32Array.from({ length: rows }, (_, row) =>
      isMissing(column, row) ? 0 : column.values[row]! + 1,
    );
  const there = new Uint32Array(rows).map((_, row) => row).filter((row) => !isMissing(column, row));
  const values = Float64Array.from(there, (row) => column.values[row]!);
  const order = orderOf(values);
  const groups = new Uint32Array(rows);
  for (let rank = 0, group = 0; rank < order.length; rank++) {
    const isTie = rank > 0 && values[order[rank]!] === values[order[rank - 1]!];
    if (!isTie) group = 1 + Math.floor((rank * BINS) / order.length);
    groups[there[order[rank]!]!] = group;
  }
  return groups;
}

function judgeClasses(groups: Uint32Array, y: Float32Array, classes: number): number {
  const totals = new Float64Array(classes);
  for (let row = 0; row < y.length; row += 2) totals[y[row]!]! += 1;
  const votes = new Map<number, Float64Array>();
  for (let row = 0; row < y.length; row += 2) {
    const vote = votes.get(groups[row]!) ?? new Float64Array(classes);
    vote[y[row]!]! += 1 / totals[y[row]!]!;
    votes.set(groups[row]!, vote);
  }
  const answers = new Map([...votes].map(([group, vote]) => [group, vote.indexOf(Math.max(...vote))]));
  const seen = new Float64Array(classes);
  const right = new Float64Array(classes);
  for (let row = 1; row < y.length; row += 2) {
    seen[y[row]!]! += 1;
    if (answers.get(groups[row]!) === y[row]) right[y[row]!]! += 1;
  }
  const present = [...seen.keys()].filter((label) => seen[label]! > 0);
  if (present.length < 2) return 0;
  return present.reduce((sum, label) => sum + right[label]! / seen[label]!, 0) / present.length;
}

function judgeValues(groups: Uint32Array, y: Float32Array): number {
  const sums = new Map<number, { sum: number; count: number }>();
  let total = 0;
  for (let row = 0; row < y.length; row += 2) {
    const group = sums.get(groups[row]!) ?? { sum: 0, count: 0 };
    sums.set(groups[row]!, { sum: group.sum + y[row]!, count: group.count + 1 });
    total += y[row]!;
  }
  const fallback = total / Math.ceil(y.length / 2);
  let mean = 0;
  for (let row = 1; row < y.length; row += 2) mean += y[row]! / Math.floor(y.length / 2);
  let residual = 0;
  let spread = 0;
  for (let row = 1; row < y.length; row += 2) {
    const group = sums.get(groups[row]!);
    residual += (y[row]! - (group ? group.sum / group.count : fallback)) ** 2;
    spread += (y[row]! - mean) ** 2;
  }
  return spread > 0 ? 1 - residual / spread : 0;
}

/** Pearson's correlation over the rows where the column has a value; 0 where one of the two does not vary. */
function correlate(x: Float64Array, y: Float32Array): number {
  const rows = [...x.keys()].filter((row) => Number.isFinite(x[row]!));
  const meanX = rows.reduce((sum, row) => sum + x[row]! / rows.length, 0);
  const meanY = rows.reduce((sum, row) => sum + y[row]! / rows.length, 0);
  let [xx, yy, xy] = [0, 0, 0];
  for (const row of rows) {
    const [dx, dy] = [x[row]! - meanX, y[row]! - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return rows.length >= FEWEST_ROWS && xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
