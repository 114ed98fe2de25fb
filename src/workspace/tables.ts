import { PerennialError } from '../core/errors.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { JobContext } from '../core/progress.ts';
import type { Id, Project, NumberMarks, TableSource, TableVersion } from '../core/records.ts';
import type { Change, Draft } from '../core/store.ts';
import type { Jobs } from './api.ts';
import { findSample } from './catalog.ts';
import type { ReadTable } from './compute.ts';
import { drafting } from './drafts.ts';
import { expecting, type House, need, newId, readChunks } from './house.ts';

export async function importFile(
  house: House,
  { file, fileName, projectId, options }: Jobs['import']['request'],
  context: JobContext,
): Promise<Jobs['import']['result']> {
  return drafting(house, context, async (draft) => {
    const read = await house.compute.run('read', { file, fileName, options, rename: null }, context);
    const name = fileName ?? 'Pasted rows';
    const { project, changes } = await projectFor(house, projectId, name.replace(/\.[^.]+$/, ''));
    const table = await writeTable(house, draft, read, {
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
  context: JobContext,
): Promise<Jobs['sample']['result']> {
  return drafting(house, context, async (draft) => {
    const { title } = await findSample(sample);
    const generated = await house.compute.run('generate', { sample, rows, seed }, context);
    const { project, changes } = await projectFor(house, projectId, title);
    const table = await writeTable(house, draft, generated, {
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
  context: JobContext,
): Promise<Jobs['retype']['result']> {
  const parent = await need(house, 'table', tableId);
  return drafting(house, context, async (draft) => {
    const chunks = await readChunks(house, parent.chunks);
    const retyped = await house.compute.run('retype', { chunks, column, kind, treatAsMissing }, context);
    const { projectId, name, source } = parent;
    const columns = retyped.columns.map((profile) => withEarlierWarning(profile, column, parent));
    const table = await writeTable(
      house,
      draft,
      { ...retyped, columns },
      {
        projectId,
        name,
        source,
        cause: 'retyped',
        parent: parent.id,
      },
    );
    return { changes: [...expecting(parent), { put: table }], result: { table } };
  });
}

/** What only the file could tell of a column stays told while the column stays as it was read. */
function withEarlierWarning(profile: ColumnProfile, retyped: string, parent: TableVersion): ColumnProfile {
  const before =
    profile.name === retyped ? undefined : parent.columns.find(({ name }) => name === profile.name);
  const unreadable = before?.warnings.filter(({ kind }) => kind === 'unreadable') ?? [];
  return { ...profile, warnings: [...profile.warnings, ...unreadable] };
}

export async function writeTable(
  house: House,
  draft: Draft,
  read: ReadTable,
  about: Pick<TableVersion, 'projectId' | 'name' | 'cause' | 'source'> & { parent?: Id },
): Promise<TableVersion> {
  const chunks = [];
  for (const chunk of read.chunks) chunks.push(await draft.write(chunk));
  return {
    kind: 'table',
    id: newId(house),
    createdAt: house.clock(),
    parent: null,
    ...about,
    rows: read.rows,
    columns: read.columns,
    chunks,
  };
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
