import { PerennialError } from '../core/errors.ts';
import type { JobWatch } from '../core/progress.ts';
import { CHUNK_ROWS } from '../core/reader.ts';
import type { Id } from '../core/ids.ts';
import type { Project, NumberMarks, TableSource, TableVersion } from '../core/records.ts';
import type { Change } from '../core/store.ts';
import type { Jobs } from './api.ts';
import { findSample } from './catalog.ts';
import type { ReadTable, StoredTable } from './compute.ts';
import { expecting, type House, need, newId } from './house.ts';
import type { Journal } from './journal.ts';
import { undertake } from './work.ts';

export async function importFile(
  house: House,
  { file, fileName, projectId, options }: Jobs['import']['request'],
  watch: JobWatch,
  journal: Journal,
): Promise<Jobs['import']['result']> {
  return undertake(house, watch, journal, async (work) => {
    const read = await work.compute('read', { file, fileName, options, rename: null });
    const name = fileName ?? 'Pasted rows';
    const { project, changes } = await projectFor(house, projectId, name.replace(/\.[^.]+$/, ''));
    const table = tableVersion(house, read, {
      projectId: project.id,
      name,
      cause: 'imported',
      source: sourceOf(file, fileName, read.report.format, options),
    });
    return { changes: [...changes, { put: table }], result: { table, report: read.report } };
  });
}

export async function generateSample(
  house: House,
  { sample, rows, seed, projectId }: Jobs['sample']['request'],
  watch: JobWatch,
): Promise<Jobs['sample']['result']> {
  return undertake(house, watch, null, async (work) => {
    const { title } = await findSample(sample);
    const generated = await work.compute('generate', { sample, rows, seed });
    const { project, changes } = await projectFor(house, projectId, title);
    const table = tableVersion(house, generated, {
      projectId: project.id,
      name: title,
      cause: 'sampled',
      source: { kind: 'sample', sample, rows, seed },
    });
    return { changes: [...changes, { put: table }], result: { table } };
  });
}

/** One column read in another way: a new version of the table; the old one stays. */
export async function retypeColumn(
  house: House,
  { tableId, column, kind, treatAsMissing }: Jobs['retype']['request'],
  watch: JobWatch,
): Promise<Jobs['retype']['result']> {
  const parent = await need(house, 'table', tableId);
  return undertake(house, watch, null, async (work) => {
    const request = { table: storedTableOf(parent), column, kind, treatAsMissing };
    const retyped = await work.compute('retype', request);
    const { projectId, name, source } = parent;
    const columns = parent.columns.map((each) => (each.name === column ? retyped.column : each));
    const table = tableVersion(
      house,
      { table: retyped.table, columns },
      { projectId, name, source, cause: 'retyped', parent: parent.id },
    );
    return { changes: [...expecting(parent), { put: table }], result: { table } };
  });
}

export function tableVersion(
  house: House,
  { table, columns }: ReadTable,
  about: Pick<TableVersion, 'projectId' | 'name' | 'cause' | 'source'> & { parent?: Id },
): TableVersion {
  return {
    kind: 'table',
    id: newId(house),
    createdAt: house.clock(),
    parent: null,
    ...about,
    ...table,
    columns,
  };
}

export function storedTableOf({ rows, chunks, chunkRows = CHUNK_ROWS }: TableVersion): StoredTable {
  return { rows, chunks, chunkRows };
}

export function sourceOf(
  file: Blob,
  fileName: string | null,
  format: string,
  { decimal, thousands }: NumberMarks,
): TableSource {
  const numbers = {
    ...(decimal !== undefined && { decimal }),
    ...(thousands !== undefined && { thousands }),
  };
  return fileName === null
    ? { kind: 'paste', sizeBytes: file.size, format, numbers }
    : { kind: 'file', name: fileName, sizeBytes: file.size, format, numbers };
}

async function projectFor(
  house: House,
  projectId: Id | null,
  name: string,
): Promise<{ project: Project; changes: Change[] }> {
  if (projectId !== null) return existing(house, projectId);
  const id = newId(house);
  const project: Project = {
    kind: 'project',
    id,
    projectId: id,
    name: name.slice(0, MAXIMUM_NAME_LENGTH),
    createdAt: house.clock(),
    target: null,
  };
  return { project, changes: [{ put: project }] };
}

async function existing(house: House, id: Id): Promise<{ project: Project; changes: Change[] }> {
  const project = await need(house, 'project', id);
  return { project, changes: expecting(project) };
}

const MAXIMUM_NAME_LENGTH = 200;

export async function renameProject(house: House, id: Id, name: string): Promise<Project> {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAXIMUM_NAME_LENGTH)
    throw new PerennialError(
      'project-name',
      `a project's name has 1 to ${MAXIMUM_NAME_LENGTH} characters; this one has ${trimmed.length}`,
      { stage: 'workspace' },
    );
  const project: Project = { ...(await need(house, 'project', id)), name: trimmed };
  await house.store.begin().commit([...expecting(project), { put: project }]);
  return project;
}
