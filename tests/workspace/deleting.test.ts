import { describe, expect, test } from 'vitest';
import { DEFAULT_FRACTIONS } from '../../src/workspace/api.ts';
import {
  championOn,
  importCsv,
  learnOn,
  openHouse,
  rowsAsCsv,
  seaStream,
  type TestHouse,
  train,
} from './house-for-test.ts';
import { quietContext, runJob } from './in-process.ts';

const stream = seaStream(1600);

async function blobsIn(house: TestHouse): Promise<number> {
  return house.contents().filter((line) => line.startsWith('blob ')).length;
}

/** A table with two models, of which the first is the champion, and a table that no model has learnt. */
async function twoModels() {
  const { house, table, projectId, version: first } = await championOn(stream, 0, 300);
  const second = await train(house, table, { seed: 2 });
  const other = (
    await runJob(house.workspace, 'import', {
      file: rowsAsCsv(stream, 300, 400),
      fileName: 'other.csv',
      projectId,
      options: {},
    })
  ).table;
  const { workspace } = house;
  const events = () => workspace.events(projectId, 10, ['deleted']);
  return { house, workspace, projectId, table, other, first, second, events };
}

describe('deleting a version', () => {
  test('takes it and its blobs away in one commit, and says so', async () => {
    const { house, workspace, projectId, first, second, events } = await twoModels();
    const told = await workspace.describeDeletion({ kind: 'version', id: second.id });
    expect(told).toMatchObject({ tables: [], versions: [2], predictions: 0, refusal: null });
    expect(told.sizeBytes).toBeGreaterThan(0);
    const [commits, blobs, held] = [house.commits(), await blobsIn(house), await sizeIn(house)];
    expect(await workspace.deleteVersion(second.id)).toEqual(told);
    expect(house.commits()).toBe(commits + 1);
    expect(await blobsIn(house)).toBeLessThan(blobs);
    expect(held - (await sizeIn(house))).toBe(told.sizeBytes);
    expect((await workspace.project(projectId)).versions).toEqual([first]);
    expect((await house.store.read(first.snapshot)).length).toBeGreaterThan(0);
    expect((await events())[0]!.event).toEqual({
      kind: 'deleted',
      by: 'person',
      tables: [],
      versions: [2],
      predictions: 0,
    });
  });

  test('of the champion is refused with a sentence, and nothing goes', async () => {
    const { house, workspace, first } = await twoModels();
    const before = house.contents();
    await expect(workspace.deleteVersion(first.id)).rejects.toMatchObject({
      code: 'needed',
      message:
        'version 1 is the champion, the one that answers: make another version the champion first, or delete the whole project',
    });
    const { refusal } = await workspace.describeDeletion({ kind: 'version', id: first.id });
    expect(refusal).toContain('version 1 is the champion');
    expect(house.contents()).toEqual(before);
  });

  test('of the challenger takes the name away', async () => {
    const { workspace, projectId, second } = await twoModels();
    await workspace.moveAlias(projectId, 'challenger', second.id, 'try it');
    await workspace.deleteVersion(second.id);
    expect((await workspace.project(projectId)).aliases.challenger).toBeUndefined();
    const [move] = await workspace.events(projectId, 1, ['alias-moved']);
    expect(move!.event).toMatchObject({ alias: 'challenger', from: second.id, to: null, by: 'person' });
  });

  test('does not give its number again', async () => {
    const { house, workspace, table, second } = await twoModels();
    await workspace.deleteVersion(second.id);
    expect((await train(house, table, { seed: 3 })).number).toBe(3);
  });

  test('that was once champion is passed over by a rollback, then and later', async () => {
    const { house, workspace, projectId, table, first, second } = await twoModels();
    const [third, fourth] = [await train(house, table, { seed: 3 }), await train(house, table, { seed: 4 })];
    for (const { id } of [second, third, fourth])
      await workspace.moveAlias(projectId, 'champion', id, 'better');
    await workspace.deleteVersion(third.id);
    const champion = async () => (await workspace.rollback(projectId, 'worse')).aliases.champion!.versionId;
    expect(await champion()).toBe(second.id);
    expect(await champion()).toBe(first.id);
    await expect(champion()).rejects.toMatchObject({ code: 'no-rollback' });
  });

  test('while a training is under way is refused, and trainings that start meanwhile wait', async () => {
    const { house, workspace, table, projectId, second } = await twoModels();
    let tell: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (tell = resolve));
    const request = {
      projectId,
      tableId: table.id,
      target: second.target,
      learner: 'linear',
      options: {},
      split: { kind: 'order' },
      fractions: DEFAULT_FRACTIONS,
      excluded: [],
      included: [],
      balanceClasses: false,
      engine: 'auto',
      seed: 3,
    } as const;
    const context = { signal: new AbortController().signal, report: () => tell() };
    const training = workspace.run('train', request, context);
    await underWay;
    await expect(workspace.deleteVersion(second.id)).rejects.toMatchObject({ code: 'busy' });
    await training;
    const deleting = workspace.deleteVersion(second.id);
    const [next] = await Promise.all([train(house, table, { seed: 4 }), deleting]);
    expect(next.number).toBe(4);
    expect((await workspace.project(projectId)).versions.map(({ number }) => number)).toEqual([1, 3, 4]);
  });
});

