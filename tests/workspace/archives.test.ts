import { describe, expect, test } from 'vitest';
import { monotonicFactory } from 'ulid';
import type { EventRecord, ModelVersion } from '../../src/core/records.ts';
import type { Change } from '../../src/core/store.ts';
import { decodeSnapshot } from '../../src/core/snapshot.ts';
import {
  championOn,
  learnOn,
  openHouse,
  rowsAsCsv,
  seaStream,
  snapshotOf,
  type TestHouse,
} from './house-for-test.ts';
import { quietContext, runJob } from './in-process.ts';

const stream = seaStream(1600);

/** A project with a champion, a challenger, predictions, and all that came of it. */
async function livelyHouse() {
  const { house, version, projectId } = await championOn(stream, 0, 600);
  await learnOn(house, projectId, rowsAsCsv(stream, 600, 800));
  const row = { 'attribute 1': 5, 'attribute 2': null, 'attribute 3': 1 };
  const fields = await house.workspace.form(version.id);
  const asked = Object.fromEntries(
    fields.map(({ name }, index) => [name, Object.values(row)[index] ?? null]),
  );
  await house.workspace.predictRow(version.id, asked);
  return { house, version, projectId, asked };
}

async function exported({ workspace }: TestHouse, projectId: string, passphrase: string | null = null) {
  return runJob(workspace, 'export-project', { projectId, passphrase });
}

interface Opening {
  readonly passphrase?: string | null;
  readonly ifPresent?: 'refuse' | 'copy';
}

async function opened(
  { workspace }: TestHouse,
  file: Blob,
  { passphrase = null, ifPresent = 'refuse' }: Opening = {},
) {
  return runJob(workspace, 'import-archive', { file, passphrase, ifPresent });
}

const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());
const isSame = async (a: Blob, b: Blob) => (await bytesOf(a)).equals(await bytesOf(b));

