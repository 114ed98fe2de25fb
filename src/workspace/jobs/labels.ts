import { PerennialError } from '../../core/errors.ts';
import type { Target } from '../../core/schema.ts';
import type { ChunkedTable } from '../../core/table.ts';
import type { Model } from './model.ts';

/** The label of every row, NaN where it is missing. Throws `unknown-label` for one that the model does not know. */
export async function labelsOf(
  model: Pick<Model, 'labels' | 'target'>,
  table: ChunkedTable,
): Promise<Float32Array<ArrayBuffer>> {
  const labels = new Float32Array(table.rows);
  let at = 0;
  for await (const chunk of table.chunks(new Set([model.target.column]))) {
    labels.set(model.labels(chunk), at);
    at += chunk.rows;
  }
  return labels;
}

/** The rows that have a label. Throws `no-labels` when none has. */
export function labelledRows(labels: Float32Array, target: Target): Uint32Array<ArrayBuffer> {
  const rows = Uint32Array.from(labels.keys()).filter((row) => !Number.isNaN(labels[row]!));
  if (rows.length === 0)
    throw new PerennialError(
      'no-labels',
      `column "${target.column}" is empty in all ${labels.length} rows; there is nothing to judge by`,
      { stage: 'evaluate' },
    );
  return rows;
}
