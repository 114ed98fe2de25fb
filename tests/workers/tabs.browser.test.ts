import { deleteDB } from 'idb';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Client, openClient } from '../../src/bridge/client.ts';
import { openNews } from '../../src/bridge/news.ts';
import type { Progress } from '../../src/core/progress.ts';
import type { Id } from '../../src/core/ids.ts';
import type { TableVersion } from '../../src/core/records.ts';
import { sea } from '../../src/flow/collect/samples/sea.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import type { TabNews } from '../../workers/workspace/contract.ts';
import { trainingOf } from '../training-of.ts';

// Two workspace workers on one IndexedDB, as two tabs have them. They write checkpoints far more often than they usually do.

interface Tab {
  readonly client: Client;
  /** Its worker dies, as that of a tab that is closed or crashes. */
  die(): void;
}

const all: Worker[] = [];

function openTab(): Tab {
  const own: Worker[] = [];
  const client = openClient(() => {
    const worker = new Worker(new URL('../mortal/workspace.worker.ts', import.meta.url), {
      type: 'module',
      name: 'perennial',
    });
    all.push(worker);
    own.push(worker);
    return worker;
  });
  return { client, die: () => own.forEach((worker) => worker.terminate()) };
}

afterAll(async () => {
  for (const worker of all) worker.terminate();
  await deleteDB('tabs');
});

/** Resolves with the first news of this kind that fits. */
function heard<K extends TabNews['kind']>(
  kind: K,
  fits: (news: Extract<TabNews, { kind: K }>) => boolean,
): Promise<Extract<TabNews, { kind: K }>> {
  return new Promise((resolve) => {
    const news = openNews((each) => {
      if (each.kind === kind && fits(each as Extract<TabNews, { kind: K }>))
        resolve(each as Extract<TabNews, { kind: K }>);
    });
    onTestFinished(() => news.close());
  });
}

const rows = new Blob([csvText(sea.generate(2000, 1), { header: true })]);

async function importRows({ client }: Tab): Promise<TableVersion> {
  const request = { file: rows, fileName: 'rows.csv', projectId: null, options: {} };
  return (await client.start('import', request, () => undefined).result).table;
}

/** A training that goes through many epochs, each with a checkpoint now and then. */
async function train(
  { client }: Tab,
  table: TableVersion,
  epochs: number,
  onProgress: (progress: Progress) => void,
) {
  const target = await client.suggestTarget(table.id);
  const request = trainingOf(table, target, {
    learner: 'linear',
    options: { epochs, patience: epochs },
    split: { kind: 'random', seed: 1 },
    engine: 'reference',
  });
  return client.start('train', request, onProgress);
}

async function snapshotOf(client: Client, projectId: Id) {
  const { versions } = await client.project(projectId);
  return versions.map(({ snapshot, recipe, number }) => ({ snapshot, recipe, number }));
}

const refused = { code: 'followed', message: expect.stringContaining('take over here') as string };

