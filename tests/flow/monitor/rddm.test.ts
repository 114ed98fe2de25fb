import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../../src/core/detector.ts';
import { rddm } from '../../../src/flow/monitor/rddm.ts';
import { alarmsOf, errors } from '../../checks/detector.ts';
import stored from '../../reference/detectors.json' with { type: 'json' };
import moa from '../../reference/rddm.json' with { type: 'json' };

describe(`sounds where MOA’s does (${moa.moa})`, () => {
  test.each([...moa.streams.entries()])('stream %i', (place, { rows, ones, drifts, warnings }) => {
    const stream = new Array<number>(rows).fill(0);
    for (const row of ones ?? stored.streams[place]!.ones) stream[row] = 1;
    const found = alarmsOf(rddm.create(rddm.defaults), stream);
    expect(rowsOf(found, 'drift')).toEqual(drifts);
    const warned = warnings.flatMap(([from, to]) => Array.from({ length: to! - from! }, (_, i) => from! + i));
    expect(rowsOf(found, 'warning')).toEqual(warned);
  });
});

test('goes on after being stored while old rows are let go', () => {
  const options = { ...rddm.defaults, mostRows: 600, keptRows: 300, mostWarnings: 100 };
  const stream = [...errors(0.2, 2000, 1), ...errors(0.25, 2000, 2)];
  const whole = alarmsOf(rddm.create(options), stream);
  expect(whole).toContain('drift');
  const first = rddm.create(options);
  const before = alarmsOf(first, stream.slice(0, 2450));
  const second = rddm.load(options, first.save());
  expect([...before, ...alarmsOf(second, stream.slice(2450))]).toEqual(whole);
});

test.each([{ keptRows: 40_000 }, { mostWarnings: 7000 }, { driftDeviations: 1 }, { warmUpRows: 0 }])(
  'refuses %o',
  (options) => {
    expect(() => rddm.create({ ...rddm.defaults, ...options })).toThrowError(
      expect.objectContaining({ code: 'options' }) as Error,
    );
  },
);

function rowsOf(alarms: readonly Alarm[], kind: Alarm): number[] {
  return [...alarms.keys()].filter((row) => alarms[row] === kind);
}