describe('deleting a table', () => {
  test('that no version learnt from leaves the rest as it was', async () => {
    const { house, workspace, projectId, other, first, second } = await twoModels();
    const before = await workspace.project(projectId);
    await workspace.deleteTable(other.id, { cascade: false });
    const { tables, splits, versions } = await workspace.project(projectId);
    expect(tables).toEqual(before.tables.slice(0, 1));
    expect([splits, versions]).toEqual([before.splits, [first, second]]);
    await expect(house.store.read(other.chunks[0]!)).rejects.toMatchObject({ code: 'blob-missing' });
  });

  test('that versions learnt from is refused, and named with them', async () => {
    const { house, workspace, table } = await twoModels();
    const before = house.contents();
    await expect(workspace.deleteTable(table.id, { cascade: false })).rejects.toMatchObject({
      code: 'needed',
      message:
        'versions 1 and 2 learnt from the table "rows.csv" and cannot be judged without its rows: delete them together with the table, or keep both',
    });
    expect(house.contents()).toEqual(before);
  });

  test('with every version leaves a project that can be trained anew', async () => {
    const { house, workspace, projectId, table, other } = await twoModels();
    const told = await workspace.describeDeletion({ kind: 'table', id: table.id });
    expect(told).toMatchObject({ tables: ['rows.csv'], versions: [1, 2], refusal: null });
    await workspace.deleteTable(table.id, { cascade: true });
    const view = await workspace.project(projectId);
    expect(view).toMatchObject({ tables: [other], splits: [], versions: [], aliases: {} });
    const next = await train(house, other);
    expect(next.number).toBe(3);
    expect((await workspace.project(projectId)).aliases.champion!.versionId).toBe(next.id);
    await expect(workspace.rollback(projectId, 'x')).rejects.toMatchObject({ code: 'no-rollback' });
  });

  test('from which the champion learnt, while other versions did not, is refused even with a cascade', async () => {
    const { house, workspace, table, other, projectId } = await twoModels();
    const third = await train(house, other);
    const before = house.contents();
    await expect(workspace.deleteTable(table.id, { cascade: true })).rejects.toMatchObject({
      code: 'needed',
      message: expect.stringMatching(/^the champion, version 1, learnt from the table "rows.csv":/) as string,
    });
    expect(house.contents()).toEqual(before);
    await workspace.moveAlias(projectId, 'champion', third.id, 'it stays');
    await workspace.deleteTable(table.id, { cascade: true });
    expect((await workspace.project(projectId)).versions).toEqual([third]);
  });

  test('of new rows takes along the challengers that learnt from them, and the champion learns on', async () => {
    const { house, projectId, version } = await championOn(stream, 0, 300);
    const { table, judgement } = await learnOn(house, projectId, rowsAsCsv(stream, 300, 360));
    expect(judgement.verdict).not.toBe('promoted');
    await house.workspace.deleteTable(table.id, { cascade: true });
    const view = await house.workspace.project(projectId);
    expect(view.versions).toEqual([version]);
    expect(view.splits.map(({ id }) => id)).toEqual(version.splits);
    expect((await learnOn(house, projectId, rowsAsCsv(stream, 300, 360))).version.number).toBe(3);
  });
});

describe('deleting a project', () => {
  test('leaves nothing of it, and everything of the others', async () => {
    const house = openHouse();
    const kept = await importCsv(house, rowsAsCsv(stream, 0, 200));
    await train(house, kept);
    const before = house.contents();
    const table = await importCsv(house, rowsAsCsv(stream, 200, 400), 'gone.csv');
    const { workspace } = house;
    const version = await train(house, table);
    const [row] = await workspace.cells(table.id, 0, 1);
    const [x1, x2, x3] = row!.map(Number);
    await workspace.predictRow(version.id, { x1: x1!, x2: x2!, x3: x3! });
    const target = { kind: 'project', id: table.projectId } as const;
    const commits = house.commits();
    const told = await workspace.deleteProject(target.id);
    expect(told).toMatchObject({ tables: ['gone.csv'], versions: [1], predictions: 1 });
    expect(house.commits()).toBe(commits + 1);
    expect(house.contents().toSorted()).toEqual(before.toSorted());
    for (const work of [
      workspace.project(target.id),
      workspace.describeDeletion(target),
      workspace.deleteProject(target.id),
    ])
      await expect(work).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what is deleted while something else goes on does not come back by halves', () => {
  test('an import into a project that is deleted meanwhile', async () => {
    const { house, workspace, projectId } = await twoModels();
    const importing = workspace.run(
      'import',
      { file: rowsAsCsv(stream, 0, 300), fileName: 'late.csv', projectId, options: {} },
      quietContext(),
    );
    await workspace.deleteProject(projectId);
    await expect(importing).rejects.toMatchObject({ code: 'not-found' });
    expect(house.contents()).toEqual(['0 drafts']);
  });

  test('a training on a table that another tab deletes meanwhile', async () => {
    const { house, workspace, projectId, other } = await twoModels();
    const before = (await workspace.project(projectId)).versions;
    const training = train(house, other);
    await house.store.begin().commit([{ remove: { kind: 'table', id: other.id } }]);
    await expect(training).rejects.toMatchObject({ code: 'not-found' });
    const view = await workspace.project(projectId);
    expect([view.versions, view.splits.length]).toEqual([before, before[0]!.splits.length + 1]);
  });
});

async function sizeIn(house: TestHouse): Promise<number> {
  const hashes = house.contents().flatMap((line) => (line.startsWith('blob ') ? [line.slice(5)] : []));
  return house.store.sizeOf(hashes);
}
