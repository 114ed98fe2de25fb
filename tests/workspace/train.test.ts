import { describe, expect, test } from 'vitest';
import { ROLES } from '../../src/core/records.ts';
import { csvBlob, importCsv, openHouse, rowsAsCsv, seaStream, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';
import type { TrainRequest } from '../../src/workspace/api.ts';

const stream = seaStream(1200);

const request = {
  target: { column: 'class', task: 'binary' },
  learner: 'linear',
  options: {},
  split: { kind: 'random', seed: 1 },
  fractions: { train: 0.6, validation: 0.2, guard: 0, report: 0.2 },
  excluded: [],
  included: [],
  balanceClasses: false,
  engine: 'auto',
  seed: 1,
} as const satisfies Partial<TrainRequest>;

async function imported() {
  const house = openHouse();
  return { house, table: await importCsv(house, rowsAsCsv(stream, 0, 400), 'sea.csv') };
}

describe('from a file to a model', () => {
  test('the target is suggested, the version is evaluated, and it is the champion, all in one commit', async () => {
    const { house, table } = await imported();
    const target = await house.workspace.suggestTarget(table.id);
    expect(target).toMatchObject({ column: 'class', task: 'binary', classes: ['0', '1'] });
    const before = house.commits();
    const version = await train(house, table);
    expect(house.commits()).toBe(before + 1);

    const { project, splits, versions, aliases } = await house.workspace.project(table.projectId);
    expect(project.target).toEqual({ column: 'class', task: 'binary', classes: ['0', '1'] });
    expect(versions).toEqual([version]);
    expect(aliases.champion).toMatchObject({ versionId: version.id });
    expect(aliases.challenger).toBeUndefined();
    expect(version).toMatchObject({
      number: 1,
      cause: 'trained',
      parents: [],
      splits: [splits[0]!.id],
      seed: 1,
    });
    expect(version.engine).toMatchObject({ asked: 'auto', kind: 'wasm' });
    expect(version.engine.reason).not.toBe('');
    const report = await house.workspace.report(version.id);
    expect(report.curve.length).toBeGreaterThan(0);
    expect(version.judgement).toBeNull();

    const { evaluation } = version;
    expect(evaluation!.rows).toBe(splits[0]!.counts.report);
    const accuracy = evaluation!.scores.find(({ metric }) => metric === 'accuracy')!;
    expect(accuracy.value).toBeGreaterThan(accuracy.baseline);
    expect(accuracy.low).toBeLessThan(accuracy.value);
    expect(report.evaluation).toMatchObject(evaluation!);
    expect(report.evaluation!.confusion.flat().reduce((sum, count) => sum + count)).toBe(evaluation!.rows);

    const [event] = await house.workspace.events(table.projectId, 10);
    expect(event!.event).toEqual({
      kind: 'alias-moved',
      alias: 'champion',
      from: null,
      to: version.id,
      by: 'rule',
      reason: 'the first model of the project',
    });
  });

  test('a second version does not take the place of the champion', async () => {
    const { house, table } = await imported();
    const first = await train(house, table);
    const second = await train(house, table, { seed: 2 });
    expect(second.number).toBe(2);
    const { aliases } = await house.workspace.project(table.projectId);
    expect(aliases.champion!.versionId).toBe(first.id);
    expect(await house.workspace.events(table.projectId, 10)).toHaveLength(1);
  });

  test('two that are trained at once have a number each, and one of them is the champion', async () => {
    const { house, table } = await imported();
    const versions = await Promise.all([1, 2, 3].map((seed) => train(house, table, { seed })));
    expect(versions.map(({ number }) => number).toSorted()).toEqual([1, 2, 3]);
    const moves = await house.workspace.events(table.projectId, 10);
    expect(moves).toHaveLength(1);
  });

  test('one that waits for its turn can be cancelled, and the next one still waits for the first', async () => {
    const { house, table } = await imported();
    const asked = { ...request, projectId: table.projectId, tableId: table.id };
    const controller = new AbortController();
    const phases: string[] = [];
    const first = runJob(house.workspace, 'train', asked);
    const waiting = house.workspace.run('train', asked, {
      signal: controller.signal,
      report({ phase }) {
        phases.push(phase);
        controller.abort();
      },
    });
    const third = runJob(house.workspace, 'train', asked);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(phases).toEqual(['waiting for the job before']);
    expect((await first).version.number).toBe(1);
    expect((await third).version.number).toBe(2);
  });

  test('two that learn the same split at once share it', async () => {
    const { house, table } = await imported();
    await Promise.all([1, 2].map((seed) => train(house, table, { seed })));
    expect((await house.workspace.project(table.projectId)).splits).toHaveLength(1);
  });
});

test('the same seed gives the same snapshot and recipe, another seed another snapshot', async () => {
  const { house, table } = await imported();
  const [a, b, c] = [
    await train(house, table),
    await train(house, table),
    await train(house, table, { seed: 2 }),
  ];
  expect([b.snapshot, b.recipe]).toEqual([a.snapshot, a.recipe]);
  const [first, second] = [await house.workspace.report(a.id), await house.workspace.report(b.id)];
  expect({ ...second, id: a.id }).toEqual(first);
  expect(c.snapshot).not.toBe(a.snapshot);
});

test('the split is made once; another target, strategy or other shares need another one', async () => {
  const { house, table } = await imported();
  const a = await train(house, table);
  const b = await train(house, table, { seed: 2, learner: 'network', options: { epochs: 1 } });
  expect(b.splits).toEqual(a.splits);
  const c = await train(house, table, { split: { kind: 'order' } });
  const d = await train(house, table, {
    fractions: { train: 0.5, validation: 0.2, guard: 0.1, report: 0.2 },
  });
  expect(new Set([a, c, d].map(({ splits }) => splits[0])).size).toBe(3);
  const { splits } = await house.workspace.project(table.projectId);
  expect(splits).toHaveLength(3);
  for (const { counts } of splits)
    expect(ROLES.reduce((sum, role) => sum + counts[role], 0)).toBe(table.rows);
});

test('auto tries every learner, keeps the one with the lowest validation loss and says how the others did', async () => {
  const { house, table } = await imported();
  const phases = new Set<string>();
  const { version, leaderboard } = await house.workspace.run(
    'train',
    {
      ...request,
      projectId: table.projectId,
      tableId: table.id,
      learner: 'auto',
      options: { epochs: 1 },
      balanceClasses: true,
      engine: 'reference',
    },
    { signal: new AbortController().signal, report: ({ phase }) => phases.add(phase) },
  );
  expect(leaderboard.map(({ learner }) => learner).toSorted()).toEqual(['linear', 'network']);
  const losses = leaderboard.map(({ validationLoss }) => validationLoss);
  expect(losses).toEqual(losses.toSorted((a, b) => a - b));
  // Each was tried with its own defaults, so that is what is kept of its options.
  expect(version.learner).toEqual({ kind: leaderboard[0]!.learner, options: {} });
  for (const { title } of leaderboard)
    expect([...phases].some((phase) => phase.startsWith(`${title}: `))).toBe(true);
});

describe('a training that fails leaves nothing behind', () => {
  async function refused(choices: Parameters<typeof train>[2], file = rowsAsCsv(stream, 0, 400)) {
    const house = openHouse();
    const table = await importCsv(house, file);
    const before = house.contents();
    const error: unknown = await train(house, table, choices).catch((reason: unknown) => reason);
    expect(house.contents()).toEqual(before);
    return error;
  }

  test.each([
    ['options', { options: { epochs: 0 } }],
    ['unknown-kind', { learner: 'oracle' }],
    ['missing-column', { target: { column: 'z', task: 'binary' } }],
    ['target', { target: { column: 'class', task: 'multiclass' } }],
    ['fractions', { fractions: { train: 0.9, validation: 0.9, guard: 0, report: 0 } }],
    ['no-features', { excluded: ['x1', 'x2', 'x3'] }],
    ['engine', { engine: 'tfjs-wasm' }],
  ] as const)('%s', async (code, choices) => {
    expect(await refused(choices)).toMatchObject({ code });
  });

  test('too few rows of a class', async () => {
    const lines = Array.from({ length: 30 }, (_, row) => `${row * 1.5},${row === 7 ? 'rare' : 'common'}`);
    const error = await refused(
      { split: { kind: 'order' } },
      csvBlob(`x,class\n${lines.reverse().join('\n')}\n`),
    );
    expect(error).toMatchObject({ code: 'too-few-rows' });
  });

  test.each(['at once', 'at its first point'] as const)('cancelled %s', async (when) => {
    const { house, table } = await imported();
    const before = house.contents();
    const controller = new AbortController();
    if (when === 'at once') controller.abort();
    const points: number[] = [];
    const job = house.workspace.run(
      'train',
      {
        ...request,
        projectId: table.projectId,
        tableId: table.id,
        options: { epochs: 100_000, patience: 100_000 },
      },
      {
        signal: controller.signal,
        report: ({ point }) => {
          if (!point) return;
          points.push(point.epoch);
          controller.abort();
        },
      },
    );
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(points.length).toBeLessThan(10);
    expect(house.contents()).toEqual(before);
  });
});

test('a regression is trained and evaluated by its own metrics', async () => {
  const house = openHouse();
  const { table } = await runJob(house.workspace, 'sample', {
    sample: 'friedman',
    rows: 600,
    seed: 1,
    projectId: null,
  });
  const { id, baseline, evaluation } = await train(house, table);
  expect(baseline.kind).toBe('mean');
  expect(evaluation!.scores.map(({ metric }) => metric)).toEqual(['mae', 'rmse', 'r2']);
  expect(evaluation!.scores[2]!.value).toBeGreaterThan(0.5);
  const report = await house.workspace.report(id);
  expect(report.evaluation!.residuals).toHaveLength(evaluation!.rows);
});
