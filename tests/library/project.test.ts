import { beforeAll, describe, expect, test } from 'vitest';
import type { Progress } from '../../src/core/progress.ts';
import type { ModelVersion } from '../../src/core/records.ts';
import { openPerennial } from '../../src/library/open.ts';
import type { Perennial } from '../../src/library/perennial.ts';
import type { Project } from '../../src/library/project.ts';
import { trees } from './trees.ts';

// The whole walk from code, in Node: over the source, in the memory store.

let perennial: Perennial;
let project: Project;
let version: ModelVersion;

beforeAll(async () => {
  perennial = await openPerennial();
  project = await perennial.import(trees(0, 300), { name: 'trees' });
  ({ version } = await project.train({ target: 'kind', learner: 'linear' }));
});

describe('a project from code', () => {
  test('rows have become a table of the kinds that JavaScript told', async () => {
    const { project: record, tables } = await project.describe();
    expect(record.name).toBe('trees');
    const kinds = tables[0]!.columns.map(({ name, kind }) => [name, kind]);
    expect(kinds).toEqual([
      ['height', 'number'],
      ['girth', 'number'],
      ['planted', 'time'],
      ['kind', 'category'],
    ]);
  });

  test('the first model is the champion, and measured', async () => {
    expect((await project.champion()).id).toBe(version.id);
    const accuracy = version.evaluation!.scores.find(({ metric }) => metric === 'accuracy')!;
    expect(accuracy.value).toBeGreaterThan(accuracy.baseline + 0.2);
  });

  test('one row, several, and a file of them get the same answers', async () => {
    const rows = trees(300, 310);
    const many = await project.predict(rows);
    expect(await project.predict(rows[0]!)).toMatchObject({ answer: many[0]!.answer });
    const { csv, rows: count } = await project.predictFile(rows);
    expect(count).toBe(10);
    const [header, ...lines] = (await csv.text()).trim().split('\r\n');
    const place = header!.split(',').indexOf('predicted kind');
    expect(lines.map((line) => line.split(',')[place])).toEqual(many.map(({ answer }) => answer));
  });

  test('trees say what they look at, and why they answer a row so', async () => {
    const { version: grown } = await project.train({ target: 'kind', learner: 'boosted-trees' });
    const choice = { version: grown.id };
    const { permutation, use } = await project.importance(choice);
    expect(permutation!.columns.slice(0, 2).map(({ column }) => column)).toContain('height');
    expect(use!.map(({ column }) => column).toSorted()).toEqual(['girth', 'height', 'planted']);
    const [row] = trees(300, 301);
    const reasons = (await project.explain(row!, choice))!;
    expect(reasons.label).toBe((await project.predict(row!, choice)).answer);
    const sum = reasons.columns.reduce((all, { contribution }) => all + contribution, reasons.base);
    expect(sum).toBeCloseTo(reasons.score, 10);
    const against = (await project.explain(row!, { ...choice, background: [row!] }))!;
    expect(against.base).toBeCloseTo(reasons.score, 10);
    expect(against.columns.every(({ contribution }) => contribution === 0)).toBe(true);
    expect(await project.explain(row!, { version: version.id })).toBeNull();
  });

  test('rows, and the text of a file, are evaluated alike', async () => {
    const rows = trees(300, 360);
    const text = ['height;girth;planted;kind']
      .concat(
        rows.map(({ height, girth, planted, kind }) =>
          [height, girth, planted.toISOString(), kind].join(';'),
        ),
      )
      .join('\n');
    const [fromRows, fromText] = [await project.evaluate(rows), await project.evaluate(text)];
    expect(fromRows.evaluation).toEqual(fromText.evaluation);
    expect(fromRows.evaluation.rows).toBe(60);
  });

  test('what changed is learnt, promoted by evidence, and rolled back', async () => {
    const { judgement } = await project.learnOn(trees(0, 400, { isTurned: true }));
    expect(judgement.verdict).toBe('promoted');
    const learnt = await project.champion();
    expect(learnt.cause).toBe('fine-tuned');
    await project.rollback('the walk of a test');
    expect((await project.champion()).id).toBe(version.id);
    await project.promote(learnt.id, 'and back');
    expect((await project.champion()).id).toBe(learnt.id);
    await project.promote(version.id, 'as it was');
    expect((await project.events(1, ['alias-moved']))[0]!.event).toMatchObject({ reason: 'as it was' });
  });

  test('corrections teach, but are no evidence', async () => {
    const rows = trees(0, 40, { isTurned: true });
    const corrections = rows.map(({ kind, planted, ...cells }) => ({
      cells: { ...cells, planted: planted.toISOString() },
      label: kind,
      origin: 'correction' as const,
    }));
    const { judgement } = await project.learnRows(corrections);
    expect(judgement).toMatchObject({ verdict: 'unproven', judging: null });
  });

  test('answers to predictions are kept, and learnt at once', async () => {
    await project.setAuditRate(1);
    for (const row of trees(0, 20, { isTurned: true })) {
      const { eventId, audit } = await project.predict(row);
      expect(audit).toBe(true);
      expect(await project.feedback(eventId, row.kind, 'correction')).toBe('audit');
    }
    const { judgement } = await project.learnFeedback();
    expect(judgement.judging!.rows).toBeGreaterThan(0);
    await expect(project.learnFeedback()).rejects.toMatchObject({ code: 'no-feedback' });
  });

  test('a project and a model go to another house as files', async () => {
    const [whole, model] = [await project.export({ passphrase: 'a b c d' }), await project.exportModel()];
    const row = trees(300, 301)[0]!;
    const { answer } = await project.predict(row);
    const other = await openPerennial();
    await expect(other.openFile(whole.file)).rejects.toMatchObject({ code: 'archive-passphrase' });
    const copy = await other.openFile(whole.file, { passphrase: 'a b c d' });
    expect(await copy.versions()).toHaveLength((await project.versions()).length);
    expect((await copy.predict(row)).answer).toBe(answer);
    await expect(other.openFile(whole.file, { passphrase: 'a b c d' })).rejects.toMatchObject({
      code: 'archive-present',
    });
    const alone = await other.openFile(model.file, { ifPresent: 'copy' });
    expect((await alone.predict(row)).answer).toBe(answer);
    expect((await alone.versions()).map(({ cause }) => cause)).toEqual(['imported']);
    await other.close();
  });

  test('what it cannot do, it says', async () => {
    const other = await perennial.import('x,y\n1,2\n2,3\n3,5\n');
    await expect(other.champion()).rejects.toMatchObject({ code: 'no-champion' });
    await expect(other.predict({ x: 1 })).rejects.toMatchObject({ code: 'no-champion' });
    await expect(project.predict({ height: 'tall' })).rejects.toMatchObject({ code: 'cell' });
    await expect(project.learnOn([{ height: 1, girth: 2 }])).rejects.toMatchObject({ code: 'no-labels' });
    await expect(perennial.open('nowhere')).rejects.toMatchObject({ code: 'not-found' });
    await other.delete();
    await expect(other.describe()).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a training is followed and stopped, and nothing is kept of it', async () => {
    const controller = new AbortController();
    const heard: Progress[] = [];
    const before = (await project.versions()).length;
    const training = project.train({
      learner: 'network',
      signal: controller.signal,
      onProgress: (progress) => {
        heard.push(progress);
        controller.abort();
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
    expect(heard.length).toBeGreaterThan(0);
    expect(await project.versions()).toHaveLength(before);
  });
});

test('a house that was closed answers no more, and a store that is not there is refused by name', async () => {
  const house = await openPerennial();
  const sample = await house.sample('sea', { rows: 50, seed: 3 });
  expect((await house.projects()).map((each) => each.rows)).toEqual([50]);
  await house.close();
  await expect(sample.describe()).rejects.toMatchObject({ code: 'closed' });
  await expect(openPerennial({ store: 'indexed-db' })).rejects.toMatchObject({ code: 'no-indexed-db' });
  await expect(openPerennial({ store: 'disk' as 'memory' })).rejects.toThrow(/no store "disk"/);
});
