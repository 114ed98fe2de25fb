import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../../src/core/detector.ts';
import { hddmA } from '../../../src/flow/monitor/hddm-a.ts';
import { catalog } from '../../../src/workspace/catalog.ts';
import { alarmsOf, checkDetector, errors } from '../../checks/detector.ts';
import { riverDetectors } from '../../checks/river-detectors.ts';
import river from '../../reference/detectors.json' with { type: 'json' };

for (const load of Object.values(catalog.detectors)) checkDetector(await load());

describe.each(Object.entries(riverDetectors))(
  `%s sounds where River ${river.river}’s does`,
  (name, begin) => {
    test.each([...river.streams.entries()])('stream %i', (_, { rows, ones, alarms }) => {
      const stream = new Array<number>(rows).fill(0);
      for (const row of ones) stream[row] = 1;
      const found = alarmsOf(begin(), stream);
      const expected = alarms[name as keyof typeof alarms];
      expect(rowsOf(found, 'drift')).toEqual(expected.drifts);
      const warnings = expected.warnings.flatMap(([from, to]) => rowsBetween(from!, to!));
      expect(rowsOf(found, 'warning')).toEqual(warnings);
    });
  },
);

function rowsOf(alarms: readonly Alarm[], kind: Alarm): number[] {
  return [...alarms.keys()].filter((row) => alarms[row] === kind);
}

function rowsBetween(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

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
