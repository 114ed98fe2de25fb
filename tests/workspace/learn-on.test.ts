import { describe, expect, test } from 'vitest';
import type { ModelVersion } from '../../src/core/records.ts';
import { type Table, takeRows } from '../../src/core/table.ts';
import { friedman } from '../../src/flow/collect/samples/friedman.ts';
import { csvText } from '../../src/flow/deploy/csv.ts';
import {
  accuracyOn,
  championOn,
  csvBlob,
  importCsv,
  learnOn,
  learnStream,
  openHouse,
  rowsAsCsv,
  seaStream,
  snapshotOf,
  train,
} from './house-for-test.ts';

// Of the first stream rows 4,000 to 6,000 have the threshold 7 and the last 2,000 have 9.5: one label in five changes. Of
// the second the first 4,000 have one concept.
const drifting = seaStream(8000);
const steady = seaStream(16_000, 2);

describe('after an abrupt change of concept', () => {
  const walked = (async () => {
    const start = await championOn(drifting, 4000, 6000);
    const batches = await learnStream(start.house, start.projectId, drifting, 6000, 7500);
    return { ...start, batches, view: await start.house.workspace.project(start.projectId) };
  })();

  test('a challenger is promoted, and what is served is better than the first model', async () => {
    const { house, version, batches, view } = await walked;
    expect(batches.map(({ judgement }) => judgement.verdict)).toContain('promoted');
    const champion = view.aliases.champion!.versionId;
    const served = await accuracyOn(house, champion, drifting, 7500, 8000);
    const frozen = await accuracyOn(house, version.id, drifting, 7500, 8000);
    expect(served).toBeGreaterThan(frozen + 0.05);
  });

  test('the promotion is kept as an event of the rule, with the reason that the judgement gives', async () => {
    const { house, projectId, version, batches } = await walked;
    const promoted = batches.find(({ judgement }) => judgement.verdict === 'promoted')!;
    const { reason, evidence, alpha, championId } = promoted.judgement;
    expect(evidence).toBeGreaterThanOrEqual(1 / alpha);
    expect(championId).toBe(version.id);
    const events = (await house.workspace.events(projectId, 100)).map(({ event }) => event);
    expect(events).toContainEqual({
      kind: 'alias-moved',
      alias: 'champion',
      from: version.id,
      to: promoted.version.id,
      by: 'rule',
      reason,
    });
    expect(events.filter(({ kind }) => kind === 'learnt-on')).toHaveLength(batches.length);
  });

  test('the rise of the error is told once, and earlier anchors block no longer', async () => {
    const { house, projectId, batches } = await walked;
    const [first, second] = batches;
    const events = (await house.workspace.events(projectId, 100)).map(({ event }) => event);
    expect(events.filter(({ kind }) => kind === 'error-rose')).toEqual([
      {
        kind: 'error-rose',
        versionId: first!.judgement.championId,
        tableId: first!.table.id,
        reason: expect.stringMatching(
          /^the champion's error rose by 0\.\d+ on the new rows \(at least 0\.\d+, with 99 % confidence\)$/,
        ) as string,
      },
    ]);
    expect(first!.judgement.championErrorRose).toBe(true);
    expect(second!.judgement.championErrorRose).toBe(false);
    for (const { judgement } of [first!, second!])
      expect(judgement.anchor.map(({ holds }) => holds)).toEqual([false]);
  });

  test('the anchor of the new champion holds from the change on', async () => {
    const { batches, table } = await walked;
    const after = batches.findIndex(({ judgement }) => judgement.verdict === 'promoted') + 1;
    const { anchor, championId } = batches[after]!.judgement;
    expect(championId).toBe(batches[after - 1]!.version.id);
    expect(anchor.map(({ tableId, holds }) => [tableId, holds])).toEqual([
      [table.id, false],
      ...batches.slice(0, after).map((batch) => [batch.table.id, true]),
    ]);
  });

  test('every update tells what it did to what was learnt before', async () => {
    const { batches } = await walked;
    for (const { judgement } of batches) {
      const errors = [...judgement.anchor.map(({ comparison }) => comparison), judgement.judging!];
      const { tasks, accuracy, backward, forward, forgetting } = judgement.transfer!;
      expect(tasks).toBe(errors.length);
      expect(accuracy).toBeCloseTo(
        1 - errors.reduce((sum, { challenger }) => sum + challenger, 0) / tasks,
        12,
      );
      for (const measured of [backward, forward, forgetting]) expect(measured).toBeTypeOf('number');
    }
    // The first batch brings the rules of another concept: of the first table's something is lost.
    expect(batches[0]!.judgement.transfer!.forgetting).toBeGreaterThan(0);
  });
});

