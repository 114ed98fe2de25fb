import { describe, expect, test } from 'vitest';
import { columnOf } from '../../src/core/table.ts';
import {
  championOn,
  csvBlob,
  importCsv,
  learnOn,
  openHouse,
  rowsAsCsv,
  seaStream,
  train,
} from './house-for-test.ts';
import { runJob } from './in-process.ts';

const stream = seaStream(4000);
const house = championOn(stream, 0, 800);

async function evaluated(text: string, labels: Readonly<Record<string, string>> = {}) {
  const { house: own, version } = await house;
  const before = own.contents();
  try {
    return await runJob(own.workspace, 'evaluate-file', {
      versionId: version.id,
      file: csvBlob(text),
      fileName: 'labelled.csv',
      labels,
    });
  } finally {
    expect(own.contents()).toEqual(before);
  }
}

describe('evaluating a labelled file', () => {
  test('scores every labelled row beside the baseline of the training rows, and keeps nothing', async () => {
    const { version } = await house;
    const { evaluation, report } = await evaluated(await rowsAsCsv(stream, 800, 1000).text());
    expect(report.rows).toBe(200);
    expect(evaluation).toMatchObject({ task: 'binary', rows: 200, baseline: 'majority' });
    const accuracy = evaluation.scores.find(({ metric }) => metric === 'accuracy')!;
    const labels = columnOf(stream, 'class');
    if (!('dictionary' in labels) || version.baseline.kind !== 'majority') throw new Error('it has classes');
    const zeros = Array.from(labels.values.slice(800, 1000), (code) => labels.dictionary[code]).filter(
      (label) => label === '0',
    ).length;
    expect(version.baseline.prior[0]).toBeGreaterThan(0.5);
    expect(accuracy.baseline).toBeCloseTo(zeros / 200, 10);
    expect(accuracy.value).toBeGreaterThan(accuracy.baseline);
  });

  test('leaves out rows without a label', async () => {
    const { evaluation, report } = await evaluated('x1,x2,x3,class\n1,2,3,1\n4,5,6,\n7,8,9,0\n');
    expect([report.rows, evaluation.rows]).toEqual([3, 2]);
  });

  test('refuses a label that is not known, with the class that it resembles', async () => {
    const own = openHouse();
    const lines = Array.from({ length: 60 }, (_, row) => `${row % 10},${row % 10 < 5 ? '<=50K' : '>50K'}`);
    const table = await importCsv(own, csvBlob(`age,income\n${lines.join('\n')}\n`));
    const { id: versionId } = await train(own, table, { split: { kind: 'random', seed: 1 } });
    const file = csvBlob('age,income\n1,<=50K.\n2,>50K.\n9,>50K.\n');
    const request = { versionId, file, fileName: null };
    await expect(runJob(own.workspace, 'evaluate-file', { ...request, labels: {} })).rejects.toMatchObject({
      code: 'unknown-label',
      stage: 'prepare',
      details: { column: 'income', label: '<=50K.', row: 1, rows: 1, suggestion: '<=50K' },
    });
    await expect(
      runJob(own.workspace, 'evaluate-file', { ...request, labels: { '<=50K.': '<=50K' } }),
    ).rejects.toMatchObject({ details: { label: '>50K.', suggestion: '>50K' } });
    const { evaluation } = await runJob(own.workspace, 'evaluate-file', {
      ...request,
      labels: { '<=50K.': '<=50K', '>50K.': '>50K' },
    });
    expect(evaluation.confusion).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  test('understands yes and no, true and false, 1 and 0 where the answer is a truth value', async () => {
    const own = openHouse();
    const lines = Array.from({ length: 60 }, (_, row) => `${row % 10},${row % 10 < 5 ? 'no' : 'yes'}`);
    const table = await importCsv(own, csvBlob(`age,churn\n${lines.join('\n')}\n`));
    const { id: versionId, target } = await train(own, table, { split: { kind: 'random', seed: 1 } });
    expect(target.classes).toEqual(['false', 'true']);
    for (const [no, yes] of [
      ['no', 'yes'],
      ['false', 'TRUE'],
      ['0', '1'],
    ]) {
      const file = csvBlob(`age,churn\n0,${no}\n1,${no}\n8,${yes}\n9,${yes}\n9,${no}\n`);
      const request = { versionId, file, fileName: null, labels: {} };
      const { evaluation } = await runJob(own.workspace, 'evaluate-file', request);
      expect(evaluation.confusion).toEqual([
        [2, 1],
        [0, 2],
      ]);
    }
    const learnt = await learnOn(own, table.projectId, csvBlob(`age,churn\n${lines.join('\n')}\n`));
    expect(learnt.judgement.judging!.rows).toBe(12);
    const odd = { versionId, file: csvBlob('age,churn\n1,no\n2,maybe\n'), fileName: null };
    await expect(runJob(own.workspace, 'evaluate-file', { ...odd, labels: {} })).rejects.toMatchObject({
      code: 'unknown-label',
    });
  });

  test('without any label there is nothing to judge by', async () => {
    await expect(evaluated('x1,x2,x3,class\n1,2,3,\n4,5,6,NA\n')).rejects.toMatchObject({
      code: 'no-labels',
    });
    await expect(evaluated('x1,x2,x3\n1,2,3\n4,5,6\n')).rejects.toMatchObject({ code: 'missing-column' });
  });
});

describe('comparing two versions', () => {
  test('happens on the report rows that neither has learnt', async () => {
    const { house: own, table, version } = await championOn(stream, 0, 600);
    const other = await train(own, table, {
      fractions: FRACTIONS,
      options: { epochs: 1, learningRate: 1e-6 },
    });
    const { splits } = await own.workspace.project(table.projectId);
    expect(splits).toHaveLength(1);
    const { comparison } = await runJob(own.workspace, 'compare', {
      championId: version.id,
      challengerId: other.id,
    });
    expect(comparison.rows).toBe(splits[0]!.counts.report);
    expect(comparison.wins + comparison.losses + comparison.ties).toBe(comparison.rows);
    expect(comparison.champion).toBeCloseTo(errorOf(version), 10);
    expect(comparison.challenger).toBeCloseTo(errorOf(other), 10);
    expect(comparison.difference).toBeCloseTo(comparison.challenger - comparison.champion, 10);
    const back = await runJob(own.workspace, 'compare', { championId: other.id, challengerId: version.id });
    expect(back.comparison.difference).toBeCloseTo(-comparison.difference, 10);
    const same = await runJob(own.workspace, 'compare', { championId: other.id, challengerId: other.id });
    expect(same.comparison).toMatchObject({ difference: 0, wins: 0, losses: 0 });
  });

  test('of different tables is refused with both numbers', async () => {
    const { house: own, version, projectId } = await championOn(stream, 0, 600);
    const { table } = await runJob(own.workspace, 'import', {
      file: rowsAsCsv(stream, 600, 1000),
      fileName: null,
      projectId,
      options: {},
    });
    const other = await train(own, table);
    await expect(
      runJob(own.workspace, 'compare', { championId: version.id, challengerId: other.id }),
    ).rejects.toMatchObject({
      code: 'compare',
      message:
        'versions 1 and 2 have no report rows in common: they were trained on different tables or splits',
    });
  });

  const FRACTIONS = { train: 0.5, validation: 0.1, guard: 0.3, report: 0.1 };
  const errorOf = ({ evaluation }: Awaited<ReturnType<typeof train>>) =>
    1 - evaluation!.scores.find(({ metric }) => metric === 'accuracy')!.value;
});

describe('inspecting', () => {
  test('a cell of the confusion matrix opens the rows behind it, the most surprising first', async () => {
    const { house: own, version } = await house;
    const { confusion } = (await own.workspace.report(version.id)).evaluation!;
    for (const actual of [0, 1])
      for (const predicted of [0, 1]) {
        const { columns, rows } = await runJob(own.workspace, 'inspect', {
          versionId: version.id,
          cell: { actual, predicted },
          limit: 1000,
        });
        expect(columns).toEqual(['x1', 'x2', 'x3', 'class']);
        expect(rows).toHaveLength(confusion[actual]![predicted]!);
        for (const row of rows) {
          expect(row).toMatchObject({ actual: String(actual), predicted: String(predicted) });
          expect(row.cells).toEqual((await own.workspace.cells(tableIdOf(await house), row.row, 1))[0]);
          expect(row.cells[3]).toBe(String(actual));
        }
        const scores = rows.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => a - b));
        expect(scores.every((score) => (actual === predicted ? score >= 0.5 : score <= 0.5))).toBe(true);
      }
  });

  test('without a cell it opens those that were missed by most, as many as asked for', async () => {
    const own = openHouse();
    const { table } = await runJob(own.workspace, 'sample', {
      sample: 'friedman',
      rows: 300,
      seed: 1,
      projectId: null,
    });
    const version = await train(own, table);
    const { rows } = await runJob(own.workspace, 'inspect', { versionId: version.id, cell: null, limit: 5 });
    expect(rows).toHaveLength(5);
    const misses = rows.map(({ score }) => Math.abs(score));
    expect(misses).toEqual(misses.toSorted((a, b) => b - a));
    for (const { score, actual, predicted } of rows)
      expect(score).toBeCloseTo(Number(predicted) - Number(actual), 4);
    const { evaluation } = await own.workspace.report(version.id);
    const largest = Math.max(
      ...evaluation!.residuals.map(({ actual, predicted }) => Math.abs(actual - predicted)),
    );
    expect(misses[0]).toBeCloseTo(largest, 4);
  });

  const tableIdOf = ({ table }: Awaited<typeof house>) => table.id;
});
