import { describe, expect, test } from 'vitest';
import type { LabelOrigin } from '../../src/core/feedback.ts';
import { agrawal } from '../../src/flow/collect/samples/agrawal.ts';
import { championOn, importCsv, learnOn, openHouse, rowsAsCsv, seaStream, train } from './house-for-test.ts';
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
            ? learnOn(house, projectId, rowsAsCsv(stream, from, to))
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