describe('while the concept stays', () => {
  const walked = (async () => {
    const start = await championOn(steady, 0, 2000);
    return { ...start, batches: await learnStream(start.house, start.projectId, steady, 2000, 4000) };
  })();

  test('nothing is promoted, and the champion stays', async () => {
    const { house, projectId, version, batches } = await walked;
    expect(batches.map(({ judgement }) => judgement.verdict)).toEqual(Array(4).fill('unproven'));
    const { aliases } = await house.workspace.project(projectId);
    expect(aliases.champion!.versionId).toBe(version.id);
    expect(aliases.challenger!.versionId).toBe(batches.at(-1)!.version.id);
  });

  test('the standing challenger goes on, and goes through the next batch in the shadow first', async () => {
    const { version, batches } = await walked;
    expect(batches.map(({ version: { parents } }) => parents[0])).toEqual([
      version.id,
      ...batches.slice(0, -1).map((batch) => batch.version.id),
    ]);
    expect(batches.map(({ judgement }) => judgement.shadow?.rows ?? null)).toEqual([null, 400, 400, 400]);
    expect(batches.map(({ judgement }) => judgement.judging!.rows)).toEqual([100, 100, 100, 100]);
  });

  test('moments and step count go on with the weights', async () => {
    const { house, version, batches } = await walked;
    const parent = await snapshotOf(house, version);
    const child = await snapshotOf(house, batches[0]!.version);
    expect(child.step).toBe(parent.step + batches[0]!.version.steps);
    expect(batches[0]!.version.steps).toBeGreaterThan(0);
    expect(child.secondMoment.length).toBe(parent.secondMoment.length);
    expect(child.secondMoment).not.toEqual(parent.secondMoment);
    // Begun anew at step 0, Adam's second moments would be far from where they had come to.
    const share = child.secondMoment.map((value, index) => value / parent.secondMoment[index]!);
    expect(Math.max(...share.filter(Number.isFinite))).toBeLessThan(1e3);
  });

  test('the lineage holds every split that was learnt, and the trial one beginning a batch', async () => {
    const { version, batches } = await walked;
    expect(batches.at(-1)!.version.splits.slice(0, 1)).toEqual(version.splits);
    expect(batches.map(({ version: { splits } }) => splits.length)).toEqual([2, 3, 4, 5]);
    expect(batches.map(({ judgement }) => judgement.trial.logWealth.length)).toEqual([1, 2, 3, 4]);
  });
});

test('a model that is trained in between does not begin the trial anew', async () => {
  const { house, projectId, table } = await championOn(steady, 0, 1000);
  const [first] = await learnStream(house, projectId, steady, 1000, 1500);
  await train(house, table, { seed: 2 });
  const [second] = await learnStream(house, projectId, steady, 1500, 2000);
  expect(first!.judgement.trial.logWealth).toHaveLength(1);
  expect(second!.judgement.trial.logWealth).toHaveLength(2);
  expect(second!.version.number).toBe(4);
});

test('rows that judge never teach', async () => {
  const learnt = async (changed: { from: number; to: number } | null) => {
    const { house, projectId, version } = await championOn(steady, 0, 1000);
    const rows = takeRows(
      steady,
      Uint32Array.from({ length: 500 }, (_, i) => 1000 + i),
    );
    const batch = changed ? nudged(rows, changed.from, changed.to) : rows;
    const file = csvBlob(csvText(batch, { header: true }));
    return { parent: version, child: (await learnOn(house, projectId, file)).version };
  };
  const as = await learnt(null);
  const otherJudges = await learnt({ from: 400, to: 500 });
  const otherTeachers = await learnt({ from: 0, to: 100 });
  expect(otherJudges.parent.snapshot).toBe(as.parent.snapshot);
  expect(otherJudges.child.snapshot).toBe(as.child.snapshot);
  expect(otherJudges.child.judgement!.evidence).not.toBe(as.child.judgement!.evidence);
  expect(otherTeachers.child.snapshot).not.toBe(as.child.snapshot);
});

