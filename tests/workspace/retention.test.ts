import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../../src/core/records.ts';
import { championOn, learnOn, rowsAsCsv, seaStream } from './house-for-test.ts';

const stream = seaStream(1600);
const row = { x1: 1, x2: 2, x3: 3 };

async function champion() {
  const { house, projectId, version } = await championOn(stream, 0, 300);
  const { workspace } = house;
  const kept = () => house.store.list('event', { projectId, eventKinds: ['prediction'] });
  const predict = async (times: number) => {
    const ids = [];
    for (let time = 0; time < times; time++) ids.push((await workspace.predictRow(version.id, row)).eventId);
    return ids;
  };
  const prunings = async () =>
    (await workspace.events(projectId, 1e6, ['deleted'])).map(({ event }) => event).toReversed();
  return { house, workspace, projectId, version, kept, predict, prunings };
}

function pruning(counts: { versions?: readonly number[]; predictions?: number }) {
  return { kind: 'deleted', by: 'rule', tables: [], versions: [], predictions: 0, ...counts };
}

describe('predictions', () => {
  test('are kept by a default rule, and as many as the person says', async () => {
    const { workspace, projectId, kept, predict, prunings } = await champion();
    const { retention, project } = await workspace.project(projectId);
    expect(retention).toEqual({ predictions: 10_000, challengers: 50, jobs: 5 });
    expect(project.retention).toBeUndefined();
    const ids = await predict(12);
    expect(await kept()).toHaveLength(12);
    const view = await workspace.setRetention(projectId, { predictions: 5, challengers: 50, jobs: 5 });
    expect(view.retention).toEqual({ predictions: 5, challengers: 50, jobs: 5 });
    expect((await kept()).map(({ id }) => id)).toEqual(ids.slice(-5));
    expect(await prunings()).toEqual([pruning({ predictions: 7 })]);
    expect(await workspace.events(projectId, 10, ['alias-moved'])).toHaveLength(1);
  });

  test('beyond the rule go with every hundredth one', async () => {
    const { workspace, projectId, kept, predict, prunings } = await champion();
    await workspace.setRetention(projectId, { predictions: 5, challengers: 50, jobs: 5 });
    await predict(100);
    expect(await kept()).toHaveLength(100);
    const [last] = await predict(1);
    const left = await kept();
    expect([left.length, left.at(-1)!.id]).toEqual([6, last]);
    expect(await prunings()).toEqual([pruning({ predictions: 95 })]);
    await predict(99);
    expect(await prunings()).toHaveLength(1);
  });

  test('that are very many go in several steps, and all are counted', async () => {
    const { house, workspace, projectId, version, kept, predict, prunings } = await champion();
    const event = { kind: 'prediction', versionId: version.id, features: row, output: [1] } as const;
    const old = Array.from({ length: 2500 }, (_, index): EventRecord => {
      const id = String(index).padStart(8, '0');
      return { kind: 'event', id, projectId, at: index, event };
    });
    await house.store.begin().commit(old.map((put) => ({ put })));
    await workspace.setRetention(projectId, { predictions: 2400, challengers: 50 });
    expect((await kept())[0]!.id).toBe('00000100');
    await workspace.setRetention(projectId, { predictions: 0, challengers: 50 });
    expect(await kept()).toEqual([]);
    expect(await prunings()).toEqual([100, 1000, 1000, 400].map((predictions) => pruning({ predictions })));
    await predict(1);
    expect(await kept()).toHaveLength(1);
  });
});

describe('challengers', () => {
  /** A champion, and as many challengers that went on from each other and proved nothing. */
  async function challengers(count: number) {
    const project = await champion();
    const { house, workspace, projectId } = project;
    let from = 300;
    const challenge = async () => {
      const file = rowsAsCsv(stream, from, from + 40);
      from += 40;
      const { version } = await learnOn(house, projectId, file);
      expect(version.judgement!.verdict).toBe('unproven');
      return version;
    };
    for (let index = 0; index < count; index++) await challenge();
    const numbers = async () => (await workspace.project(projectId)).versions.map(({ number }) => number);
    return { ...project, challenge, numbers };
  }

  test('beyond the newest go after each learn-on, in its commit, but not what stands and its parent', async () => {
    const { house, workspace, projectId, challenge, numbers, prunings } = await challengers(4);
    expect(await numbers()).toEqual([1, 2, 3, 4, 5]);
    await workspace.setRetention(projectId, { predictions: 10, challengers: 3 });
    expect(await numbers()).toEqual([1, 3, 4, 5]);
    const commits = house.commits();
    await challenge();
    expect(house.commits()).toBe(commits + 1);
    expect(await numbers()).toEqual([1, 4, 5, 6]);
    await workspace.setRetention(projectId, { predictions: 10, challengers: 0 });
    expect(await numbers()).toEqual([1, 5, 6]);
    await challenge();
    expect(await numbers()).toEqual([1, 6, 7]);
    expect(await prunings()).toEqual([[2], [3], [4], [5]].map((versions) => pruning({ versions })));
  });

  test('that went leave nothing of their models, and learning goes on from what stands', async () => {
    const { house, workspace, projectId, version, challenge } = await challengers(3);
    const { versions } = await workspace.project(projectId);
    await workspace.setRetention(projectId, { predictions: 10, challengers: 0 });
    await expect(house.store.read(versions[1]!.snapshot)).rejects.toMatchObject({ code: 'blob-missing' });
    for (const each of [version, versions[2]!, versions[3]!])
      expect((await house.store.read(each.snapshot)).length).toBeGreaterThan(0);
    expect((await challenge()).parents).toEqual([versions[3]!.id]);
  });

  test('that ever were champion stay, and so does the newest evidence of a trial', async () => {
    const { workspace, projectId, version, numbers } = await challengers(4);
    const { versions } = await workspace.project(projectId);
    await workspace.moveAlias(projectId, 'champion', versions[1]!.id, 'try it');
    await workspace.rollback(projectId, 'enough');
    await workspace.moveAlias(projectId, 'challenger', null, 'enough');
    await workspace.setRetention(projectId, { predictions: 10, challengers: 0 });
    expect(await numbers()).toEqual([1, 2, 5]);
    expect(versions.at(-1)!.judgement!.championId).toBe(version.id);
  });
});

test('a rule that cannot be kept is refused, and the one before stays', async () => {
  const { workspace, projectId } = await champion();
  for (const retention of [
    { predictions: -1, challengers: 5 },
    { predictions: 5, challengers: 0.5 },
    { predictions: NaN, challengers: 5 },
  ])
    await expect(workspace.setRetention(projectId, retention)).rejects.toMatchObject({ code: 'retention' });
  await expect(workspace.setRetention('gone', { predictions: 1, challengers: 1 })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect((await workspace.project(projectId)).retention).toEqual({
    predictions: 10_000,
    challengers: 50,
    jobs: 5,
  });
});
