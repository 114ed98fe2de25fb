import { describe, expect, test } from 'vitest';
import type { LabelledRow, LabelOrigin } from '../../src/core/feedback.ts';
import { agrawal } from '../../src/flow/collect/samples/agrawal.ts';
import { DEFAULT_FRACTIONS } from '../../src/workspace/api.ts';
import {
  accuracyOn,
  championOn,
  importCsv,
  learnOn,
  openHouse,
  rowsAsCsv,
  seaStream,
  train,
} from './house-for-test.ts';
import { learnRows, range, rowsOf } from './labelled-rows.ts';

// Rows 4,000 to 6,000 have the threshold 7 and the last 2,000 have 9.5: one label in five changes.
const drifting = seaStream(8000);

describe('rows of a full batch', () => {
  test('are learnt to the same bytes as the same rows of a file', async () => {
    const stream = agrawal.generate(2000, 3);
    const results = await Promise.all(
      [false, true].map(async (asFile) => {
        const house = openHouse();
        const table = await importCsv(house, rowsAsCsv(stream, 0, 1000));
        await train(house, table);
        const { projectId } = table;
        const batch = (from: number, to: number) =>
          asFile
            ? learnOn(house, projectId, rowsAsCsv(stream, from, to), { engine: 'reference' })
            : learnRows(house, projectId, rowsOf(stream, 'group', range(from, to)));
        return [await batch(1000, 1300), await batch(1300, 1500)] as const;
      }),
    );
    for (const index of [0, 1] as const) {
      const [rows, file] = [results[0]![index], results[1]![index]];
      expect(rows.version.snapshot).toBe(file.version.snapshot);
      const { judging, shadow, evidence, verdict } = rows.judgement;
      expect(file.judgement).toMatchObject({ judging, shadow, evidence, verdict });
    }
  });
});

describe('what people say of predictions', () => {
  test('never promotes, however clear it seems; audits among it do', async () => {
    const verdicts = async (originOf: (row: number) => LabelOrigin) => {
      const { house, projectId } = await championOn(drifting, 4000, 6000);
      const results = [];
      for (const from of [6000, 6500, 7000])
        results.push(
          await learnRows(house, projectId, rowsOf(drifting, 'class', range(from, from + 500), originOf)),
        );
      return { house, projectId, results };
    };
    const told = await verdicts((row) => (row % 3 === 0 ? 'confirmation' : 'correction'));
    for (const { judgement } of told.results)
      expect(judgement).toMatchObject({
        verdict: 'unproven',
        judging: null,
        shadow: null,
        evidence: 1,
        championErrorRose: false,
      });
    expect(told.results[0]!.judgement.reason).toContain('only corrections and confirmations came');
    expect(told.results[0]!.judgement.anchor.length).toBeGreaterThan(0);
    const audited = await verdicts((row) => (row % 2 === 0 ? 'audit' : 'correction'));
    expect(audited.results.map(({ judgement }) => judgement.verdict)).toContain('promoted');
  });
});

describe('rows that cannot be learnt', () => {
  const house = championOn(drifting, 4000, 4500);
  const rows = rowsOf(drifting, 'class', range(6000, 6020));

  test.each<[string, Partial<LabelledRow> | null, string, RegExp]>([
    ['no number', { cells: { x1: 'tall' } }, 'cell', /^row 3: "x1" is "tall"; it must be a number/],
    ['an infinite one', { cells: { x1: Infinity } }, 'rows', /^row 3 cannot be learnt: "x1" is Infinity/],
    ['a label of no class', { label: '7' }, 'unknown-label', /"7" \(row 3; 1 row in all\)/],
    ['a blank label', { label: ' ' }, 'no-labels', /^row 3 has no label/],
    ['no label', { label: null as never }, 'rows', /^row 3 cannot be learnt: its label is null/],
    [
      'an unknown origin',
      { origin: 'guess' as never },
      'rows',
      /its origin is "guess"; it must be one of full-batch/,
    ],
    ['no cells', { cells: null as never }, 'rows', /it has no cells/],
  ])('%s: the row is named, and nothing is kept', async (_, wrong, code, message) => {
    const { house: tested, projectId } = await house;
    const before = tested.contents();
    const brought = rows.map((row, index) => (index === 2 ? { ...row, ...wrong } : row));
    const learning = learnRows(tested, projectId, brought);
    await expect(learning).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(tested.contents()).toEqual(before);
  });

  test('too few, too many', async () => {
    const { house: tested, projectId } = await house;
    await expect(learnRows(tested, projectId, rows.slice(0, 9))).rejects.toMatchObject({
      code: 'too-few-rows',
    });
    const many = Array.from({ length: 100_001 }, () => rows[0]!);
    await expect(learnRows(tested, projectId, many)).rejects.toMatchObject({ code: 'too-many-rows' });
  });

  test('a column that is not named is missing, and names of other columns do no harm', async () => {
    const { house: tested, projectId } = await house;
    const brought = rows.map(({ cells, ...row }) => ({
      ...row,
      cells: { x1: cells['x1']!, ['__proto__']: 'x', constructor: 1, 'x 9': 'other' },
    }));
    const { table } = await learnRows(tested, projectId, brought);
    expect(table.columns.map(({ name, missing }) => [name, missing])).toEqual([
      ['x1', 0],
      ['x2', 20],
      ['x3', 20],
      ['class', 0],
    ]);
  });
});

// All of 20 seeds promote within 300 rows and gain .10 or more, .29 on average; none of 20 without a change promotes.
describe('an abrupt change of concept, 300 rows in batches of 50', () => {
  const changing = agrawal.generate(12_000, 1);

  async function walked(from: number) {
    const { house, projectId, version } = await championOn(changing, from - 2000, from, {
      learner: 'network',
      fractions: DEFAULT_FRACTIONS,
    });
    const verdicts = [];
    for (let at = from; at < from + 300; at += 50) {
      const rows = rowsOf(changing, 'group', range(at, at + 50));
      verdicts.push((await learnRows(house, projectId, rows)).judgement.verdict);
    }
    const { aliases } = await house.workspace.project(projectId);
    const later = [changing, from + 300, from + 600, 'group'] as const;
    return {
      verdicts,
      frozen: await accuracyOn(house, version.id, ...later),
      served: await accuracyOn(house, aliases.champion!.versionId, ...later),
    };
  }

  test('the served model is far better on the next 300 than the first one', async () => {
    const { verdicts, frozen, served } = await walked(6000);
    expect(verdicts).toContain('promoted');
    expect(served).toBeGreaterThan(frozen + 0.1);
  });

  test('without a change nothing is promoted', async () => {
    const { verdicts, frozen, served } = await walked(5400);
    expect(verdicts).not.toContain('promoted');
    expect(served).toBe(frozen);
  });
});
