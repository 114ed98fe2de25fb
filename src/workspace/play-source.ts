import { isMissing } from '../core/column.ts';
import { PerennialError } from '../core/errors.ts';
import type { Id } from '../core/ids.ts';
import { type JobContext, type JobWatch, unwatched } from '../core/progress.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { TableVersion } from '../core/records.ts';
import type { Target } from '../core/schema.ts';
import { columnOf, concatenate, sliceRows, type Table, takeRows } from '../core/table.ts';
import { arrowTables } from '../flow/collect/arrow.ts';
import { encodeTarget } from '../flow/prepare/encode-target.ts';
import { profileChunks } from '../flow/prepare/profile.ts';
import { suggestTargetColumn, targetTasks } from '../flow/prepare/target.ts';
import { DEFAULT_FRACTIONS, type Workspace } from './api.ts';
import { findSample } from './catalog.ts';
import { expecting, type House, need } from './house.ts';
import type { RunContext } from './jobs/job.ts';
import { storedTable, writeTable } from './jobs/stored-tables.ts';
import { laterReading, requireReadableLabels } from './later-reading.ts';
import { storedTableOf, tableVersion } from './tables.ts';
import { undertake } from './work.ts';

/** Where the rows of a play come from, in the order in which they arrive. */
export type PlaySource =
  | { readonly kind: 'sample'; readonly sample: string; readonly rows: number }
  /** `target`: null for the column that looks like the one to predict. */
  | {
      readonly kind: 'file';
      readonly file: Blob;
      readonly fileName: string | null;
      readonly target: string | null;
    }
  /** A model in a file (`export-model`) goes on with the rows of another, as its champion. */
  | {
      readonly kind: 'champion';
      readonly archive: Blob;
      readonly file: Blob;
      readonly fileName: string | null;
    };

/** A stream that is ready to be played: its rows, and a house with a first model that has learnt the first of them. */
export interface PlayStream {
  readonly projectId: Id;
  readonly table: Table;
  readonly target: Target;
  /** The class of every row. */
  readonly labels: Float32Array<ArrayBuffer>;
  /** How many rows the first model has learnt: the next one is the first that is played. None where it came ready. */
  readonly firstRows: number;
  /** What the first model knew of the shares of the classes, besides those rows. */
  readonly prior: readonly number[];
  /** Rows (from 0) from which on another concept holds, where the source knows. */
  readonly changes: readonly number[];
  /** Columns that could be predicted instead. */
  readonly columns: readonly string[];
  /** What the person should know about what was left out, each a sentence. */
  readonly notes: readonly string[];
}

/** More would be played for longer than anybody looks, and every batch leaves a version behind. */
const MOST_ROWS = 50_000;
/** A model needs some rows, and a curve a few batches. */
const FEWEST_ROWS = 200;
/** The rows of the first model: an eighth, within these. */
const FIRST_ROWS = { fewest: 50, most: 1000 };
/** As the app proposes it: a network of the default shape learns every sample's concepts. */
const LEARNER = 'network';

/** Brings the rows into the house, and the first model: trained on the first of them, or ready. */
export async function openStream(
  house: House,
  workspace: Workspace,
  source: PlaySource,
  seed: number,
  watch: JobWatch,
): Promise<PlayStream> {
  if (source.kind === 'champion') return championStream(house, workspace, source, watch);
  const { whole, changes } = await bring(workspace, source, seed, watch);
  const columns = whole.columns.filter(hasClasses).map(({ name }) => name);
  const column =
    source.kind === 'file' && source.target !== null ? source.target : await likeliestTarget(whole);
  const suggestion = await workspace.describeTarget(whole.id, column);
  const { task, classes } = suggestion;
  const target: Target = { column, task, classes };
  if (task === 'regression') throw notPlayable(column);
  const { table, notes } = await labelledRows(house, whole, column, watch);
  if (table.rows < FEWEST_ROWS) throw tooFew(table.rows);
  const labels = encodeTarget(columnOf(table, column), target);
  const firstRows = Math.min(FIRST_ROWS.most, Math.max(FIRST_ROWS.fewest, Math.floor(table.rows / 8)));
  requireClasses(target, labels, firstRows);
  const first = await keepRows(house, whole, sliceRows(table, 0, firstRows), watch);
  await workspace.run(
    'train',
    {
      projectId: first.projectId,
      tableId: first.id,
      target: { column, task },
      learner: LEARNER,
      options: {},
      split: suggestion.split,
      fractions: DEFAULT_FRACTIONS,
      excluded: [],
      included: [],
      balanceClasses: false,
      engine: 'auto',
      seed,
    },
    watch,
  );
  const prior = classes.map(() => 0);
  return { projectId: whole.projectId, table, target, labels, firstRows, prior, changes, columns, notes };
}

