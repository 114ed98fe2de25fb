import { describe, expect, test } from 'vitest';
import type { LabelledRow, LabelOrigin } from '../../src/core/feedback.ts';
import type { EventRecord } from '../../src/core/records.ts';
import { friedman } from '../../src/flow/collect/samples/friedman.ts';
import {
  accuracyOn,
  championOn,
  importCsv,
  openHouse,
  rowsAsCsv,
  seaStream,
  type TestHouse,
  train,
} from './house-for-test.ts';
import { runJob } from './in-process.ts';
import { learnRows, range, rowsOf } from './labelled-rows.ts';

const stream = seaStream(8000);

/** Asks for each of these rows, and says of each what it was. */
async function answered(
  { workspace }: TestHouse,
  versionId: string,
  rows: readonly LabelledRow[],
  origin?: LabelOrigin,
) {
  const ids = [];
  for (const { cells, label } of rows) {
    const { eventId, answer } = await workspace.predictRow(versionId, cells);
    await workspace.feedback(
      eventId,
      label,
      origin ?? (String(answer) === String(label) ? 'confirmation' : 'correction'),
    );
    ids.push(eventId);
  }
  return ids;
}

function learnFeedback({ workspace }: TestHouse, projectId: string) {
  return runJob(workspace, 'learn-feedback', { projectId, engine: 'reference', seed: 7 });
}

const none = { 'full-batch': 0, audit: 0, confirmation: 0, correction: 0 };

describe('labels of predictions', () => {
  test('wait, are learnt as rows handed over would be, and are learnt once', async () => {
    const { house, version, projectId } = await championOn(stream, 4000, 4500);
    const { workspace } = house;
    const rows = rowsOf(stream, 'class', range(6000, 6030), () => 'audit');
    await answered(house, version.id, rows, 'audit');
    expect(await workspace.waitingLabels(projectId)).toEqual({ ...none, audit: 30 });
    const learnt = await learnFeedback(house, projectId);
    expect(await workspace.waitingLabels(projectId)).toEqual(none);
    expect(learnt.table).toMatchObject({ name: 'Answered predictions', source: { kind: 'rows', rows: 30 } });
    await expect(learnFeedback(house, projectId)).rejects.toMatchObject({ code: 'no-feedback' });

    const other = await championOn(stream, 4000, 4500);
    const same = await learnRows(other.house, other.projectId, rows);
    expect(learnt.version.snapshot).toBe(same.version.snapshot);
    expect(learnt.judgement.evidence).toBe(same.judgement.evidence);
  });

  test('may be changed until they are learnt; the newest counts', async () => {
    const { house, version, projectId } = await championOn(stream, 4000, 4500);
    const { workspace, store } = house;
    const rows = rowsOf(stream, 'class', range(6000, 6012));
    const [first] = await answered(house, version.id, rows, 'confirmation');
    const other = rows[0]!.label === '1' ? '0' : '1';
    expect(await workspace.feedback(first!, other, 'correction')).toBe('correction');
    expect(await workspace.waitingLabels(projectId)).toEqual({ ...none, confirmation: 11, correction: 1 });
    const { table, version: learnt } = await learnFeedback(house, projectId);
    const [cells] = await workspace.cells(table.id, 0, 1);
    expect(cells!.at(-1)).toBe(other);
    const split = (await store.get('split', learnt.splits.at(-1)!))!;
    expect(split.origins?.counts).toEqual({ ...none, confirmation: 11, correction: 1 });
    await expect(workspace.feedback(first!, other, 'correction')).rejects.toMatchObject({
      code: 'already-learnt',
    });
  });

  test('that the model does not know, or of no prediction, are refused', async () => {
    const { house, version } = await championOn(stream, 4000, 4500);
    const [row] = rowsOf(stream, 'class', [6000]);
    const { eventId } = await house.workspace.predictRow(version.id, row!.cells);
    const codeOf = (label: string, origin: string, id = eventId) =>
      house.workspace
        .feedback(id, label, origin as LabelOrigin)
        .catch((error: { code: string }) => error.code);
    expect(await codeOf('7', 'correction')).toBe('unknown-label');
    expect(await codeOf(' ', 'correction')).toBe('no-label');
    expect(await codeOf('1', 'guess')).toBe('feedback');
    expect(await codeOf('1', 'correction', 'nobody')).toBe('not-found');
  });

  test('of a number are numbers: another way of writing one is refused with the way that is read', async () => {
    const house = openHouse();
    const table = await importCsv(house, rowsAsCsv(friedman.generate(200, 3), 0, 200));
    const version = await train(house, table);
    const { eventId } = await house.workspace.predictRow(version.id, {});
    for (const label of ['abc', '1,234.5'])
      await expect(house.workspace.feedback(eventId, label, 'correction')).rejects.toMatchObject({
        code: 'no-number',
        message: expect.stringContaining(`"${label}"`) as string,
      });
    expect(await house.workspace.waitingLabels(table.projectId)).toEqual(none);
    expect(await house.workspace.feedback(eventId, ' 1234.5 ', 'correction')).toBe('correction');
  });

  test('keep their predictions from being pruned until they are learnt', async () => {
    const { house, version, projectId } = await championOn(stream, 4000, 4500);
    const { workspace } = house;
    const ids = await answered(house, version.id, rowsOf(stream, 'class', range(6000, 6012)));
    for (const { cells } of rowsOf(stream, 'class', range(6012, 6016)))
      await workspace.predictRow(version.id, cells);
    const kept = async () => (await workspace.events(projectId, 100, ['prediction'])).map(({ id }) => id);
    await workspace.setRetention(projectId, { predictions: 0 });
    expect((await kept()).toReversed()).toEqual(ids);
    await learnFeedback(house, projectId);
    await workspace.setRetention(projectId, { predictions: 0 });
    expect(await kept()).toEqual([]);
    expect(await workspace.events(projectId, 100, ['label'])).toEqual([]);
  });
});

