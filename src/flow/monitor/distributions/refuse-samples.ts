import { isMissing, type Column } from '../../../core/column.ts';
import type { ColumnDriftTest } from '../../../core/drift-test.ts';
import { PerennialError } from '../../../core/errors.ts';
import type { Matrix } from '../../../core/matrix.ts';

/** Throws `drift-test` unless both columns are of kinds that the test can compare, and have cells. */
export function refuseColumns(
  { title, columns }: Pick<ColumnDriftTest, 'title' | 'columns'>,
  reference: Column,
  window: Column,
): void {
  for (const column of [reference, window])
    if (!columns.includes(column.kind))
      refuse(`${title} compares columns of ${columns.join(', ')}; "${column.name}" is one of ${column.kind}`);
  if (isCoded(reference) !== isCoded(window))
    refuse(`"${reference.name}" is a ${reference.kind} column before and a ${window.kind} column after`);
  for (const [column, when] of [
    [reference, 'before'],
    [window, 'after'],
  ] as const)
    if (!hasCells(column))
      refuse(`column "${column.name}" has no cells ${when}; ${title} needs some on either side`);
}

/** Throws `drift-test` unless both have these rows at least, and the same features. */
export function refuseMatrices(title: string, reference: Matrix, window: Matrix, fewestRows: number): void {
  if (reference.features.join('\n') !== window.features.join('\n'))
    refuse(
      `${title} needs the same features on either side; there are ${reference.features.length} and ${window.features.length}`,
    );
  const rows = Math.min(reference.rows, window.rows);
  if (rows < fewestRows)
    refuse(
      `${title} needs ${fewestRows} rows on either side; there are ${reference.rows} and ${window.rows}`,
    );
}

export function hasCells(column: Column): boolean {
  for (let row = 0; row < column.values.length; row++) if (!isMissing(column, row)) return true;
  return false;
}

function isCoded({ kind }: Column): boolean {
  return kind !== 'number' && kind !== 'time';
}

function refuse(problem: string): never {
  throw new PerennialError('drift-test', problem, { stage: 'monitor' });
}