describe('a project as one file', () => {
  test('exported, imported elsewhere and exported again it is the same bytes', async () => {
    const { house, projectId } = await livelyHouse();
    const before = house.contents();
    const { file, name } = await exported(house, projectId);
    expect(name).toBe('rows.perennial');
    expect(house.contents()).toEqual(before);
    const other = openHouse();
    expect(await opened(other, file)).toEqual({ projectId, versionId: null, kind: 'project' });
    expect(other.contents().toSorted()).toEqual(before.toSorted());
    expect(await isSame((await exported(other, projectId)).file, file)).toBe(true);
    await learnOn(other, projectId, rowsAsCsv(stream, 800, 1000));
  });

  test('sealed, it opens with its passphrase alone; two sealings differ, and what is inside does not', async () => {
    const { house, projectId } = await livelyHouse();
    const plain = (await exported(house, projectId)).file;
    const sealed = (await exported(house, projectId, 'sesame')).file;
    expect(await isSame(sealed, (await exported(house, projectId, 'sesame')).file)).toBe(false);
    const other = openHouse();
    await expect(opened(other, sealed)).rejects.toMatchObject({
      code: 'archive-passphrase',
      details: { given: 0 },
    });
    const wrong = opened(other, sealed, { passphrase: 'Sesame' });
    await expect(wrong).rejects.toMatchObject({ code: 'archive-passphrase', details: { given: 1 } });
    expect(other.contents()).toEqual(['0 drafts']);
    await opened(other, sealed, { passphrase: 'sesame' });
    expect(await isSame((await exported(other, projectId)).file, plain)).toBe(true);
  });

  test('that is here already is refused, or kept beside it: all ids anew, in their order, and it goes on learning', async () => {
    const { house, projectId } = await livelyHouse();
    const { file } = await exported(house, projectId);
    const before = house.contents();
    await expect(opened(house, file)).rejects.toMatchObject({
      code: 'archive-present',
      details: { projectId, name: 'rows' },
    });
    expect(house.contents()).toEqual(before);
    const copy = await opened(house, file, { ifPresent: 'copy' });
    const [first, second] = [
      await house.workspace.project(projectId),
      await house.workspace.project(copy.projectId),
    ];
    expect(second.project.name).toBe('rows (copy)');
    const idsOf = ({ tables, splits, versions, project }: typeof first) =>
      [...tables, ...splits, ...versions, project].map(({ id }) => id);
    expect(idsOf(second).filter((id) => idsOf(first).includes(id))).toEqual([]);
    expect(idsOf(second).map((id) => id.slice(0, 10))).toEqual(idsOf(first).map((id) => id.slice(0, 10)));
    expect(second.versions.map(numbersOfParents(second))).toEqual(
      first.versions.map(numbersOfParents(first)),
    );
    expect(second.versions.map(({ snapshot }) => snapshot)).toEqual(
      first.versions.map(({ snapshot }) => snapshot),
    );
    const learnt = await Promise.all(
      [projectId, copy.projectId].map((id) => learnOn(house, id, rowsAsCsv(stream, 800, 1000))),
    );
    expect(learnt[1]!.judgement.evidence).toBe(learnt[0]!.judgement.evidence);
    expect(learnt[1]!.version.snapshot).toBe(learnt[0]!.version.snapshot);
  });

  test('of very many events is kept piece by piece, or not at all', async () => {
    const { house, projectId, version } = await livelyHouse();
    const note = 'x'.repeat(1000);
    const next = monotonicFactory();
    const events = Array.from({ length: 2500 }, () => ({
      kind: 'event' as const,
      id: next(1000),
      projectId,
      at: 1000,
      event: { kind: 'prediction' as const, versionId: version.id, features: { note }, output: [1] },
    }));
    await house.store.begin().commit(events.map((put) => ({ put })));
    const { file } = await exported(house, projectId);
    const other = openHouse();
    const commits = committed(other);
    await opened(other, file);
    expect(kindsOf(commits.flat())).toEqual(
      expect.arrayContaining([
        'project',
        'table',
        'split',
        'version',
        'alias',
        'report',
        'a piece of events',
      ]),
    );
    expect(kindsOf(commits.flat())).not.toContain('event');
    expect(commits.flat().filter((change) => 'addEvents' in change)).toHaveLength(3);
    expect(await isSame((await exported(other, projectId)).file, file)).toBe(true);
    const copy = await opened(other, file, { ifPresent: 'copy' });
    const listed = await other.store.list('event', { projectId: copy.projectId, limit: 3000 });
    expect(listed.slice(0, 2500).map(({ at, event }) => ({ at, event }))).toEqual(
      events.map(({ at, event }) => ({ at, event: { ...event, versionId: copiedIn(listed[0]!) } })),
    );
    await house.store.begin().commit([{ remove: { kind: 'project', id: projectId } }]);
    const before = house.contents();
    await expect(opened(house, file)).rejects.toMatchObject({ code: 'archive-present' });
    expect(house.contents()).toEqual(before);
  });

  test('whose parts belong to another project here does not touch them', async () => {
    const { house, projectId } = await livelyHouse();
    const { file } = await exported(house, projectId);
    const { project } = await house.workspace.project(projectId);
    await house.store.begin().commit([{ remove: { kind: 'project', id: project.id } }]);
    const before = house.contents();
    await expect(opened(house, file)).rejects.toMatchObject({ code: 'archive-present' });
    expect(house.contents()).toEqual(before);
  });

  test('can be stopped, going in or out, and nothing is left of it', async () => {
    const { house, projectId } = await livelyHouse();
    const { file } = await exported(house, projectId);
    const other = openHouse();
    for (const [at, run] of [
      [house, 'export-project'],
      [other, 'import-archive'],
    ] as const) {
      const before = at.contents();
      const abort = new AbortController();
      const watch = { ...quietContext(), signal: abort.signal, report: () => abort.abort() };
      const request = { projectId, passphrase: null, file, ifPresent: 'refuse' } as const;
      await expect(at.workspace.run(run, request, watch)).rejects.toMatchObject({ code: 'cancelled' });
      expect(at.contents()).toEqual(before);
    }
  });
});

