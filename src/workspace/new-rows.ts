import type { ModelVersion, Role, Split, TableVersion } from '../core/records.ts';
import type { Jobs } from './api.ts';
import type { StoredRows } from './compute.ts';
import { type House, newId } from './house.ts';
import { laterReading, requireReadableLabels } from './later-reading.ts';
import { sourceOf, tableVersion } from './tables.ts';
import type { Work } from './work.ts';

/** The last rows of a batch judge; they are never learnt. */
const JUDGE_SHARE = 0.2;

/** A batch of new labelled rows: drafted as a table with its split. */
export interface NewRows {
  readonly table: TableVersion;
  readonly split: Split;
  /** Every labelled row, in file order. */
  readonly labelled: StoredRows;
  readonly training: StoredRows;
  readonly judging: StoredRows;
}

export async function bringRows(
  house: House,
  work: Work,
  version: ModelVersion,
  { file, fileName, labels }: Jobs['learn-on']['request'],
): Promise<NewRows> {
  const { target, projectId } = version;
  const options = await laterReading(house, version);
  const rename = { column: target.column, labels };
  const read = await work.compute('read', { file, fileName, options, rename });
  requireReadableLabels(target, read.report);
  const assigned = await work.compute('divide', { target, table: read.table, judgeShare: JUDGE_SHARE });
  const table = tableVersion(house, read, {
    projectId,
    name: fileName ?? 'Pasted rows',
    cause: 'learn-on',
    source: sourceOf(file, fileName, read.report.format, options),
  });
  const split: Split = {
    kind: 'split',
    id: newId(house),
    projectId,
    tableId: table.id,
    target: target.column,
    task: target.task,
    strategy: { kind: 'learn-on' },
    fractions: null,
    ...assigned,
  };
  const rowsOf = (...named: Role[]): StoredRows => ({ table: read.table, roles: [assigned.roles], named });
  return {
    table,
    split,
    labelled: rowsOf('train', 'judge'),
    training: rowsOf('train'),
    judging: rowsOf('judge'),
  };
}
