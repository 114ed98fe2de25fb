import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import type { Jobs } from '../../src/workspace/api.ts';
import { csvBlob, importCsv, learnOn, openHouse, type TestHouse, train } from './house-for-test.ts';
import { runJob } from './in-process.ts';

interface Rows {
  readonly rows: number;
  readonly seed: number;
  /** Added to every size: the features change, and the answer follows from them as before. */
  readonly shift?: number;
  readonly isLabelled?: boolean;
}

const random = { kind: 'random', seed: 1 } as const;

/** Rows whose answer is a coin, weighted by two of three columns. */
function rowsCsv({ rows, seed, shift = 0, isLabelled = true }: Rows): Blob {
  const random = new Random(seed);
  const lines = Array.from({ length: rows }, () => {
    const [size, weight, colour] = [random.normal() + shift, random.normal(), random.below(3)];
    const isYes = random.uniform() < 1 / (1 + Math.exp(-(2 * size + weight)));
    const cells = [size.toFixed(4), weight.toFixed(4), ['red', 'green', 'blue'][colour]!];
    return [...cells, ...(isLabelled ? [isYes ? 'yes' : 'no'] : [])].join(',');
  });
  return csvBlob(`size,weight,colour${isLabelled ? ',answer' : ''}\n${lines.join('\n')}\n`);
}

const trained = (async () => {
  const house = openHouse();
  const table = await importCsv(house, rowsCsv({ rows: 3000, seed: 1 }));
  return { house, table, version: await train(house, table, { split: random }) };
})();

async function checked(rows: Rows): Promise<Jobs['check-file']['result']> {
  const { house, version } = await trained;
  return checkOf(house, version.id, rowsCsv({ isLabelled: false, ...rows }));
}

/** Nothing may be kept of it. */
async function checkOf(house: TestHouse, versionId: string, file: Blob) {
  const before = house.contents();
  const result = await runJob(house.workspace, 'check-file', { versionId, file, fileName: 'new.csv' });
  expect(house.contents()).toEqual(before);
  return result;
}

function movedOf({ drift }: Jobs['check-file']['result']): readonly string[] {
  return drift!.columns.filter(({ hasMoved }) => hasMoved).map(({ column }) => column);
}

async function accuracyOn(rows: Rows): Promise<number> {
  const { house, version } = await trained;
  const request = { versionId: version.id, file: rowsCsv(rows), fileName: 'true.csv', labels: {} };
  const { evaluation } = await runJob(house.workspace, 'evaluate-file', request);
  return evaluation.scores.find(({ metric }) => metric === 'accuracy')!.value;
}

describe('a file without labels', () => {
  test('whose column is shifted has that column named, and an accuracy near what its labels show', async () => {
    const rows = { rows: 2000, seed: 2, shift: 1.5 };
    const result = await checked(rows);
    expect(movedOf(result)).toEqual(['size']);
    const { values } = result.drift!.columns[0]!;
    expect(values!.effectSize).toBeGreaterThan(1.3);
    expect(values!.effectSize).toBeLessThan(1.7);
    expect(values!.correctedPValue).toBeLessThan(0.01);
    if (result.quality.kind !== 'estimated') throw new Error('it is a classification');
    const { accuracy, assumption, calibratedOn, calibrator } = result.quality;
    const [there, before] = [await accuracyOn(rows), await accuracyOn({ rows: 2000, seed: 3 })];
    expect(there - before).toBeGreaterThan(0.05);
    expect(Math.abs(accuracy.value - there)).toBeLessThan((there - before) / 2);
    expect(accuracy.low).toBeLessThan(accuracy.value);
    expect(accuracy.high).toBeGreaterThan(accuracy.value);
    expect(assumption).toMatch(/only the features have changed.*calibrated probabilities come true/);
    expect([calibrator, calibratedOn]).toEqual(['Platt scaling', 600]);
  });

  test('of the same distribution has no moved column, and the accuracy that it had', async () => {
    const rows = { rows: 2000, seed: 4 };
    const result = await checked(rows);
    expect(movedOf(result)).toEqual([]);
    expect(result).toMatchObject({ rows: 2000, sampled: 2000 });
    expect(result.drift).toMatchObject({ learntRows: 1950, sampledRows: 1950, left: [] });
    if (result.quality.kind !== 'estimated') throw new Error('it is a classification');
    expect(Math.abs(result.quality.accuracy.value - (await accuracyOn(rows)))).toBeLessThan(0.02);
  });

  test('that is long is sampled by the seed, the same rows each time', async () => {
    const rows = { rows: 12_000, seed: 5 };
    const result = await checked(rows);
    expect(result).toMatchObject({ rows: 12_000, sampled: 10_000 });
    expect(await checked(rows)).toEqual(result);
  });

  test('without a column that the model needs is refused by its name', async () => {
    const { house, version } = await trained;
    const job = checkOf(house, version.id, csvBlob('colour,weight\nred,1\nblue,2\n'));
    await expect(job).rejects.toMatchObject({ code: 'missing-column', details: { column: 'size' } });
    await expect(job).rejects.toThrow('the table lacks the column "size", from which the model learnt');
  });

  test('is let go of as soon as the check is cancelled', async () => {
    const { house, version } = await trained;
    const before = house.contents();
    const controller = new AbortController();
    const phases: string[] = [];
    const job = house.workspace.run(
      'check-file',
      { versionId: version.id, file: rowsCsv({ rows: 500, seed: 6 }), fileName: null },
      {
        signal: controller.signal,
        report: ({ phase, done, total, unit }) => {
          phases.push(phase);
          if (phase !== 'comparing') return;
          expect([done, total, unit]).toEqual([1, 3, 'columns']);
          controller.abort();
        },
      },
    );
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(phases).toContain('predicting');
    expect(house.contents()).toEqual(before);
  });
});

