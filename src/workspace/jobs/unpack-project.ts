import type { Hash, Id } from '../../core/ids.ts';
import { LABEL_ORIGINS } from '../../core/feedback.ts';
import { CHUNK_ROWS } from '../../core/reader.ts';
import { type Alias, type ModelVersion, ROLES, type Split, type TableVersion } from '../../core/records.ts';
import { decodeArrow } from '../../flow/collect/arrow.ts';
import { checkArrow, checkCells } from '../../flow/collect/arrow-check.ts';
import { archiveHostile, archivePresent, inPart } from '../../flow/deploy/archive/failures.ts';
import { checkReferences } from '../../flow/deploy/archive/references.ts';
import { SCHEMAS } from '../../flow/deploy/archive/records/schemas.ts';
import type { Unpacked } from '../compute.ts';
import type { JobParts } from './job.ts';
import type { TakenParts } from './taken-parts.ts';
import { takeOne, takeRecords } from './unpack-records.ts';
import { VersionParts } from './unpack-version.ts';

/** A whole project: its records first, so that what they point at is known, then table by table and model by model. */
export async function unpackProject(
  taken: TakenParts,
  parts: JobParts,
  present: readonly Id[],
): Promise<Unpacked> {
  const { record: project, pieces } = await takeOne(taken, 'project', SCHEMAS.project, null);
  if (present.includes(project.id)) throw archivePresent(project);
  const tables: TableVersion[] = [];
  const splits: Split[] = [];
  const versions: ModelVersion[] = [];
  const aliases: Alias[] = [];
  const reports: { readonly id: string }[] = [];
  const records = {
    project: pieces,
    table: await takeRecords(taken, 'table', SCHEMAS.table, project.id, (table) => tables.push(table)),
    split: await takeRecords(taken, 'split', SCHEMAS.split, project.id, (split) => splits.push(split)),
    version: await takeRecords(taken, 'version', SCHEMAS.version, project.id, (version) =>
      versions.push(version),
    ),
    alias: await takeRecords(taken, 'alias', SCHEMAS.alias, project.id, (alias) => aliases.push(alias)),
    report: await takeRecords(taken, 'report', SCHEMAS.report, project.id, ({ id }) => reports.push({ id })),
    event: await takeRecords(taken, 'event', SCHEMAS.event, project.id),
  };
  checkReferences({ project, tables, splits, versions, reports, aliases });
  const chunks = new TakenChunks(taken);
  for (const table of tables) await chunks.takeAll(table);
  const rowsOf = new Map(tables.map(({ id, rows }) => [id, rows]));
  const assigned = new Map<Hash, Assigned>();
  for (const split of splits) await takeAssignments(taken, split, rowsOf.get(split.tableId)!, assigned);
  const models = new VersionParts(taken, parts);
  for (const version of versions) await models.take(version);
  return { kind: 'project', records };
}

/** Chunks of tables: one may belong to several versions of a table. */
class TakenChunks {
  readonly #taken: TakenParts;
  /** What each chunk is: its rows and columns, to be held against every table that it belongs to. */
  readonly #chunks = new Map<Hash, { readonly rows: number; readonly columns: string }>();

  constructor(taken: TakenParts) {
    this.#taken = taken;
  }

  async takeAll(table: TableVersion): Promise<void> {
    const { name, columns, chunks, rows, chunkRows = CHUNK_ROWS } = table;
    const described = JSON.stringify(columns.map((column) => [column.name, column.kind]));
    let found = 0;
    for (const [index, hash] of chunks.entries()) {
      const chunk =
        this.#chunks.get(hash) ??
        (await this.#taken.blob('chunk', hash, (bytes, path) => {
          const read = inPart(path, () => {
            checkArrow(bytes, columns);
            const cells = decodeArrow(bytes);
            checkCells(cells);
            return cells;
          });
          return { rows: read.rows, columns: described };
        }));
      this.#chunks.set(hash, chunk);
      const isRight =
        chunk.columns === described &&
        (index === chunks.length - 1 ? chunk.rows <= chunkRows : chunk.rows === chunkRows);
      if (!isRight)
        throw archiveHostile(
          `part ${index + 1} of the table "${name}" has ${chunk.rows} rows where ${chunkRows} belong, or other columns`,
        );
      found += chunk.rows;
    }
    if (found !== rows) throw archiveHostile(`the table "${name}" has ${found} rows and claims ${rows}`);
  }
}

/** How often each kind occurs in an assignment of rows. */
type Assigned = readonly number[];

async function takeAssignments(
  taken: TakenParts,
  { id, roles, counts, origins }: Split,
  rows: number,
  assigned: Map<Hash, Assigned>,
): Promise<void> {
  const wanted = [{ what: 'roles', hash: roles, names: ROLES, counts } as const];
  const all = origins
    ? [
        ...wanted,
        { what: 'origins', hash: origins.rows, names: LABEL_ORIGINS, counts: origins.counts } as const,
      ]
    : wanted;
  for (const { what, hash, names, counts } of all) {
    const key = `${what} ${hash}`;
    const found =
      assigned.get(key) ??
      (await taken.blob(what, hash, (bytes, path) => inPart(path, () => tally(bytes, names.length))));
    assigned.set(key, found);
    const claimed = names.map((name) => (counts as Readonly<Record<string, number>>)[name]);
    const isRight = found.every((count, index) => count === claimed[index]);
    if (!isRight || found.reduce((sum, count) => sum + count, 0) !== rows)
      throw archiveHostile(`the split ${id} does not tell what its ${rows} rows are for`);
  }
}

function tally(bytes: Uint8Array, names: number): Assigned {
  const counts = Array.from({ length: names }, () => 0);
  for (const index of bytes) {
    if (index >= names) throw new Error(`it holds ${index}, where ${names} are known`);
    counts[index]! += 1;
  }
  return counts;
}