describe('two tabs on one project', () => {
  test('one writes, the other follows: it hears what was kept, and every write of its is refused', async () => {
    const [one, other] = [openTab(), openTab()];
    const table = await importRows(one);
    const { projectId } = table;
    expect((await one.client.attend(projectId)).isWriter).toBe(true);
    const { tab, isWriter } = await other.client.attend(projectId);
    expect(isWriter).toBe(false);

    const renamed = heard(
      'committed',
      ({ projectIds, records }) => projectIds.includes(projectId) && records.includes('project'),
    );
    await one.client.renameProject(projectId, 'renamed');
    expect((await renamed).tab).not.toBe(tab);
    expect((await other.client.project(projectId)).project.name).toBe('renamed');

    const { client } = other;
    const asked = await train(other, table, 1, () => undefined);
    const jobs = [
      asked,
      client.start('import', { file: rows, fileName: 'more.csv', projectId, options: {} }, () => undefined),
      client.start('sample', { sample: 'sea', rows: 10, seed: 1, projectId }, () => undefined),
      client.start(
        'retype',
        { tableId: table.id, column: 'x1', kind: 'text', treatAsMissing: false },
        () => undefined,
      ),
      client.start(
        'learn-on',
        { projectId, file: rows, fileName: null, engine: 'auto', labels: {}, seed: 1 },
        () => undefined,
      ),
      client.start('learn-rows', { projectId, rows: [], engine: 'auto', seed: 1 }, () => undefined),
    ].map(({ result }) => result);
    await Promise.allSettled(jobs);
    const questions = [
      client.renameProject(projectId, 'other'),
      client.moveAlias(projectId, 'challenger', null, ''),
      client.rollback(projectId, ''),
      client.setRetention(projectId, { jobs: 1 }),
      client.deleteTable(table.id, { cascade: true }),
      client.deleteProject(projectId),
    ];
    await Promise.allSettled(questions);
    for (const write of [...jobs, ...questions]) await expect(write).rejects.toMatchObject(refused);
    expect((await other.client.project(projectId)).project.name).toBe('renamed');

    const { version } = await (await train(one, table, 1, () => undefined)).result;
    await expect(client.deleteVersion(version.id)).rejects.toMatchObject(refused);
    expect((await client.predictRow(version.id, { x1: 1, x2: 2, x3: 3 })).probabilities).toHaveLength(2);
    expect(await one.client.events(projectId, 1, ['prediction'])).toHaveLength(1);
  });

  test('a tab that is elsewhere writes where nobody has the project open', async () => {
    const [one, other] = [openTab(), openTab()];
    const { projectId } = await importRows(one);
    await one.client.attend(projectId);
    await one.client.attend(null);
    for (const name of ['first', 'second']) {
      await other.client.renameProject(projectId, name);
      await one.client.renameProject(projectId, `${name} again`);
    }
    expect((await one.client.attend(projectId)).isWriter).toBe(true);
    await expect(other.client.renameProject(projectId, 'third')).rejects.toMatchObject(refused);
  });

  test('who stands in line writes as soon as the writer leaves', async () => {
    const [one, other] = [openTab(), openTab()];
    const { projectId } = await importRows(one);
    await one.client.attend(projectId);
    const { tab } = await other.client.attend(projectId);
    const inherited = heard('role', (news) => news.tab === tab && news.isWriter);
    await one.client.attend(null);
    await inherited;
    await other.client.renameProject(projectId, 'inherited');
    expect((await one.client.attend(projectId)).isWriter).toBe(false);
  });

  const EPOCHS = 2000;
  const whole = (async () => {
    const tab = openTab();
    const table = await importRows(tab);
    await (
      await train(tab, table, EPOCHS, () => undefined)
    ).result;
    return snapshotOf(tab.client, table.projectId);
  })();

  /** A training in one tab, far enough that something of it is written down. */
  async function inTheMiddle() {
    const [one, other] = [openTab(), openTab()];
    const table = await importRows(one);
    const { projectId } = table;
    await one.client.attend(projectId);
    await other.client.attend(projectId);
    const kept = heard(
      'committed',
      ({ projectIds, records }) => projectIds[0] === projectId && records.includes('job'),
    );
    const training = await train(one, table, EPOCHS, () => undefined);
    const failure = training.result.then(
      () => 'done',
      (error: unknown) => error,
    );
    await kept;
    // The first note says that it begins; from the second on something is done.
    await heard(
      'committed',
      ({ projectIds, records }) => projectIds[0] === projectId && records.includes('job'),
    );
    return { one, other, projectId, failure };
  }

  async function goesOn({ client }: Tab, projectId: Id): Promise<void> {
    const waiting = (await client.interrupted()).filter((job) => job.projectId === projectId);
    expect(waiting).toMatchObject([{ job: 'train', isRunningElsewhere: false }]);
    await client.start('resume', { jobId: waiting[0]!.id }, () => undefined).result;
    expect(await snapshotOf(client, projectId)).toEqual(await whole);
    expect((await client.interrupted()).filter((job) => job.projectId === projectId)).toEqual([]);
  }

  test('a training is taken over in the middle, and ends in the same bytes', async () => {
    const { one, other, projectId, failure } = await inTheMiddle();
    expect(await other.client.interrupted()).toContainEqual(
      expect.objectContaining({ projectId, isRunningElsewhere: true }),
    );
    expect((await other.client.takeOver(projectId)).isWriter).toBe(true);
    expect(await failure).toMatchObject({ code: 'taken-over' });
    await expect(one.client.renameProject(projectId, 'mine')).rejects.toMatchObject(refused);
    await goesOn(other, projectId);
    // And back again.
    expect((await one.client.takeOver(projectId)).isWriter).toBe(true);
    await one.client.renameProject(projectId, 'mine');
    await expect(other.client.renameProject(projectId, 'mine')).rejects.toMatchObject(refused);
  });

  test('a training whose tab dies is inherited, and ends in the same bytes', async () => {
    const { one, other, projectId } = await inTheMiddle();
    const inherited = heard('role', (news) => news.projectId === projectId && news.isWriter);
    one.die();
    await inherited;
    await goesOn(other, projectId);
  });
});
