import { columnOf, takeRows, type Table } from '../../src/core/table.ts';
import type { JobContext } from '../../src/core/progress.ts';
import type { ModelVersion, TableVersion } from '../../src/core/records.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { MemoryShelf } from '../../src/store/memory-shelf.ts';
import { decodeSnapshot } from '../../src/core/snapshot.ts';
import type { Change, Store } from '../../src/core/store.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { Jobs, Workspace } from '../../src/workspace/api.ts';
import { type Choices, trainingOf } from '../training-of.ts';
import { type Meanwhile, openInProcess, runJob } from './in-process.ts';

export interface TestHouse {
  readonly workspace: Workspace;
  /** Everything that is kept, as texts: what a failed job must leave as it was. */
  contents(): readonly string[];
  readonly store: Store;
  /** How often something was committed, apart from notes on the jobs under way. */
  commits(): number;
  /** How often an engine was chosen for a training. */
  engines(): number;
}

/** A house whose store can be looked into. */
export function openHouse(options: Pick<Meanwhile, 'openForward'> = {}): TestHouse {
  const shelf = new MemoryShelf();
  const store = memoryStore(shelf);
  let commits = 0;
  const begin = store.begin.bind(store);
  store.begin = () => {
    const draft = begin();
    const commit = draft.commit.bind(draft);
    draft.commit = (changes) => {
      if (!changes.every(isNoteOnJob)) commits += 1;
      return commit(changes);
    };
    return draft;
  };
  let engines = 0;
  const workspace = openInProcess(store, { ...options, onEngine: () => (engines += 1) });
  return {
    workspace,
    store,
    commits: () => commits,
    engines: () => engines,
    contents: () => [
      ...[...shelf.records].flatMap(([kind, rows]) => [...rows.keys()].map((id) => `${kind} ${id}`)),
      ...[...shelf.blobs.keys()].map((hash) => `blob ${hash}`),
      `${shelf.drafts.size} drafts`,
    ],
  };
}

function isNoteOnJob(change: Change): boolean {
  const { kind } =
    'put' in change
      ? change.put
      : 'remove' in change
        ? change.remove
        : { kind: 'expect' in change ? 'job' : 'project' };
  return kind === 'job' || kind === 'job-file';
}

export function csvBlob(text: string): Blob {
  return new Blob([text], { type: 'text/csv' });
}

/** Some rows of a table as a CSV file. */
export function rowsAsCsv(table: Table, from: number, to: number): Blob {
  const rows = Uint32Array.from({ length: to - from }, (_, index) => from + index);
  return csvBlob(csvText(takeRows(table, rows), { header: true }));
}

export async function importCsv(
  { workspace }: Pick<TestHouse, 'workspace'>,
  file: Blob,
  fileName = 'rows.csv',
): Promise<TableVersion> {
  return (await runJob(workspace, 'import', { file, fileName, projectId: null, options: {} })).table;
}

/** Trains a linear model as the app would propose it, but for these choices. */
export async function train(
  { workspace }: Pick<TestHouse, 'workspace'>,
  table: TableVersion,
  choices: Choices = {},
  report: JobContext['report'] = () => undefined,
): Promise<ModelVersion> {
  const target = await workspace.suggestTarget(table.id);
  const request = trainingOf(table, target, { learner: 'linear', ...choices });
  const { signal } = new AbortController();
  const { version } = await workspace.run('train', request, { signal, report });
  return version;
}

export function learnOn(
  { workspace }: Pick<TestHouse, 'workspace'>,
  projectId: string,
  file: Blob,
  choices: Partial<Jobs['learn-on']['request']> = {},
): Promise<Jobs['learn-on']['result']> {
  return runJob(workspace, 'learn-on', {
    projectId,
    file,
    fileName: 'new.csv',
    engine: 'auto',
    labels: {},
    seed: 7,
    ...choices,
  });
}

/** A stream of SEA: an abrupt change of concept at each quarter of its rows. */
export function seaStream(rows: number, seed = 1): Table {
  return sea.generate(rows, seed);
}

/** A house with a linear champion, trained on these rows of the stream. */
export async function championOn(stream: Table, from: number, to: number, choices: Choices = {}) {
  const house = openHouse();
  const table = await importCsv(house, rowsAsCsv(stream, from, to));
  const version = await train(house, table, { fractions: WITH_GUARD, ...choices });
  return { house, table, version, projectId: table.projectId };
}

/** More guard rows than by default, so that the anchor has something to say. */
const WITH_GUARD = { train: 0.5, validation: 0.1, guard: 0.3, report: 0.1 };

/** The share of these rows of a stream that a version gets right. */
export async function accuracyOn(
  { workspace }: Pick<TestHouse, 'workspace'>,
  versionId: string,
  stream: Table,
  from: number,
  to: number,
  target = 'class',
): Promise<number> {
  const { csv } = await runJob(workspace, 'predict-file', {
    versionId,
    file: rowsAsCsv(stream, from, to),
    fileName: 'served.csv',
  });
  const [header, ...lines] = (await csv.text()).trimEnd().split('\r\n');
  const answer = header!.split(',').indexOf(`predicted ${target}`);
  const labels = columnOf(stream, target);
  if (!('dictionary' in labels)) throw new Error('the stream has classes');
  const right = lines.filter(
    (line, index) => line.split(',')[answer] === labels.dictionary[labels.values[from + index]!],
  );
  return right.length / lines.length;
}

/** Learns these rows of a stream on, in batches of 500. */
export async function learnStream(
  house: TestHouse,
  projectId: string,
  stream: Table,
  from: number,
  to: number,
): Promise<readonly Jobs['learn-on']['result'][]> {
  const batches = [];
  for (let row = from; row < to; row += 500)
    batches.push(await learnOn(house, projectId, rowsAsCsv(stream, row, row + 500)));
  return batches;
}

/** What of a model goes on when it learns on: how far it has come, and Adam's second moments. */
export async function snapshotOf({ store }: TestHouse, { snapshot }: ModelVersion) {
  const { header, tensors } = decodeSnapshot(await store.read(snapshot));
  const { step } = header['fitted'] as { readonly step: number };
  return { step, secondMoment: tensors['secondMoment']!.data as Float32Array<ArrayBuffer> };
}
