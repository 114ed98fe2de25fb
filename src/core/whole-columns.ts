import { pause } from './clock.ts';
import { type CodedColumn, type Column, MISSING_CODE } from './column.ts';
import { PerennialError, throwIfCancelled } from './errors.ts';
import type { JobContext } from './progress.ts';
import { columnOf, type ChunkedTable, type Table } from './table.ts';

/** How much of a large table is held at a time where its columns are needed whole: 8 million numbers. */
const GROUP_BYTES = 64 * 1024 * 1024;

/** Which columns and rows are wanted. */
export interface Wanted {
  /** In this order; all columns of the table in theirs where it is left out. */
  readonly names?: readonly string[];
  /** In ascending order; all rows where it is left out. */
  readonly rows?: Uint32Array;
  readonly groupBytes?: number;
}

/**
 * Hands over the columns of a large table one after another, each with the cells of all rows wanted.
 *
 * The table is gone through once for every group of columns that fit into `groupBytes`, so that one group and one chunk are
 * held at a time. Dictionaries are merged as by `concatenate`. Between chunks and between columns other messages are let in.
 *
 * @param visit is handed the column, its place among those wanted, and how many those are
 * @throws PerennialError `cancelled`; `missing-column`; `column-kind` where chunks differ in their columns
 */
export async function forEachColumn(
  table: ChunkedTable,
  wanted: Wanted,
  { signal }: Pick<JobContext, 'signal'>,
  visit: (column: Column, index: number, count: number) => void | Promise<void>,
): Promise<void> {
  let groups: Groups | undefined;
  let index = 0;
  let count = 0;
  do {
    const collected = await collectGroup(table, wanted, groups, signal);
    if (!collected) return;
    groups = collected.left;
    const { columns } = collected;
    if (count === 0) count = columns.length + groups.reduce((sum, group) => sum + group.length, 0);
    for (let column = columns.shift(); column; column = columns.shift()) {
      await visit(column, index++, count);
      await pause();
      throwIfCancelled(signal);
    }
  } while (groups.length > 0);
}

/**
 * A table of the columns named alone, held whole: for what has to be seen together, a target and its time.
 *
 * @throws PerennialError as `forEachColumn`
 */
export async function collectColumns(
  table: ChunkedTable,
  wanted: Wanted & { readonly names: readonly string[] },
  context: Pick<JobContext, 'signal'>,
): Promise<Table> {
  const columns: Column[] = [];
  await forEachColumn(table, { ...wanted, groupBytes: Infinity }, context, (column) => {
    columns.push(column);
  });
  return { rows: wanted.rows?.length ?? table.rows, columns };
}

/** The names of columns that fit together. */
type Groups = readonly (readonly string[])[];

/** One pass: the first group of those left; undefined where the table has no chunks. */
async function collectGroup(
  table: ChunkedTable,
  { names, rows, groupBytes = GROUP_BYTES }: Wanted,
  left: Groups | undefined,
  signal: AbortSignal,
): Promise<{ columns: Column[]; left: Groups } | undefined> {
  const length = rows?.length ?? table.rows;
  const named = left?.[0] ?? names;
  let groups = left;
  let whole: readonly WholeColumn[] | undefined;
  let start = 0; // of the chunk, among the rows of the table
  let taken = 0; // of the rows wanted
  for await (const chunk of table.chunks(named && new Set(named))) {
    throwIfCancelled(signal);
    groups ??= groupsOf(names?.map((name) => columnOf(chunk, name)) ?? chunk.columns, length, groupBytes);
    whole ??= (groups[0] ?? []).map((name) => new WholeColumn(columnOf(chunk, name), length));
    const picked = rows && rowsWithin(rows, taken, start, start + chunk.rows);
    const parts = new Map(chunk.columns.map((column) => [column.name, column]));
    for (const column of whole)
      column.append(parts.get(column.name) ?? columnOf(chunk, column.name), taken, picked);
    taken += picked?.length ?? chunk.rows;
    start += chunk.rows;
    await pause();
  }
  if (!groups || !whole) return undefined;
  if (taken !== length)
    throw new PerennialError(
      'rows',
      `the table has ${taken} rows where it should have ${length}; import it again`,
    );
  const columns = whole.map((column) => column.finish());
  return { columns, left: groups.slice(1) };
}

function groupsOf(columns: readonly Column[], rows: number, groupBytes: number): string[][] {
  const groups: string[][] = [];
  let bytes = 0;
  for (const { name, values } of columns) {
    const own = rows * values.BYTES_PER_ELEMENT;
    if (groups.length === 0 || bytes + own > groupBytes) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)!.push(name);
    bytes += own;
  }
  return groups;
}

/** Those of the ascending rows that lie between start and end, counted from start. */
function rowsWithin(rows: Uint32Array, from: number, start: number, end: number): Uint32Array {
  let until = from;
  while (until < rows.length && rows[until]! < end) until++;
  return rows.subarray(from, until).map((row) => row - start);
}

/** A column that grows by the cells of chunk after chunk. */
class WholeColumn {
  readonly name: string;
  readonly #like: Column;
  readonly #values: Column['values'];
  readonly #codes = new Map<string, number>();

  constructor(like: Column, length: number) {
    const values = like.values.constructor as new (length: number) => Column['values'];
    this.name = like.name;
    this.#like = like;
    this.#values = new values(length);
  }

  append(part: Column, at: number, picked: Uint32Array | undefined): void {
    if (part.kind !== this.#like.kind)
      throw new PerennialError(
        'column-kind',
        `column "${this.name}" is of kind ${this.#like.kind} in one part of the table and of kind ${part.kind} in another; import it again`,
      );
    const values = this.#values;
    if ('dictionary' in part) this.#appendCodes(part, at, picked);
    else if (!picked) values.set(part.values, at);
    else for (const row of picked) values[at++] = part.values[row]!;
  }

  #appendCodes(part: CodedColumn, at: number, picked: Uint32Array | undefined): void {
    const recoded = new Uint32Array(part.dictionary.length);
    for (const [code, label] of part.dictionary.entries()) {
      const known = this.#codes.get(label);
      recoded[code] = known ?? this.#codes.size;
      if (known === undefined) this.#codes.set(label, this.#codes.size);
    }
    const values = this.#values;
    const count = picked?.length ?? part.values.length;
    for (let i = 0; i < count; i++) {
      const code = part.values[picked ? picked[i]! : i]!;
      values[at + i] = code === MISSING_CODE ? code : recoded[code]!;
    }
  }

  finish(): Column {
    const column = { ...this.#like, values: this.#values } as Column;
    return 'dictionary' in column ? { ...column, dictionary: [...this.#codes.keys()] } : column;
  }
}