describe('what cannot be estimated', () => {
  test('is a regression; its columns are compared all the same', async () => {
    const house = openHouse();
    const csv = (shift: number) => {
      const lines = Array.from({ length: 400 }, (_, row) => `${(row % 20) + shift},${(row % 20) * 100}`);
      return csvBlob(`x,price\n${lines.join('\n')}\n`);
    };
    const table = await importCsv(house, csv(0));
    const target = { column: 'price', task: 'regression' } as const;
    const version = await train(house, table, { target, split: random });
    const result = await checkOf(house, version.id, csv(9));
    expect(result.quality).toMatchObject({ kind: 'not-estimated', reason: 'regression' });
    expect(movedOf(result)).toEqual(['x']);
  });

  test('is a model that has too few rows which it has not learnt', async () => {
    const house = openHouse();
    const table = await importCsv(house, rowsCsv({ rows: 100, seed: 1 }));
    const version = await train(house, table, { split: random });
    const { quality } = await checkOf(house, version.id, rowsCsv({ rows: 50, seed: 2 }));
    expect(quality).toEqual({
      kind: 'not-estimated',
      reason: 'few-held-rows',
      heldRows: 20,
      fewestRows: 30,
    });
  });

  test('is a model that came without its rows; nothing can be compared with them either', async () => {
    const { house, version } = await trained;
    const options = { versionId: version.id, rememberedRows: true, passphrase: null };
    const { file } = await runJob(house.workspace, 'export-model', options);
    const other = openHouse();
    const imported = await runJob(other.workspace, 'import-archive', {
      ...{ file, passphrase: null },
      ifPresent: 'refuse',
    });
    const result = await checkOf(other, imported.versionId!, rowsCsv({ rows: 50, seed: 2 }));
    expect(result.quality).toMatchObject({ reason: 'few-held-rows', heldRows: 0 });
    expect(result.drift).toBeNull();
  });
});

test('a model that learnt on is held against all that it learnt, and calibrated on what judged it too', async () => {
  const house = openHouse();
  const table = await importCsv(house, rowsCsv({ rows: 1000, seed: 1 }));
  await train(house, table, { split: random });
  const file = rowsCsv({ rows: 500, seed: 2, shift: 1 });
  const { version } = await learnOn(house, table.projectId, file);
  const { splits } = await house.workspace.project(table.projectId);
  const { judge, train: taught } = splits.find(({ id }) => id === version.splits[1])!.counts;
  expect(judge).toBeGreaterThan(0);
  const { drift, quality } = await checkOf(house, version.id, rowsCsv({ rows: 400, seed: 3 }));
  expect(drift!.learntRows).toBe(650 + taught);
  expect(quality).toMatchObject({ kind: 'estimated', calibratedOn: 200 + judge });
});