/** The same rows with the feature that says nothing mirrored in some of them. */
function nudged(table: Table, from: number, to: number): Table {
  const columns = table.columns.map((column) => {
    if (column.name !== 'x3' || column.kind !== 'number') return column;
    return {
      ...column,
      values: column.values.map((value, row) => (row >= from && row < to ? 10 - value : value)),
    };
  });
  return { rows: table.rows, columns };
}

describe('a challenger that forgot', () => {
  // New rows of one class only, learnt fast and without replay: the other class is unlearnt.
  const walked = (async () => {
    const options = { replayRatio: 0, updateLearningRate: 0.05 };
    const start = await championOn(steady, 0, 2000, { options });
    const zeros = onlyClass(steady, '0', 2000, 4000);
    const file = csvBlob(csvText(zeros, { header: true }));
    return { ...start, file, result: await learnOn(start.house, start.projectId, file) };
  })();

  test('is blocked by the anchor, though the champion errs no more than before', async () => {
    const { result } = await walked;
    const { verdict, reason, championErrorRose, anchor, forgettingBudget } = result.judgement;
    expect(championErrorRose).toBe(false);
    expect(verdict).toBe('forgot');
    expect(anchor[0]!.holds).toBe(true);
    expect(anchor[0]!.comparison.low).toBeGreaterThan(forgettingBudget);
    expect(reason).toMatch(/^Not promoted: on 600 guard rows of earlier data it errs [\d.]+ points more/);
  });

  test('is kept as a version, but stands no longer, and the next one starts from the champion', async () => {
    const { house, projectId, version, result, file } = await walked;
    const { aliases, versions } = await house.workspace.project(projectId);
    expect(versions.map(({ id }) => id)).toEqual([version.id, result.version.id]);
    expect(aliases.champion!.versionId).toBe(version.id);
    expect(aliases.challenger).toBeUndefined();
    const next: ModelVersion = (await learnOn(house, projectId, file, { seed: 8 })).version;
    expect(next.parents).toEqual([version.id]);
  });
});

function onlyClass(stream: Table, label: string, from: number, to: number): Table {
  const column = stream.columns.find(({ name }) => name === 'class');
  if (!column || !('dictionary' in column)) throw new Error('the stream has classes');
  const code = column.dictionary.indexOf(label);
  const rows = [...column.values.keys()].filter((row) => row >= from && row < to);
  return takeRows(stream, Uint32Array.from(rows.filter((row) => column.values[row] === code)));
}

test('two batches that come at once are learnt one after the other', async () => {
  const { house, projectId } = await championOn(steady, 0, 1000);
  const [first, second] = await Promise.all(
    [1000, 1500].map((from) => learnOn(house, projectId, rowsAsCsv(steady, from, from + 500))),
  );
  expect([first!.version.number, second!.version.number]).toEqual([2, 3]);
  expect(second!.version.parents).toEqual([first!.version.id]);
  expect(second!.judgement.shadow!.rows).toBe(400);
});

test('a regression is judged by its absolute error, with a budget that is a share of it', async () => {
  const stream = friedman.generate(1000, 1);
  const house = openHouse();
  const table = await importCsv(house, rowsAsCsv(stream, 0, 600));
  const version = await train(house, table, {
    target: { column: friedman.target, task: 'regression' },
    split: { kind: 'random', seed: 1 },
  });
  const { judgement } = await learnOn(house, table.projectId, rowsAsCsv(stream, 600, 1000));
  const { anchor, forgettingBudget, championId } = judgement;
  const judging = judgement.judging!;
  expect(championId).toBe(version.id);
  expect(judging).toMatchObject({ loss: 'absolute-error', rows: 80 });
  expect(judging.wins + judging.losses + judging.ties).toBe(80);
  const mae = version.evaluation!.scores.find(({ metric }) => metric === 'mae')!.value;
  expect(Math.abs(judging.champion - mae)).toBeLessThan(0.5 * mae);
  expect(forgettingBudget).toBeCloseTo(0.05 * anchor[0]!.comparison.champion, 10);
  expect(judgement.reason).toContain('it was closer');
});
