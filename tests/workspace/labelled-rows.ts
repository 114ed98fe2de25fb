import { cellText } from '../../src/core/column.ts';
import type { LabelledRow, LabelOrigin } from '../../src/core/feedback.ts';
import { columnOf, type Table } from '../../src/core/table.ts';
import type { Jobs } from '../../src/workspace/api.ts';
import type { TestHouse } from './house-for-test.ts';
import { runJob } from './in-process.ts';

/** Rows of a table as a program would hand them over, each with the origin that it is given. */
export function rowsOf(
  table: Table,
  target: string,
  rows: Iterable<number>,
  originOf: (row: number) => LabelOrigin = () => 'full-batch',
): LabelledRow[] {
  const inputs = table.columns.filter(({ name }) => name !== target);
  const labels = columnOf(table, target);
  return Array.from(rows, (row) => ({
    cells: Object.fromEntries(
      inputs.map((column) => [
        column.name,
        column.kind === 'number' ? column.values[row]! : cellText(column, row),
      ]),
    ),
    label: labels.kind === 'number' ? labels.values[row]! : cellText(labels, row)!,
    origin: originOf(row),
  }));
}

/** The numbers from `from` to below `to`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

export function learnRows(
  { workspace }: Pick<TestHouse, 'workspace'>,
  projectId: string,
  rows: readonly LabelledRow[],
  seed = 7,
): Promise<Jobs['learn-rows']['result']> {
  return runJob(workspace, 'learn-rows', { projectId, rows, engine: 'reference', seed });
}
