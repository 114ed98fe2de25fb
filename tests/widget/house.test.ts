import { beforeAll, describe, expect, test } from 'vitest';
import { pause } from '../../src/core/clock.ts';
import type { CellsByName } from '../../src/core/feedback.ts';
import type { Family } from '../../workers/widget/family.ts';
import type { WidgetNews, WidgetSettings } from '../../workers/widget/contract.ts';
import { dense } from '../../workers/widget/families/dense.ts';
import { trees } from '../../workers/widget/families/trees.ts';
import { House } from '../../workers/widget/house.ts';
import { readModelFile, writeModelFile } from '../../workers/widget/model-file.ts';
import { forward } from '../../src/math/dense.ts';
import { openHouse } from '../workspace/house-for-test.ts';
import { runJob } from '../workspace/in-process.ts';
import { learnRows, range, rowsOf } from '../workspace/labelled-rows.ts';
import { applicants, CHANGE, pageRows, shippedModel } from './shipped-model.ts';

const SETTINGS: WidgetSettings = {
  name: 'test',
  learn: 'call',
  batch: 50,
  auditRate: 0,
  memoryRows: 1000,
  storageLimit: 20e6,
};

const table = applicants();
let file: Blob;
beforeAll(async () => {
  file = await shippedModel(table, CHANGE);
});

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

async function open(settings: Partial<WidgetSettings> = {}, model = file, family: Family = dense) {
  const news: WidgetNews[] = [];
  const house = new House(family, (told) => void news.push(told));
  const opened = await house.open(model, { ...SETTINGS, ...settings });
  return { house, news, ...opened };
}

async function accuracy(house: House, rows: readonly CellsByName[]): Promise<number> {
  const predictions = await house.predict(rows);
  return predictions.filter(({ answer }, row) => answer === rows[row]!['group']).length / rows.length;
}

describe('a batch is contested as in the app', () => {
  test.each([
    ['network', dense],
    ['boosted-trees', trees],
  ])('to the same bytes, verdicts and evidence, through a change of concept: %s', async (learner, family) => {
    const file = await shippedModel(table, CHANGE, { learner });
    const { house } = await open({}, file, family);
    const app = openHouse({ openForward: async () => forward });
    const imported = await runJob(app.workspace, 'import-archive', {
      file,
      passphrase: null,
      ifPresent: 'copy',
    });
    for (const batch of range(0, 6)) {
      const from = CHANGE + 50 * batch;
      const { state } = await house.learn(pageRows(table, from, from + 50), 'full-batch');
      const rows = rowsOf(table, 'group', range(from, from + 50));
      const { version, judgement } = await learnRows(app, imported.projectId, rows, batch + 2);
      expect(state.judgement).toMatchObject({ verdict: judgement.verdict, reason: judgement.reason });
      expect(state.judgement!.evidence).toBeCloseTo(judgement.evidence, 6);
      if (judgement.verdict !== 'promoted') continue;
      const { file: learnt } = await house.exportModel(true);
      expect(await learnt.text()).toContain(version.snapshot);
    }
    if (learner === 'network')
      expect(await accuracy(house, pageRows(table, CHANGE + 300, CHANGE + 600))).toBeGreaterThan(0.6);
  });
});

describe('after a change of concept', () => {
  test('300 rows are learnt in batches, and what answers then is better by .10 or more', async () => {
    const { house, news } = await open();
    const next = pageRows(table, CHANGE + 300, CHANGE + 600);
    const shipped = await accuracy(house, next);
    const { rows, state } = await house.learn(pageRows(table, CHANGE, CHANGE + 300), 'full-batch');
    expect(rows).toBe(300);
    expect(state).toMatchObject({ learnt: 300, waiting: 0 });
    expect(news.filter(({ kind }) => kind === 'promoted').length).toBeGreaterThan(0);
    expect(await accuracy(house, next)).toBeGreaterThanOrEqual(shipped + 0.1);
  });

  test('nothing is promoted where nothing has changed', async () => {
    const before = CHANGE - 600;
    const { house, news } = await open({}, await shippedModel(table, before));
    await house.learn(pageRows(table, before, before + 300), 'full-batch');
    expect(news.filter(({ kind }) => kind === 'promoted')).toEqual([]);
  });
});