describe('one model as a file', () => {
  test('becomes a project of its own that predicts alike, is evaluated, and learns on without its table', async () => {
    const { house, version, asked } = await livelyHouse();
    const { file, name } = await runJob(house.workspace, 'export-model', {
      versionId: version.id,
      rememberedRows: true,
      passphrase: null,
    });
    expect(name).toBe('rows v1.perennial');
    const other = openHouse();
    const { projectId, versionId, kind } = await opened(other, file);
    expect(kind).toBe('model');
    const { tables, splits, versions, aliases } = await other.workspace.project(projectId);
    expect([tables.length, splits.length, versions.length]).toEqual([0, 0, 1]);
    expect(aliases.champion?.versionId).toBe(versionId);
    expect(versions[0]).toMatchObject({
      number: 1,
      cause: 'imported',
      parents: [],
      snapshot: version.snapshot,
    });
    expect(await answerOf(other, versionId!, asked)).toEqual(await answerOf(house, version.id, asked));
    const unseen = { versionId: versionId!, file: rowsAsCsv(stream, 1000, 1100), fileName: 'f.csv' };
    const { evaluation } = await runJob(other.workspace, 'evaluate-file', { ...unseen, labels: {} });
    expect(evaluation.rows).toBe(100);
    const cell = { versionId: versionId!, cell: null, limit: 1 };
    await expect(runJob(other.workspace, 'inspect', cell)).rejects.toMatchObject({ code: 'no-rows' });
    const { version: next } = await learnOn(other, projectId, rowsAsCsv(stream, 800, 1000));
    const pair = { championId: versionId!, challengerId: next.id };
    await expect(runJob(other.workspace, 'compare', pair)).rejects.toMatchObject({ code: 'compare' });
    expect(next).toMatchObject({ number: 2, parents: [versionId], cause: 'fine-tuned' });
    expect((await snapshotOf(other, next)).step).toBeGreaterThan((await snapshotOf(house, version)).step);
    // The same file once more is another project.
    expect((await opened(other, file)).projectId).not.toBe(projectId);
  });

  test('without the rows that it remembers holds none, predicts alike, and learns on', async () => {
    const { house, version, asked } = await livelyHouse();
    const ask = { versionId: version.id, rememberedRows: false, passphrase: null };
    const before = house.contents();
    const { file } = await runJob(house.workspace, 'export-model', ask);
    expect(house.contents()).toEqual(before);
    expect(await isSame((await runJob(house.workspace, 'export-model', ask)).file, file)).toBe(true);
    const other = openHouse();
    const { projectId, versionId } = await opened(other, file);
    const [bare] = (await other.workspace.project(projectId)).versions;
    expect((await rememberedBy(house, version)).length).toBeGreaterThan(100);
    expect(await rememberedBy(other, bare!)).toEqual([]);
    expect(await answerOf(other, versionId!, asked)).toEqual(await answerOf(house, version.id, asked));
    await learnOn(other, projectId, rowsAsCsv(stream, 800, 1000));
  });
});

/** What is committed to a house from then on. */
function committed({ store }: TestHouse): readonly (readonly Change[])[] {
  const commits: (readonly Change[])[] = [];
  const begin = store.begin.bind(store);
  store.begin = () => {
    const draft = begin();
    const commit = draft.commit.bind(draft);
    draft.commit = (changes) => (commits.push(changes), commit(changes));
    return draft;
  };
  return commits;
}

function kindsOf(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) =>
    'add' in change ? [change.add.kind] : 'addEvents' in change ? ['a piece of events'] : [],
  );
}

function copiedIn({ event }: EventRecord): string {
  return event.kind === 'prediction' ? event.versionId : '';
}

type View = { readonly versions: readonly ModelVersion[] };

const numbersOfParents =
  ({ versions }: View) =>
  ({ parents }: ModelVersion) =>
    parents.map((id) => versions.find((each) => each.id === id)?.number);

async function rememberedBy({ store }: TestHouse, { snapshot }: ModelVersion): Promise<readonly number[]> {
  const { tensors } = decodeSnapshot(await store.read(snapshot));
  return [...tensors['memory.x']!.data];
}

async function answerOf(
  { workspace }: TestHouse,
  versionId: string,
  row: Parameters<TestHouse['workspace']['predictRow']>[1],
) {
  const { answer, probabilities, notes } = await workspace.predictRow(versionId, row);
  return { answer, probabilities, notes };
}
