import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../../src/core/detector.ts';
import { hddmA } from '../../../src/flow/monitor/hddm-a.ts';
import { catalog } from '../../../src/workspace/catalog.ts';
import { alarmsOf, checkDetector, errors } from '../../checks/detector.ts';
import river from '../../reference/detectors.json' with { type: 'json' };

for (const load of Object.values(catalog.detectors)) checkDetector(await load());

describe('HDDM_A sounds where River’s does', () => {
  const rowsOf = (alarms: readonly Alarm[], kind: Alarm) =>
    [...alarms.keys()].filter((row) => alarms[row] === kind);

  test.each([...river.entries()])('stream %i', (_, { rows, ones, alarms }) => {
    const stream = new Array<number>(rows).fill(0);
    for (const row of ones) stream[row] = 1;
    for (const [isTwoSided, expected] of [
      [false, alarms['one-sided']],
      [true, alarms['two-sided']],
    ] as const) {
      const found = alarmsOf(hddmA.create({ ...hddmA.defaults, isTwoSided }), stream);
      expect(rowsOf(found, 'drift')).toEqual(expected.drifts);
      expect(rowsOf(found, 'warning')).toEqual(expected.warnings);
    }
  });
});

describe('how soon it notices a rise after 2,000 rows', () => {
  // Medians over 61 seeded streams, against the delays that were measured with River.
  test.each([
    [0.2, 0.4, 112],
    [0.1, 0.2, 390],
    [0.05, 0.5, 27],
  ])('from %d to %d: some %i rows', (before, after, promised) => {
    const delays = Array.from({ length: 61 }, (_, seed) => {
      const stream = [...errors(before, 2000, seed), ...errors(after, 3000, 1000 + seed)];
      const row = alarmsOf(hddmA.create(hddmA.defaults), stream).indexOf('drift', 2000);
      return row === -1 ? 3000 : row - 2000;
    });
    const median = delays.sort((a, b) => a - b)[30]!;
    expect(median).toBeGreaterThan(0.75 * promised);
    expect(median).toBeLessThan(1.25 * promised);
  });

  test('of 300,000 rows without a change at most 5 raise an alarm', () => {
    let drifts = 0;
    for (let seed = 0; seed < 30; seed++)
      drifts += alarmsOf(hddmA.create(hddmA.defaults), errors(0.2, 10_000, seed)).filter(
        (alarm) => alarm === 'drift',
      ).length;
    expect(drifts).toBeLessThanOrEqual(5);
  });
});

test.each([
  { alphaW: 0.001, alphaD: 0.005 },
  { alphaW: 0.005, alphaD: 0 },
  { alphaW: 1, alphaD: 0.001 },
  { alphaW: NaN, alphaD: 0.001 },
])('refuses %o', (alphas) => {
  expect(() => hddmA.create({ ...hddmA.defaults, ...alphas })).toThrowError(
    expect.objectContaining({ code: 'options' }) as Error,
  );
});