describe('many rows at once', () => {
  test('are predicted and taken in pieces, between which others are let in', async () => {
    const { house } = await open({ learn: 'call' });
    const rows = pageRows(table, CHANGE, CHANGE + 300);
    const turns = async (work: Promise<unknown>) => {
      let isDone = false;
      void work.finally(() => (isDone = true));
      let count = 0;
      for (; !isDone; count++) await pause();
      return count;
    };
    expect(await turns(house.predict(rows.slice(0, 1)))).toBeLessThan(4);
    expect(await turns(house.predict(rows))).toBeGreaterThan(15);
    const wrong = [...rows.slice(0, 250), { ...rows[0], salary: 'much' }];
    await expect(house.predict(wrong)).rejects.toThrow('row 251: "salary" is "much"');
    await expect(house.learn(wrong, 'audit')).rejects.toThrow('row 251: "salary" is "much"');
    expect((await house.learn(rows.slice(0, 5), 'audit')).state.waiting).toBe(5);
  });
});

describe('labels of predictions', () => {
  test('wait for a batch; corrections alone promote nothing until they are asked to', async () => {
    const { house, news } = await open({ learn: 'auto', batch: 20 });
    const rows = pageRows(table, CHANGE, CHANGE + 20);
    const predictions = await house.predict(rows.map(({ group: _, ...cells }) => cells));
    const learned = new Promise<void>((resolve) => {
      const push = news.push.bind(news);
      news.push = (told) => (told.kind === 'learned' && resolve(), push(told));
    });
    for (const [row, { id }] of predictions.entries())
      await house.feedback(id, rows[row]!['group'] as string, 'correction');
    await learned;
    const { state } = (news.find(({ kind }) => kind === 'learned') as { detail: { state: object } })
      .detail as {
      state: { challenger: number; version: number; judgement: { reason: string } };
    };
    expect(state).toMatchObject({ version: 1, challenger: 2, waiting: 0, learnt: 20 });
    expect(state.judgement.reason).toContain('Promote it by hand');
    await expect(house.feedback(predictions[0]!.id, 'A', 'audit')).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await house.promote()).toMatchObject({ version: 2, challenger: null });
    await expect(house.promote()).rejects.toMatchObject({ code: 'no-challenger' });
  });

  test('count as audits where the prediction was drawn to be checked', async () => {
    const { house } = await open({ auditRate: 1 });
    const [prediction] = await house.predict(pageRows(table, 0, 1));
    expect(prediction!.audit).toBe(true);
    expect((await house.feedback(prediction!.id, 'A', 'confirmation')).origin).toBe('audit');
  });

  test('must be ones that the model knows', async () => {
    const { house } = await open();
    const [prediction] = await house.predict([{}]);
    expect(prediction!.notes.length).toBeGreaterThan(0);
    const say = (label: string, origin = 'audit') => house.feedback(prediction!.id, label, origin as 'audit');
    await expect(say('C')).rejects.toMatchObject({ code: 'unknown-label' });
    await expect(say('')).rejects.toMatchObject({ code: 'no-label' });
    await expect(say('A', 'guess')).rejects.toMatchObject({ code: 'feedback' });
    await expect(house.learn([{ salary: 'much', group: 'A' }], 'audit')).rejects.toMatchObject({
      code: 'cell',
    });
    const off = await open({ learn: 'off' });
    await expect(off.house.learn([], 'audit')).rejects.toMatchObject({ code: 'learning-off' });
  });
});

describe('what is kept', () => {
  test('keeps within its ceiling: the oldest go first, those without a label before the others', async () => {
    const { house } = await open({ memoryRows: 12 });
    const early = await house.predict(pageRows(table, 0, 10));
    await house.feedback(early[0]!.id, 'A', 'audit');
    await house.predict(pageRows(table, 10, 20));
    await expect(house.feedback(early[7]!.id, 'A', 'audit')).rejects.toMatchObject({ code: 'not-found' });
    expect((await house.feedback(early[0]!.id, 'B', 'audit')).state.waiting).toBe(1);
    expect((await house.feedback(early[9]!.id, 'B', 'audit')).state.waiting).toBe(2);
  });

  test('learns nothing that takes more than may be kept, and says so', async () => {
    const { house } = await open({ storageLimit: 1000 });
    const asked = house.learn(pageRows(table, CHANGE, CHANGE + 2), 'full-batch');
    expect(await asked).toMatchObject({ rows: 0, state: { waiting: 2 } });
    const more = await open({ storageLimit: 50_000 });
    await expect(more.house.learn(pageRows(table, CHANGE, CHANGE + 50), 'full-batch')).rejects.toMatchObject({
      code: 'storage-limit',
    });
  });

  test('is the shipped model again after it was forgotten; where nothing can be kept, that is said', async () => {
    const { house, state } = await open();
    expect(state).toMatchObject({ version: 1, learnt: 0, keeping: 'denied' });
    await house.learn(pageRows(table, CHANGE, CHANGE + 100), 'full-batch');
    const forgotten = await house.forget();
    expect(forgotten).toMatchObject({ version: 1, learnt: 0, waiting: 0, challenger: null, judgement: null });
  });
});

