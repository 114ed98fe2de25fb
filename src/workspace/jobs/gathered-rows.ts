import type { Column } from '../../core/column.ts';
import { PerennialError } from '../../core/errors.ts';
import { type CellsByName, LABEL_ORIGINS, type LabelledRow, type LabelOrigin } from '../../core/feedback.ts';
import type { SplitOrigins } from '../../core/records.ts';
import type { Target } from '../../core/schema.ts';
import type { ComputeJobs, StoredTable } from '../compute.ts';
import { cellOf, columnOfRows } from '../row-of-cells.ts';
import type { RunContext } from './job.ts';
import { writeTable } from './stored-tables.ts';

/** Rows that were handed over become a table of what the model reads, with its target as the last column. */
export async function gatheredRows(
  { rows: file, inputs, target }: ComputeJobs['gather']['request'],
  context: RunContext,
): Promise<{ readonly table: StoredTable; readonly origins: SplitOrigins }> {
  const rows = JSON.parse(await file.text()) as readonly LabelledRow[];
  const cells = rows.map((row) => row.cells);
  const columns = inputs.map((field) => columnOfRows(field, cells));
  const table = await writeTable(
    { rows: rows.length, columns: [...columns, targetColumn(rows, target)] },
    context,
  );
  const origins = Uint8Array.from(rows, ({ origin }) => LABEL_ORIGINS.indexOf(origin));
  return { table, origins: { counts: countOrigins(rows), rows: await context.blobs.write(origins) } };
}

function targetColumn(rows: readonly LabelledRow[], { column: name, task }: Target): Column {
  const labels: CellsByName[] = rows.map(({ label }) => ({ [name]: label }));
  const unlabelled = labels.findIndex((row) => cellOf(row, name) === null);
  if (unlabelled >= 0)
    throw new PerennialError(
      'no-labels',
      `row ${unlabelled + 1} has no label; say what its "${name}" turned out to be, or leave the row out`,
      { stage: 'prepare', details: { column: name, row: unlabelled + 1 } },
    );
  return columnOfRows({ name, kind: task === 'regression' ? 'number' : 'category' }, labels);
}

function countOrigins(rows: readonly LabelledRow[]): Record<LabelOrigin, number> {
  const counts: Record<LabelOrigin, number> = { 'full-batch': 0, audit: 0, confirmation: 0, correction: 0 };
  for (const { origin } of rows) counts[origin] += 1;
  return counts;
}
