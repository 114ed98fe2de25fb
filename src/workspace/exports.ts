import type { JobWatch } from '../core/progress.ts';
import type { Hash, Id } from '../core/ids.ts';
import type { ModelVersion, Project, StoredRecord, VersionReport } from '../core/records.ts';
import type { Draft } from '../core/store.ts';
import { blobPath, recordsPath } from '../flow/deploy/archive/archive-format.ts';
import { RecordLines } from '../flow/deploy/archive/records/lines.ts';
import type { ArchivedKind } from '../flow/deploy/archive/records/schemas.ts';
import type { Jobs } from './api.ts';
import { fileNameOf } from './file-name.ts';
import { type House, need } from './house.ts';
import { storedModelOf } from './stored-models.ts';
import { numberMarks } from './later-reading.ts';
import { undertake, type Work } from './work.ts';

/** Events are read from the store this many at a time. */
const PAGE = 2000;

/**
 * A whole project as one file. Records that point at others are read before these, so that what is added in the meantime
 * cannot be pointed at and missing.
 */
export async function exportProject(
  house: House,
  { projectId, passphrase }: Jobs['export-project']['request'],
  watch: JobWatch,
): Promise<Jobs['export-project']['result']> {
  const project = await need(house, 'project', projectId);
  const { store } = house;
  return undertake(house, watch, null, async (work, draft) => {
    const parts = new Parts(draft);
    const aliases = await store.list('alias', { projectId });
    const versions = await store.list('version', { projectId });
    const splits = await store.list('split', { projectId });
    const tables = await store.list('table', { projectId });
    const reports = await store.list('report', { projectId });
    const known = new Set(versions.map(({ id }) => id));
    await parts.records('project', [project]);
    await parts.records('table', tables);
    await parts.records('split', splits);
    await parts.records('version', versions);
    await parts.records(
      'alias',
      aliases.filter(({ versionId }) => known.has(versionId)),
    );
    await parts.records(
      'report',
      reports.filter(({ id }) => known.has(id)),
    );
    await parts.records('event', eventsOf(house, projectId));
    for (const table of tables) for (const chunk of table.chunks) parts.blob('chunk', chunk);
    for (const { roles, origins } of splits) {
      parts.blob('roles', roles);
      if (origins) parts.blob('origins', origins.rows);
    }
    for (const version of versions) parts.model(version);
    return packed(house, work, 'project', parts, passphrase, project.name);
  });
}

/**
 * One model as a file: no table, no split, no other version. Without the remembered rows, what the report tells of single
 * rows stays behind as well.
 */
export async function exportModel(
  house: House,
  { versionId, rememberedRows, passphrase }: Jobs['export-model']['request'],
  watch: JobWatch,
): Promise<Jobs['export-model']['result']> {
  const stored = await need(house, 'version', versionId);
  const project = await need(house, 'project', stored.projectId);
  const report = await need(house, 'report', versionId);
  return undertake(house, watch, null, async (work, draft) => {
    const model = storedModelOf(stored);
    const { model: given, sizeBytes } = rememberedRows
      ? { model, sizeBytes: stored.sizeBytes }
      : await work.compute('forget', { model });
    const { recipe, snapshot } = given;
    const numbers = await numberMarks(house, stored);
    const version: ModelVersion = {
      ...stored,
      recipe,
      snapshot,
      sizeBytes,
      parents: [],
      splits: [],
      judgement: null,
      ...(numbers && { numbers }),
    };
    const parts = new Parts(draft);
    await parts.records('project', [bareProject(project, version)]);
    await parts.records('version', [version]);
    await parts.records('report', [rememberedRows ? report : withoutRows(report)]);
    parts.model(version);
    return packed(house, work, 'model', parts, passphrase, `${project.name} v${version.number}`);
  });
}

function bareProject({ kind, id, projectId, name, createdAt }: Project, { target }: ModelVersion): Project {
  return { kind, id, projectId, name, createdAt, target };
}

function withoutRows(report: VersionReport): VersionReport {
  return { ...report, evaluation: report.evaluation && { ...report.evaluation, residuals: [] } };
}

async function* eventsOf({ store }: House, projectId: Id): AsyncGenerator<StoredRecord> {
  let after: string | undefined;
  for (;;) {
    const page = await store.list('event', { projectId, limit: PAGE, ...(after !== undefined && { after }) });
    yield* page;
    after = page.at(-1)?.id;
    if (after === undefined) return;
  }
}

/** The parts of a file to be: records are written as blobs of the draft, and go with it. */
class Parts {
  readonly #draft: Draft;
  readonly #blobs = new Map<string, Hash>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  get all(): readonly { readonly path: string; readonly blob: Hash }[] {
    return [...this.#blobs].map(([path, blob]) => ({ path, blob }));
  }

  async records(
    kind: ArchivedKind,
    records: Iterable<StoredRecord> | AsyncIterable<StoredRecord>,
  ): Promise<void> {
    let pieces = 0;
    const lines = new RecordLines(async (piece) => {
      this.#blobs.set(recordsPath(kind, pieces++), await this.#draft.write(piece));
    });
    for await (const record of records) await lines.add(record);
    await lines.finish();
  }

  blob(what: Parameters<typeof blobPath>[0], hash: Hash): void {
    this.#blobs.set(blobPath(what, hash), hash);
  }

  model({ recipe, snapshot }: ModelVersion): void {
    this.blob('recipe', recipe);
    this.blob('snapshot', snapshot);
  }
}

async function packed(
  { store }: House,
  work: Work,
  kind: 'project' | 'model',
  { all: parts }: Parts,
  passphrase: string | null,
  name: string,
) {
  const totalBytes = await store.sizeOf(parts.map(({ blob }) => blob));
  const { file } = await work.compute('pack', { kind, parts, totalBytes, passphrase });
  return { changes: [], result: { file, name: `${fileNameOf(name)}.perennial` } };
}