describe('a model that was exported', () => {
  test('comes back in the app and in another widget, with or without the rows that it remembers', async () => {
    const { house } = await open();
    await house.learn(pageRows(table, CHANGE, CHANGE + 300), 'full-batch');
    const rows = pageRows(table, CHANGE + 300, CHANGE + 310);
    const answers = async (asked: House) =>
      (await asked.predict(rows)).map(({ probabilities }) => probabilities);
    for (const rememberedRows of [true, false]) {
      const { file: exported, name } = await house.exportModel(rememberedRows);
      expect(name).toMatch(/ v\d\.perennial$/);
      expect(await answers((await open({}, exported)).house)).toEqual(await answers(house));
      const request = { file: exported, passphrase: null, ifPresent: 'refuse' } as const;
      const { kind } = await runJob(openHouse().workspace, 'import-archive', request);
      expect(kind).toBe('model');
    }
  });

  test('answers in the app as in the widget, and goes from there to a widget once more', async () => {
    const { house } = await open();
    await house.learn(pageRows(table, CHANGE, CHANGE + 300), 'full-batch');
    const app = openHouse({ openForward: async () => forward });
    const { file: exported } = await house.exportModel(true);
    const request = { file: exported, passphrase: null, ifPresent: 'refuse' } as const;
    const { projectId } = await runJob(app.workspace, 'import-archive', request);
    const [version] = (await app.workspace.project(projectId)).versions;
    const rows = pageRows(table, CHANGE + 300, CHANGE + 310);
    const predictions = await house.predict(rows);
    for (const [index, row] of rows.entries()) {
      const { probabilities } = await app.workspace.predictRow(version!.id, row);
      expect(probabilities).toEqual(predictions[index]!.probabilities);
    }
    const again = await runJob(app.workspace, 'export-model', {
      versionId: version!.id,
      rememberedRows: true,
      passphrase: null,
    });
    const other = await open({}, again.file);
    const answers = (await other.house.predict(rows)).map(({ probabilities }) => probabilities);
    expect(answers).toEqual(predictions.map(({ probabilities }) => probabilities));
    const second = await readModelFile(await bytesOf((await other.house.exportModel(true)).file));
    expect(second).toEqual(await readModelFile(await bytesOf(again.file)));
  });

  test('keeps numbers that JSON has no letters for', async () => {
    const model = await readModelFile(await bytesOf(file));
    const point = { step: 1, epoch: 1, trainLoss: Infinity, validationLoss: NaN };
    const odd = { ...model, report: { ...model.report, curve: [point] } };
    expect(await readModelFile(await bytesOf(await writeModelFile(odd)))).toEqual(odd);
  });

  test('is the shipped file itself where nothing was learnt', async () => {
    const { house } = await open();
    const version = async (blob: Blob) => /"snapshot":"(\w+)"/.exec(await blob.text())![1];
    expect(await version((await house.exportModel(true)).file)).toBe(await version(file));
  });
});

describe('a file that is no model', () => {
  test('is refused by name, wherever it was cut off or changed', async () => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    for (const length of [0, 10, 500, bytes.length >> 1])
      await expect(open({}, new Blob([bytes.slice(0, length)]))).rejects.toMatchObject({
        code: 'model-file',
      });
    const altered = bytes.slice();
    altered[bytes.length >> 1]! ^= 1;
    await expect(open({}, new Blob([altered]))).rejects.toMatchObject({ code: 'model-file' });
  });
});
