import type { Column } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import { columnOf, concatenate, sliceRows, type Table } from '../../core/table.ts';
import { retypeColumn, withOwnLabels } from '../../flow/collect/retype.ts';
import { profileTable } from '../../flow/prepare/profile.ts';
import type { ComputeJob } from './job.ts';
import { storedTable } from './stored-tables.ts';

/** One column is read in another way: all of its cells decide how, and no other column is held with it. */
export const retype: ComputeJob<'retype'> = async (
  { table, column: name, kind, treatAsMissing },
  context,
) => {
  const whole = storedTable(table, context);
  const parts: Table[] = [];
  for await (const chunk of whole.chunks(new Set([name])))
    parts.push({ rows: chunk.rows, columns: [columnOf(chunk, name)] });
  const { column, unreadable } = retypeColumn(columnOf(concatenate(parts), name), kind);
  if (unreadable && !treatAsMissing)
    throw new PerennialError(
      'column-kind',
      `column "${name}": ${unreadable.count} ${unreadable.count === 1 ? 'cell is' : 'cells are'} not a ${kind} ` +
        `(first: "${unreadable.firstText}", row ${unreadable.firstRow + 1}); choose "treat as missing" or fix the file`,
      { stage: 'collect', details: { column: name, kind, count: unreadable.count } },
    );
  const retyped: Table = { rows: table.rows, columns: [column] };
  const chunks = [];
  let start = 0;
  for await (const chunk of whole.chunks()) {
    const own = withOwnLabels(sliceRows(retyped, start, start + chunk.rows).columns[0]!);
    const columns = chunk.columns.map((each): Column => (each.name === name ? own : each));
    chunks.push(await context.blobs.write(context.tables.encode({ rows: chunk.rows, columns })));
    start += chunk.rows;
  }
  return { table: { ...table, chunks }, column: profileTable(retyped)[0]! };
};
