import type {
  Alias,
  ModelVersion,
  Project,
  Split,
  TableVersion,
  VersionReport,
} from '../../../core/records.ts';
import type { Target } from '../../../core/schema.ts';
import { archiveHostile } from './failures.ts';

/** The records of a project that others point at; events are looked at one by one. */
export interface ArchivedRecords {
  readonly project: Project;
  readonly tables: readonly TableVersion[];
  readonly splits: readonly Split[];
  readonly versions: readonly ModelVersion[];
  readonly reports: readonly Pick<VersionReport, 'id'>[];
  readonly aliases: readonly Alias[];
}

/**
 * Throws `archive-hostile` where a record points at one that is not there. What was deleted may still be named: a version's
 * parents, the version that it was judged against, and whatever an event tells of.
 */
export function checkReferences({ tables, splits, versions, reports, aliases }: ArchivedRecords): void {
  const tableOf = new Map(tables.map((table) => [table.id, table]));
  const splitIds = new Set(splits.map(({ id }) => id));
  const versionIds = new Set(versions.map(({ id }) => id));
  for (const { id, tableId, target } of splits) {
    const table = tableOf.get(tableId);
    if (!table) throw archiveHostile(`the split ${id} is of a table that is not there`);
    if (!table.columns.some(({ name }) => name === target))
      throw archiveHostile(`the split ${id} has the target "${target}", which its table has not`);
  }
  for (const { number, splits: learnt, target } of versions) {
    checkTarget(target, `version ${number}`);
    for (const id of learnt)
      if (!splitIds.has(id)) throw archiveHostile(`version ${number} learnt from a split that is not there`);
  }
  for (const { id } of reports)
    if (!versionIds.has(id)) throw archiveHostile(`a report is of a version that is not there`);
  for (const { name, versionId } of aliases)
    if (!versionIds.has(versionId)) throw archiveHostile(`the ${name} is a version that is not there`);
  for (const table of tables) checkTable(table);
}

export function checkTarget({ task, classes, column }: Target, what: string): void {
  const isRight =
    new Set(classes).size === classes.length &&
    (task === 'binary'
      ? classes.length === 2
      : task === 'regression'
        ? classes.length === 0
        : classes.length > 1);
  if (!isRight) throw archiveHostile(`${what} tells "${column}" in ${classes.length} classes as ${task}`);
}

function checkTable({ name, columns }: TableVersion): void {
  if (new Set(columns.map((column) => column.name)).size !== columns.length)
    throw archiveHostile(`the table "${name}" has a column twice`);
}
