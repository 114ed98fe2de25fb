import { PerennialError } from '../core/errors.ts';
import type { LabelledRow } from '../core/feedback.ts';
import type { Target } from '../core/schema.ts';
import { cellsOf, type Row } from './rows.ts';

/**
 * Rows that hold their label in the target's own column, as a full batch; those without one teach nothing and are left out.
 *
 * Throws `no-labels` where none has one.
 */
export function labelledRows(
  rows: readonly Row[],
  { column }: Target,
  labels: Readonly<Record<string, string>> = {},
): readonly LabelledRow[] {
  const labelled = rows.flatMap((row): LabelledRow[] => {
    const { [column]: label = null, ...cells } = cellsOf(row);
    if (label === null) return [];
    const own = Object.hasOwn(labels, String(label)) ? labels[String(label)]! : label;
    return [{ cells, label: own, origin: 'full-batch' }];
  });
  if (labelled.length > 0) return labelled;
  throw new PerennialError(
    'no-labels',
    `none of the ${rows.length} rows has a label in "${column}", the column that the model predicts`,
    { stage: 'learn', details: { column } },
  );
}
