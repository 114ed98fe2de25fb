import {
  type BooleanColumn,
  type CodedColumn,
  type Column,
  type NumberColumn,
  MISSING_CODE,
} from './column.ts';
import { PerennialError } from './errors.ts';

/** Columns of one length, in the order of the file that they came from. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A table too large to be held at once: it can be gone through any number of times, chunk after chunk in row order. */
export interface ChunkedTable {
  readonly rows: number;
  /**
   * Tables alike in columns and kinds; a category's dictionary is each chunk's own. Where columns are named, a chunk may
   * leave out all others, unless one of these is not there.
   */
  chunks(columns?: ReadonlySet<string>): AsyncIterable<Table>;
}

export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The column of this name; throws `missing-column`, naming it and what there is instead. */
export function columnOf(table: Table, name: string): Column {
  const column = findColumn(table, name);
  if (column) return column;
  const names = table.columns.map((each) => `"${each.name}"`).join(', ');
  throw new PerennialError(
    'missing-column',
    `the table has no column "${name}"; it has ${names || 'no columns at all'}`,
  );
}

/** The rows from `start` up to `end`, which is not among them, as views of the same cells. */
export function sliceRows(table: Table, start: number, end: number): Table {
  const columns = table.columns.map(
    (column) => ({ ...column, values: column.values.subarray(start, end) }) as Column,
  );
  return { rows: Math.min(end, table.rows) - start, columns };
}

/** A new table of the given rows, in the given order; a row may be named more than once. */
export function takeRows(table: Table, rows: Uint32Array): Table {
  return { rows: rows.length, columns: table.columns.map((column) => takeCells(column, rows)) };
}

function takeCells(column: Column, rows: Uint32Array): Column {
  const values = column.values.slice(0, 0).constructor as new (length: number) => Column['values'];
  const taken = new values(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = column.values[rows[i]!]!;
  return { ...column, values: taken } as Column;
}

/**
 * One table of many that share their columns' names and kinds, row below row. Dictionaries are merged: a label
 * keeps the code of its first appearance.
 */
export function concatenate(tables: readonly Table[]): Table {
  const first = tables[0];
  if (!first) return { rows: 0, columns: [] };
  if (tables.length === 1) return first;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const columns = first.columns.map((column, index) => {
    const parts = tables.map((table) => table.columns[index]!);
    if (parts.some((part) => part.kind !== column.kind || part.name !== column.name))
      throw new PerennialError(
        'column-kind',
        `column ${index + 1} is "${column.name}" (${column.kind}) in one part and differs in another`,
      );
    return joinCells(column, parts, rows);
  });
  return { rows, columns };
}

function joinCells(column: Column, parts: readonly Column[], rows: number): Column {
  switch (column.kind) {
    case 'number':
    case 'time':
      return { ...column, values: join(new Float64Array(rows), parts as NumberColumn[]) };
    case 'boolean':
      return { ...column, values: join(new Uint8Array(rows), parts as BooleanColumn[]) };
    default:
      return joinCodes(column, parts as CodedColumn[], rows);
  }
}

function join<T extends Float64Array | Uint8Array>(into: T, parts: readonly { values: T }[]): T {
  let offset = 0;
  for (const part of parts) {
    into.set(part.values, offset);
    offset += part.values.length;
  }
  return into;
}

function joinCodes(column: CodedColumn, parts: readonly CodedColumn[], rows: number): CodedColumn {
  const codes = new Map<string, number>();
  const values = new Uint32Array(rows);
  let offset = 0;
  for (const part of parts) {
    const recoded = Uint32Array.from(part.dictionary, (label) => {
      const known = codes.get(label);
      if (known !== undefined) return known;
      codes.set(label, codes.size);
      return codes.size - 1;
    });
    for (const code of part.values) values[offset++] = code === MISSING_CODE ? code : recoded[code]!;
  }
  return { ...column, values, dictionary: [...codes.keys()] };
}
