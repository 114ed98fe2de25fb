import type { Column } from '../../../core/column.ts';
import { PerennialError } from '../../../core/errors.ts';
import type { Table } from '../../../core/table.ts';

/** A table in which what a step makes of a column stands where the column stood; the others pass untouched. */
export function replaceColumns(
  table: Table,
  columns: readonly string[],
  replace: (column: Column) => readonly Column[],
): Table {
  const named = new Set(columns);
  return {
    rows: table.rows,
    columns: table.columns.flatMap((column) => (named.has(column.name) ? replace(column) : [column])),
  };
}

/** The name, numbered if one made before or one taken is the same; it is then among those made. */
export function freshName(name: string, made: Set<string>, taken?: ReadonlySet<string>): string {
  let fresh = name;
  for (let number = 2; made.has(fresh) || taken?.has(fresh); number++) fresh = `${name} (${number})`;
  made.add(fresh);
  return fresh;
}

/** A step was given a column that it cannot work on: a fault of the recipe, not of the data. */
export function refuseKind(step: string, column: Column, kinds: string): never {
  throw new PerennialError(
    'column-kind',
    `the step "${step}" takes columns of kind ${kinds}, but "${column.name}" is of kind ${column.kind}; take it out of the step's columns`,
    { stage: 'prepare', details: { step, column: column.name, kind: column.kind } },
  );
}