async function championStream(
  house: House,
  workspace: Workspace,
  { archive, file, fileName }: Extract<PlaySource, { kind: 'champion' }>,
  watch: JobWatch,
): Promise<PlayStream> {
  const model = { file: archive, passphrase: null, ifPresent: 'copy' } as const;
  const { projectId } = await workspace.run('import-archive', model, watch);
  const { versionId } = await need(house, 'alias', `${projectId}/champion`);
  const version = await need(house, 'version', versionId);
  const { target, baseline } = version;
  if (target.task === 'regression') throw notPlayable(target.column);
  const options = await laterReading(house, version);
  const { table: whole, report } = await workspace.run(
    'import',
    { file, fileName, projectId, options },
    watch,
  );
  requireReadableLabels(target, report);
  const { table, notes } = await labelledRows(house, whole, target.column, watch);
  if (table.rows < FEWEST_ROWS) throw tooFew(table.rows);
  const labels = encodeTarget(columnOf(table, target.column), target);
  const prior = baseline.kind === 'majority' ? baseline.prior : [];
  return { projectId, table, target, labels, firstRows: 0, prior, changes: [], columns: [], notes };
}

async function bring(
  workspace: Workspace,
  source: Exclude<PlaySource, { kind: 'champion' }>,
  seed: number,
  watch: JobWatch,
): Promise<{ whole: TableVersion; changes: readonly number[] }> {
  if (source.kind === 'file') {
    const { file, fileName } = source;
    const { table } = await workspace.run('import', { file, fileName, projectId: null, options: {} }, watch);
    return { whole: table, changes: [] };
  }
  const { sample, rows } = source;
  const { table } = await workspace.run('sample', { sample, rows, seed, projectId: null }, watch);
  return { whole: table, changes: (await findSample(sample)).changes(rows) };
}

/** The rows that have a label, as many as are played. */
async function labelledRows(
  house: House,
  whole: TableVersion,
  column: string,
  { signal }: JobWatch,
): Promise<{ table: Table; notes: readonly string[] }> {
  const parts: Table[] = [];
  let [rows, seen] = [0, 0];
  for await (const chunk of storedTable(storedTableOf(whole), {
    blobs: house.store,
    signal,
    tables: arrowTables,
  }).chunks()) {
    const target = columnOf(chunk, column);
    const labelled = Uint32Array.from({ length: chunk.rows }, (_, row) => row).filter(
      (row) => !isMissing(target, row),
    );
    const taken = labelled.subarray(0, MOST_ROWS - rows);
    parts.push(takeRows(chunk, taken));
    rows += taken.length;
    seen += taken.length < labelled.length ? taken.at(-1)! + 1 : chunk.rows;
    if (rows === MOST_ROWS) break;
  }
  const notes = [
    ...(seen > rows ? [`${count(seen - rows)} without a label in “${column}” were left out.`] : []),
    ...(seen < whole.rows ? [`The first ${count(rows)} are played, of ${count(whole.rows)}.`] : []),
  ];
  return { table: concatenate(parts), notes };
}

/** The first rows as a table of their own, beside the whole one. */
async function keepRows(
  house: House,
  whole: TableVersion,
  rows: Table,
  watch: JobWatch,
): Promise<TableVersion> {
  return undertake(house, watch, null, async (_work, draft) => {
    const context: JobContext & Pick<RunContext, 'blobs' | 'tables'> = {
      ...watch,
      checkpoints: unwatched.checkpoints,
      blobs: { read: (hash) => house.store.read(hash), write: (bytes) => draft.write(bytes) },
      tables: arrowTables,
    };
    const stored = await writeTable(rows, context);
    const columns = await profileChunks(storedTable(stored, context), context);
    const { projectId, name, cause, source } = whole;
    const table = tableVersion(house, { table: stored, columns }, { projectId, name, cause, source });
    return { changes: [...expecting(whole), { put: table }], result: table };
  });
}

/** A class that the first model never saw could not be told by it, nor be learnt on. */
function requireClasses({ column, classes }: Target, labels: Float32Array, firstRows: number): void {
  for (const [index, label] of classes.entries()) {
    const row = labels.indexOf(index);
    if (row < firstRows) continue;
    throw new PerennialError(
      'late-class',
      `column "${column}": "${label}" first appears in row ${row + 1}, after the ${count(firstRows)} that the first model learns; bring rows in which every label appears early, or choose another column`,
      { stage: 'learn', details: { column, label, row: row + 1 } },
    );
  }
}

/** The column that looks like the one to predict, among those that have classes. */
async function likeliestTarget({ columns, source }: TableVersion): Promise<string> {
  if (source.kind === 'sample') return (await findSample(source.sample)).target;
  const column = suggestTargetColumn(columns.filter(hasClasses));
  if (column !== null) return column;
  throw new PerennialError(
    'play-task',
    'no column has classes to be told apart, and only classes can be played, since each answer must be right or wrong; bring rows with such a column, or play a sample',
    { stage: 'learn' },
  );
}

function hasClasses(column: ColumnProfile): boolean {
  try {
    return targetTasks(column).task !== 'regression';
  } catch {
    return false;
  }
}

function notPlayable(column: string): PerennialError {
  return new PerennialError(
    'play-task',
    `column "${column}" is a number, and only classes can be played, since each answer must be right or wrong; choose another column`,
    { stage: 'learn', details: { column } },
  );
}

function tooFew(rows: number): PerennialError {
  return new PerennialError(
    'too-few-rows',
    `there are ${rows} labelled rows, and a play needs ${FEWEST_ROWS} or more; bring a longer file, or play a sample`,
    { stage: 'learn', details: { rows } },
  );
}

function count(rows: number): string {
  return `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
}
