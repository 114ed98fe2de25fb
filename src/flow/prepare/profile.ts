import {
  type BooleanColumn,
  type CodedColumn,
  type Column,
  type NumberColumn,
  MISSING_BOOLEAN,
} from '../../core/column.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { JobContext } from '../../core/progress.ts';
import { type Field, MAXIMUM_LABELS } from '../../core/schema.ts';
import { inOneGo, letOthersIn, type Sliced } from '../../core/sliced.ts';
import type { ChunkedTable, Table } from '../../core/table.ts';
import { forEachColumn } from '../../core/whole-columns.ts';
import { sortSliced } from '../../math/sort.ts';
import { countCodes, mostFrequent } from './count-labels.ts';
import { histogramOf } from './histogram.ts';
import { deviationOf, medianOf, momentsOf, presentValues } from './present.ts';
import { warningsOf } from './warnings.ts';

const TOP_LABELS = 20;

type Findings = Omit<ColumnProfile, 'name' | 'kind' | 'rows' | 'warnings'>;

/**
 * What is in each column, for a person to look at and for the choices that follow (target, split, recipe).
 *
 * Numbers and times: range, mean, sample deviation (n - 1), median, a histogram of at most 30 bins; a number column
 * of at most 20 different whole values also lists them under `top`. Everything else: its labels by frequency. A
 * value that is not finite counts as missing. Warnings are those of `warningsOf`.
 *
 * @example
 * profileTable({ rows: 3, columns: [{ kind: 'number', name: 'a', values: Float64Array.of(1, 4, NaN) }] })[0]!.mean // 2.5
 */
export function profileTable(table: Table): ColumnProfile[] {
  return table.columns.map((column) => inOneGo(profileSliced(column)));
}

/**
 * The same of a table too large to be held: exact, since every column is seen whole, one after another.
 *
 * @throws PerennialError `cancelled`
 */
export async function profileChunks(table: ChunkedTable, context: JobContext): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = [];
  await forEachColumn(table, {}, context, async (column, done, total) => {
    context.report({ phase: 'profiling', done, total, unit: 'columns' });
    profiles.push(await letOthersIn(profileSliced(column), context));
  });
  return profiles;
}

/** What is in one column, as `profileTable` tells it. */
export function* profileSliced(column: Column): Sliced<ColumnProfile> {
  const findings = yield* findingsOf(column);
  yield;
  const profile = { name: column.name, kind: column.kind, rows: column.values.length, ...findings };
  return { ...profile, warnings: warningsOf(column, profile) };
}

/** The part of a profile that a recipe keeps of its inputs. */
export function fieldOf(profile: ColumnProfile): Field {
  const { name, kind, missing, distinct, minimum, maximum, labels } = profile;
  return { name, kind, missing, distinct, minimum, maximum, labels };
}

function* findingsOf(column: Column): Sliced<Findings> {
  switch (column.kind) {
    case 'number':
    case 'time':
      return yield* numberFindings(column);
    case 'boolean':
      return booleanFindings(column);
    default:
      return codedFindings(column);
  }
}

function* numberFindings(column: NumberColumn): Sliced<Findings> {
  const present = presentValues(column);
  const missing = column.values.length - present.length;
  if (present.length === 0) return { ...NOTHING, missing };
  const moments = momentsOf(present);
  yield;
  yield* sortSliced(present);
  const { distinct, starts } = runsOf(present);
  return {
    missing,
    distinct,
    minimum: present[0]!,
    maximum: present[present.length - 1]!,
    mean: moments.mean,
    deviation: deviationOf(moments, 'sample'),
    median: medianOf(present),
    histogram: histogramOf(present),
    labels: [],
    top: column.kind === 'number' && distinct <= TOP_LABELS ? wholeValues(present, starts) : [],
  };
}

const NOTHING = {
  distinct: 0,
  minimum: null,
  maximum: null,
  mean: null,
  deviation: null,
  median: null,
  histogram: null,
  labels: [],
  top: [],
};

/** How many different values there are, and where the first ones start. */
function runsOf(sorted: Float64Array): { distinct: number; starts: readonly number[] } {
  const starts = [0];
  let distinct = 1;
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1]) continue;
    if (++distinct <= TOP_LABELS) starts.push(i);
  }
  return { distinct, starts };
}

/** Few different values and their counts, most frequent first; empty when one of them is not whole. */
function wholeValues(sorted: Float64Array, starts: readonly number[]): ColumnProfile['top'] {
  const values = starts.map((start) => sorted[start]!);
  if (!values.every(Number.isInteger)) return [];
  const counts = starts.map((start, run) => (starts[run + 1] ?? sorted.length) - start);
  return mostFrequent(values.map(String), Uint32Array.from(counts), TOP_LABELS);
}

function booleanFindings(column: BooleanColumn): Findings {
  const counts = new Uint32Array(2);
  for (const value of column.values) if (value !== MISSING_BOOLEAN) counts[value] = counts[value]! + 1;
  const [falses, trues] = [counts[0]!, counts[1]!];
  const present = falses + trues;
  const missing = column.values.length - present;
  if (present === 0) return { ...NOTHING, missing };
  const mean = trues / present;
  const top = mostFrequent(['false', 'true'], counts, 2);
  return {
    ...NOTHING,
    missing,
    distinct: top.length,
    mean,
    deviation: present > 1 ? Math.sqrt((mean * (1 - mean) * present) / (present - 1)) : 0,
    median: falses === trues ? 0.5 : falses > trues ? 0 : 1,
    labels: top.map(({ label }) => label),
    top,
  };
}

function codedFindings(column: CodedColumn): Findings {
  const counts = countCodes(column);
  let distinct = 0;
  let present = 0;
  for (const count of counts) {
    if (count > 0) distinct++;
    present += count;
  }
  const frequent = mostFrequent(column.dictionary, counts, MAXIMUM_LABELS);
  return {
    ...NOTHING,
    missing: column.values.length - present,
    distinct,
    labels: column.kind === 'category' ? frequent.map(({ label }) => label) : [],
    top: frequent.slice(0, TOP_LABELS),
  };
}
