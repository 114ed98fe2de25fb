import { PerennialError } from '../../core/errors.ts';
import type { Target } from '../../core/schema.ts';

/** The rows that have a label. Throws `no-labels` when none has. */
export function labelledRows(labels: Float32Array, target: Target): Uint32Array<ArrayBuffer> {
  const rows = Uint32Array.from(labels.keys()).filter((row) => !Number.isNaN(labels[row]!));
  if (rows.length === 0)
    throw new PerennialError(
      'no-labels',
      `column "${target.column}" is empty in all ${labels.length} rows, so there is nothing to judge by; fill in its labels`,
      { stage: 'evaluate' },
    );
  return rows;
}
