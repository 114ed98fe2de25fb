import { MISSING_BOOLEAN, MISSING_CODE, cellAt, type Column } from '../../../core/column.ts';
import { PerennialError } from '../../../core/errors.ts';
import { Random } from '../../../core/random.ts';
import { columnOf, concatenate, takeRows, type Table } from '../../../core/table.ts';

/**
 * What happens to a stream of rows, counted from 0.
 *
 * abrupt: from a row on, rows of another concept. gradual: between two rows the other concept comes more and more often. recurring: from a row on, the other
 * concept and the first one take turns. feature-swap: from a row on, two columns have each other's cells. label-shift: from a row on, labels come in other
 * shares. missing-burst: between two rows, cells of these columns are missing.
 */
export type DriftPlan =
  | { readonly kind: 'abrupt'; readonly at: number; readonly other: Table }
  | { readonly kind: 'gradual'; readonly from: number; readonly to: number; readonly other: Table }
  | { readonly kind: 'recurring'; readonly at: number; readonly every: number; readonly other: Table }
  | { readonly kind: 'feature-swap'; readonly at: number; readonly columns: readonly [string, string] }
  | {
      readonly kind: 'label-shift';
      readonly at: number;
      /** A category or boolean column; booleans are labelled "true" and "false". */
      readonly column: string;
      /** By label; they count in proportion, and a label that is not named comes no more. */
      readonly shares: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'missing-burst';
      readonly from: number;
      readonly to: number;
      readonly columns: readonly string[];
      /** Of the cells between. */
      readonly share: number;
    };

export interface DriftedStream {
  readonly table: Table;
  /** The rows from which on something is otherwise, ascending; a gradual change is told where it begins. */
  readonly changes: readonly number[];
}

/**
 * A stream with a change that is known, to see who notices it: as many rows as before, of which those before the change are as they were.
 *
 * Rows of another concept are taken from the other table at the same place. Labels in other shares come from drawing rows of the wanted label from those after
 * the change, with repetition.
 *
 * @throws PerennialError `drift-plan` for rows that the stream does not have, another concept of other columns or fewer rows, columns of two kinds to swap, or labels that do not come after the change.
 * @example
 * const numbers = (value: number): Table => ({ rows: 4, columns: [{ kind: 'number', name: 'a', values: new Float64Array(4).fill(value) }] });
 * const { table, changes } = injectDrift(numbers(0), { kind: 'abrupt', at: 2, other: numbers(7) }, 1);
 * table.columns[0]?.values // Float64Array [0, 0, 7, 7]
 * changes // [2]
 */
export function injectDrift(stream: Table, plan: DriftPlan, seed: number): DriftedStream {
  const random = new Random(seed);
  switch (plan.kind) {
    case 'abrupt':
      refuseRows(stream, plan.at);
      return mixed(stream, plan.other, (row) => row >= plan.at, [plan.at]);
    case 'gradual': {
      refuseRows(stream, plan.from, plan.to);
      const share = (row: number) => (row - plan.from + 1) / (plan.to - plan.from + 1);
      return mixed(stream, plan.other, (row) => random.uniform() < share(row), [plan.from]);
    }
    case 'recurring': {
      refuseRows(stream, plan.at, plan.at + plan.every);
      const changes: number[] = [];
      for (let row = plan.at; row < stream.rows; row += plan.every) changes.push(row);
      const isOther = (row: number) => row >= plan.at && Math.floor((row - plan.at) / plan.every) % 2 === 0;
      return mixed(stream, plan.other, isOther, changes);
    }
    case 'feature-swap':
      return swapped(stream, plan.at, plan.columns);
    case 'label-shift':
      return shifted(stream, plan, random);
    case 'missing-burst':
      return burst(stream, plan, random);
  }
}

function mixed(
  stream: Table,
  other: Table,
  isOther: (row: number) => boolean,
  changes: readonly number[],
): DriftedStream {
  const columnsOf = ({ columns }: Table) => columns.map(({ name, kind }) => `${name} ${kind}`).join('\n');
  if (columnsOf(stream) !== columnsOf(other) || other.rows < stream.rows)
    refuse(
      `the other concept needs the same columns and ${stream.rows} rows; it has ${other.columns.length} columns and ${other.rows} rows`,
    );
  const rows = Uint32Array.from({ length: stream.rows }, (_, row) =>
    isOther(row) ? stream.rows + row : row,
  );
  return { table: takeRows(concatenate([stream, other]), rows), changes };
}

