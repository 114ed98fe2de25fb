import { type Column, isMissing } from '../../core/column.ts';
import type { JobContext } from '../../core/progress.ts';
import type { Target } from '../../core/schema.ts';
import type { ChunkedTable } from '../../core/table.ts';
import { collectColumns } from '../../core/whole-columns.ts';
import { convertColumn } from './convert-column.ts';
import { classIndexes, encodeLabels } from './encode-labels.ts';
import { encodeValues } from './encode-values.ts';
import { isCoded } from './present.ts';

/**
 * A target column as numbers: of a classification the index of each row's class, of a regression its value; NaN
 * where the cell is missing.
 *
 * A label counts as a class if it is written like it, or if it is the same
 * number or truth value in another spelling ("1.0" and "1", "True" and "true"; where the classes are false and true, also 0 and 1, no and yes).
 *
 * @throws PerennialError `unknown-label`, naming the label, its first row counted from 1, and how many rows have it;
 * its details hold `label` and, where a class is the same but for case, blanks and trailing punctuation, `suggestion`
 * @example
 * const target: Target = { column: 'class', task: 'binary', classes: ['DOWN', 'UP'] };
 * encodeTarget({ kind: 'category', name: 'class', values: Uint32Array.of(0, 1), dictionary: ['UP', 'DOWN'] }, target)
 * // Float32Array [1, 0]
 */
export function encodeTarget(column: Column, target: Target): Float32Array<ArrayBuffer> {
  if (target.task === 'regression')
    return encodeValues(convertColumn(column, { kind: 'number', labels: [] }));
  return isCoded(column) ? encodeLabels(column, target) : encodeCells(column, target);
}

/**
 * The same of a large table's target, whose column alone is held: an error counts the rows of the whole table.
 *
 * @throws PerennialError `missing-column`; `cancelled`; those of `encodeTarget`
 */
export async function encodeTargetOf(
  table: ChunkedTable,
  target: Target,
  context: Pick<JobContext, 'signal'>,
): Promise<Float32Array<ArrayBuffer>> {
  const { columns } = await collectColumns(table, { names: [target.column] }, context);
  return columns[0] ? encodeTarget(columns[0], target) : new Float32Array(0);
}

function encodeCells(column: Column, target: Target): Float32Array<ArrayBuffer> {
  const indexOf = classIndexes(target);
  const found = new Map<number, number>();
  const encoded = new Float32Array(column.values.length);
  for (let row = 0; row < encoded.length; row++) {
    if (isMissing(column, row)) {
      encoded[row] = NaN;
      continue;
    }
    const value = column.values[row]!;
    let index = found.get(value);
    if (index === undefined) {
      index = indexOf(column, row);
      found.set(value, index);
    }
    encoded[row] = index;
  }
  return encoded;
}