test('corrections count as much as their predictions did among all that were served', async () => {
  const steady = seaStream(12_000, 3);
  const { house, version, projectId } = await championOn(steady, 0, 1000, { learner: 'network' });
  const wrong: LabelledRow[] = [];
  for (const row of rowsOf(steady, 'class', range(1000, 1500), () => 'correction')) {
    const { eventId, answer } = await house.workspace.predictRow(version.id, row.cells);
    if (answer === row.label) continue;
    await house.workspace.feedback(eventId, row.label, 'correction');
    wrong.push(row);
  }
  const weighed = await learnFeedback(house, projectId);
  expect(weighed.table.rows).toBe(wrong.length);
  // The same corrections where no other prediction was served: the model is wrong as often as it is asked.
  const other = await championOn(steady, 0, 1000, { learner: 'network' });
  await answered(other.house, other.version.id, wrong, 'correction');
  const unweighed = await learnFeedback(other.house, other.projectId);
  const [before, after, spoilt] = [
    await accuracyOn(house, version.id, steady, 1500, 3000),
    await accuracyOn(house, weighed.version.id, steady, 1500, 3000),
    await accuracyOn(other.house, unweighed.version.id, steady, 1500, 3000),
  ];
  expect(after).toBeGreaterThan(before - 0.01);
  expect(spoilt).toBeLessThan(after - 0.01);
});

test('predictions that were kept before any was drawn can be answered', async () => {
  const { house, version, projectId } = await championOn(stream, 4000, 4500);
  const event = {
    kind: 'prediction',
    versionId: version.id,
    features: { x1: 1, x2: 2, x3: 3 },
    output: [0.5, 0.5],
  };
  const put = { kind: 'event', id: '01JD0000000000000000000000', projectId, at: 0, event } as EventRecord;
  await house.store.begin().commit([{ put }]);
  expect(await house.workspace.feedback(put.id, '1', 'correction')).toBe('correction');
});

describe('audits', () => {
  test('are drawn as often as asked, and whatever is said of them counts as evidence', async () => {
    const { house, version, projectId } = await championOn(stream, 4000, 4500);
    const { workspace } = house;
    const rows = rowsOf(stream, 'class', range(6000, 6400));
    const drawn = async () => {
      const answers = [];
      for (const { cells } of rows) answers.push(await workspace.predictRow(version.id, cells));
      return answers.filter(({ audit }) => audit);
    };
    expect(await drawn()).toHaveLength(0);
    expect((await workspace.setAuditRate(projectId, 0.25)).project.auditRate).toBe(0.25);
    const audits = await drawn();
    expect(audits.length).toBeGreaterThan(65); // 100, and 4 standard deviations of 8.7
    expect(audits.length).toBeLessThan(135);
    for (const origin of ['confirmation', 'correction', 'audit'] as const)
      expect(await workspace.feedback(audits[0]!.eventId, '1', origin)).toBe('audit');
    for (const rate of [-0.1, 1.1, NaN])
      await expect(workspace.setAuditRate(projectId, rate)).rejects.toMatchObject({ code: 'audit-rate' });
  });
});
