import { describe, expect, test } from 'vitest';
import { trainingOf } from '../training-of.ts';
import {
  accuracyOn,
  championOn,
  importCsv,
  learnOn,
  openHouse,
  rowsAsCsv,
  seaStream,
} from './house-for-test.ts';
import { quietContext, runJob } from './in-process.ts';

// The rest of the house knows learners by their interface alone: a model of a stream goes the same way.

const stream = seaStream(2000);

test('automatic training tries learners of tables alone', async () => {
  const house = openHouse();
  const table = await importCsv(house, rowsAsCsv(stream, 0, 400));
  const request = trainingOf(table, await house.workspace.suggestTarget(table.id));
  const { leaderboard } = await house.workspace.run('train', request, quietContext());
  const { learners } = await house.workspace.catalog();
  const ofStreams = learners.filter(({ learns }) => learns === 'streams').map(({ kind }) => kind);
  const tried = leaderboard.map(({ learner }) => learner);
  expect(ofStreams).not.toHaveLength(0);
  expect(tried).toEqual(expect.arrayContaining(['linear', 'network']));
  expect(tried.filter((kind) => ofStreams.includes(kind))).toEqual([]);
});

test('a kind that is not made for the task is refused by name', async () => {
  const house = openHouse();
  const table = await importCsv(house, rowsAsCsv(stream, 0, 400));
  const target = await house.workspace.suggestTarget(table.id);
  const request = trainingOf(
    table,
    { ...target, column: table.columns[0]!.name, task: 'regression' },
    { learner: 'gaussian-naive-bayes' },
  );
  await expect(house.workspace.run('train', request, quietContext())).rejects.toMatchObject({
    code: 'problem',
    message: expect.stringContaining('gaussian-naive-bayes') as string,
  });
});

describe.each(['gaussian-naive-bayes', 'online-linear', 'nearest-neighbours'])(
  'a champion of %s',
  (learner) => {
    test('is trained, judged, learns on, and answers single rows', async () => {
      const { house, version, projectId } = await championOn(stream, 0, 800, { learner });
      expect(version.learner.kind).toBe(learner);
      expect(version.evaluation).not.toBeNull();
      expect(await accuracyOn(house, version.id, stream, 800, 1000)).toBeGreaterThan(0.7);
      const { version: next } = await learnOn(house, projectId, rowsAsCsv(stream, 1000, 1300));
      expect(next.learner.kind).toBe(learner);
      expect(next.snapshot).not.toBe(version.snapshot);
      const fields = await house.workspace.form(next.id);
      const row = Object.fromEntries(fields.map(({ name }) => [name, 4]));
      const { probabilities } = await house.workspace.predictRow(next.id, row);
      expect(probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    });

    test('goes into a file and comes out of it, to learn on elsewhere', async () => {
      const { house, version, projectId } = await championOn(stream, 0, 600, { learner });
      const { file } = await runJob(house.workspace, 'export-project', { projectId, passphrase: null });
      const other = openHouse();
      await runJob(other.workspace, 'import-archive', { file, passphrase: null, ifPresent: 'refuse' });
      expect(await accuracyOn(other, version.id, stream, 600, 800)).toBe(
        await accuracyOn(house, version.id, stream, 600, 800),
      );
      const { version: next } = await learnOn(other, projectId, rowsAsCsv(stream, 800, 1000));
      expect(next.parents).toEqual([version.id]);
    });

    test('goes into a file without its rows, or says that it is made of them', async () => {
      const { house, version } = await championOn(stream, 0, 600, { learner });
      const request = { versionId: version.id, rememberedRows: false, passphrase: null };
      const exported = runJob(house.workspace, 'export-model', request);
      if (learner === 'nearest-neighbours') {
        await expect(exported).rejects.toMatchObject({ code: 'made-of-rows' });
        await runJob(house.workspace, 'export-model', { ...request, rememberedRows: true });
        return;
      }
      const { file } = await exported;
      const other = openHouse();
      const opening = { file, passphrase: null, ifPresent: 'refuse' as const };
      const opened = await runJob(other.workspace, 'import-archive', opening);
      expect(opened.versionId).not.toBeNull();
    });

    test('cancelled while it is trained, leaves nothing; trained again, it is the same model', async () => {
      const { version: whole } = await championOn(stream, 0, 800, { learner });
      const other = openHouse();
      const table = await importCsv(other, rowsAsCsv(stream, 0, 800));
      const before = other.contents();
      const fractions = { train: 0.5, validation: 0.1, guard: 0.3, report: 0.1 };
      const target = await other.workspace.suggestTarget(table.id);
      const abort = new AbortController();
      const request = trainingOf(table, target, { learner, fractions });
      let reports = 0;
      const report = () => {
        if (++reports === 6) abort.abort();
      };
      await expect(
        other.workspace.run('train', request, { signal: abort.signal, report }),
      ).rejects.toMatchObject({
        code: 'cancelled',
      });
      expect(other.contents()).toEqual(before);
      const { version } = await other.workspace.run('train', request, quietContext());
      expect(version.snapshot).toBe(whole.snapshot);
    });
  },
);
