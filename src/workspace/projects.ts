import { PerennialError } from '../core/errors.ts';
import type { Id } from '../core/ids.ts';
import type { AliasName } from '../core/records.ts';
import type { ProjectSummary, ProjectView } from './api.ts';
import { aliasOf } from './aliases.ts';
import { expecting, type House, need } from './house.ts';
import { retentionOf } from './retention.ts';
import { cellText } from '../core/column.ts';
import { arrowTables } from '../flow/collect/arrow.ts';
import { columnOf } from '../core/table.ts';
import { storedTableOf } from './tables.ts';

export async function projectSummaries(house: House): Promise<readonly ProjectSummary[]> {
  const projects = await house.store.list('project');
  const summaries = await Promise.all(
    projects.map(async (project): Promise<ProjectSummary> => {
      const projectId = project.id;
      const [tables, versions, champion] = [
        await house.store.list('table', { projectId }),
        await house.store.list('version', { projectId }),
        await aliasOf(house, projectId, 'champion'),
      ];
      return {
        project,
        tables: tables.length,
        rows: tables.reduce((sum, table) => sum + table.rows, 0),
        versions: versions.length,
        champion: versions.find(({ id }) => id === champion?.versionId) ?? null,
        changedAt: Math.max(
          project.createdAt,
          champion?.since ?? 0,
          ...[...tables, ...versions].map(({ createdAt }) => createdAt),
        ),
      };
    }),
  );
  return summaries.sort((a, b) => b.changedAt - a.changedAt);
}

export async function projectView(house: House, id: Id): Promise<ProjectView> {
  const project = await need(house, 'project', id);
  const names: readonly AliasName[] = ['champion', 'challenger'];
  const aliases = await Promise.all(names.map((name) => aliasOf(house, id, name)));
  return {
    project,
    retention: retentionOf(project),
    tables: await house.store.list('table', { projectId: id }),
    splits: await house.store.list('split', { projectId: id }),
    versions: await house.store.list('version', { projectId: id }),
    aliases: Object.fromEntries(aliases.flatMap((alias) => (alias ? [[alias.name, alias]] : []))),
  };
}

const MOST_ROWS = 1000;

/** Rows as text. Every chunk but the last holds equally many rows, so only those that are asked for are read. */
export async function cells(
  house: House,
  tableId: Id,
  offset: number,
  count: number,
  names?: readonly string[],
): Promise<readonly (readonly (string | null)[])[]> {
  if (!(Number.isInteger(offset) && offset >= 0 && Number.isInteger(count) && count >= 0))
    throw new PerennialError('rows', `rows ${offset} to ${offset + count} cannot be shown`, {
      stage: 'workspace',
    });
  const table = await need(house, 'table', tableId);
  const end = Math.min(table.rows, offset + Math.min(count, MOST_ROWS));
  const { chunks, chunkRows } = storedTableOf(table);
  const rows: (string | null)[][] = [];
  for (let row = offset; row < end;) {
    const index = Math.floor(row / chunkRows);
    const chunk = arrowTables.decode(await house.store.read(chunks[index]!), names && new Set(names));
    const columns = names ? names.map((name) => columnOf(chunk, name)) : chunk.columns;
    const last = Math.min(end, (index + 1) * chunkRows);
    for (; row < last; row++) rows.push(columns.map((column) => cellText(column, row - index * chunkRows)));
  }
  return rows;
}

/** Throws `audit-rate`. */
export async function setAuditRate(house: House, projectId: Id, rate: number): Promise<void> {
  if (!(rate >= 0 && rate <= 1))
    throw new PerennialError(
      'audit-rate',
      `${String(rate)} is no share of the predictions; choose one from 0 (none is drawn) to 1 (all are)`,
      { stage: 'workspace' },
    );
  const project = await need(house, 'project', projectId);
  await house.store.begin().commit([...expecting(project), { put: { ...project, auditRate: rate } }]);
}