function swapped(stream: Table, at: number, names: readonly [string, string]): DriftedStream {
  refuseRows(stream, at);
  const [one, other] = names.map((name) => columnOf(stream, name)) as [Column, Column];
  if (one.kind !== other.kind || one === other)
    refuse(
      `"${one.name}" (${one.kind}) and "${other.name}" (${other.kind}) cannot be swapped; choose two columns of one kind`,
    );
  // Under one name for a while, so that their dictionaries become one.
  const named = (column: Column): Table => ({ rows: stream.rows, columns: [{ ...column, name: '' }] });
  const both = concatenate([named(one), named(other)]);
  const take = (first: number, then: number, name: string): Column => {
    const rows = Uint32Array.from({ length: stream.rows }, (_, row) => row + (row < at ? first : then));
    return { ...takeRows(both, rows).columns[0]!, name };
  };
  const columns = stream.columns.map((column) => {
    if (column === one) return take(0, stream.rows, one.name);
    return column === other ? take(stream.rows, 0, other.name) : column;
  });
  return { table: { rows: stream.rows, columns }, changes: [at] };
}

function shifted(
  stream: Table,
  { at, column: name, shares }: Extract<DriftPlan, { kind: 'label-shift' }>,
  random: Random,
): DriftedStream {
  refuseRows(stream, at);
  const column = columnOf(stream, name);
  const rowsOf = new Map<string, number[]>();
  for (let row = at; row < stream.rows; row++) {
    const label = String(cellAt(column, row));
    rowsOf.set(label, [...(rowsOf.get(label) ?? []), row]);
  }
  const wanted = Object.entries(shares).filter(([, share]) => share > 0);
  const strange = wanted.find(([label]) => !rowsOf.has(label));
  if (wanted.length === 0 || strange)
    refuse(
      `column "${name}" has no "${strange?.[0] ?? 'label'}" after row ${at}; it has ${[...rowsOf.keys()].join(', ')}`,
    );
  const sum = wanted.reduce((all, [, share]) => all + share, 0);
  const rows = Uint32Array.from({ length: stream.rows }, (_, row) => {
    if (row < at) return row;
    let left = random.uniform() * sum;
    const [label] = wanted.find(([, share]) => (left -= share) < 0) ?? wanted.at(-1)!;
    const choice = rowsOf.get(label)!;
    return choice[random.below(choice.length)]!;
  });
  return { table: takeRows(stream, rows), changes: [at] };
}

function burst(
  stream: Table,
  { from, to, columns: names, share }: Extract<DriftPlan, { kind: 'missing-burst' }>,
  random: Random,
): DriftedStream {
  refuseRows(stream, from, to);
  if (!(share > 0 && share <= 1))
    refuse(`a share of ${share} of the cells cannot be missing; choose one above 0 and up to 1`);
  const struck = names.map((name) => columnOf(stream, name));
  const columns = stream.columns.map((column): Column => {
    if (!struck.includes(column)) return column;
    const values = column.values.slice();
    for (let row = from; row < to; row++) if (random.uniform() < share) values[row] = missingOf(column);
    return { ...column, values } as Column;
  });
  return { table: { rows: stream.rows, columns }, changes: to < stream.rows ? [from, to] : [from] };
}

function missingOf({ kind }: Column): number {
  if (kind === 'number' || kind === 'time') return NaN;
  return kind === 'boolean' ? MISSING_BOOLEAN : MISSING_CODE;
}

/** A change needs rows before and after it, and its end comes after its beginning. */
function refuseRows({ rows }: Table, from: number, to = from + 1): void {
  const isWithin =
    Number.isInteger(from) && Number.isInteger(to) && from > 0 && from < to && from < rows && to <= rows;
  if (!isWithin)
    refuse(
      `a change from row ${from} to ${to} cannot be put into ${rows} rows; choose rows above 0 and up to ${rows}, in their order`,
    );
}

function refuse(problem: string): never {
  throw new PerennialError('drift-plan', problem, { stage: 'monitor' });
}
