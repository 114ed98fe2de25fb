import { PerennialError } from '../../core/errors.ts';
import type { Table } from '../../core/table.ts';
import type { Model } from './model.ts';

/** The rows of a table that have a label, and the labels. Throws `no-labels` when none has. */
export function labelledRows(
  table: Table,
  model: Pick<Model, 'labels' | 'target'>,
): { rows: Uint32Array<ArrayBuffer>; y: Float32Array<ArrayBuffer> } {
  const labels = model.labels(table);
  const rows = Uint32Array.from(labels.keys()).filter((row) => !Number.isNaN(labels[row]!));
  if (rows.length === 0)
    throw new PerennialError(
      'no-labels',
      `column "${model.target.column}" is empty in all ${table.rows} rows; there is nothing to judge by`,
      { stage: 'evaluate' },
    );
  return { rows, y: Float32Array.from(rows, (row) => labels[row]!) };
}
