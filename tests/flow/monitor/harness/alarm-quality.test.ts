import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hddmA } from '../../../../src/flow/monitor/hddm-a.ts';
import { alarmQuality, type WatchedStream } from '../../../../src/flow/monitor/harness/alarm-quality.ts';
import { alarmsOf, errors } from '../../../checks/detector.ts';

test('the first alarm of a change counts for it, all others are false', async () => {
  const streams: WatchedStream[] = [
    { rows: 1000, changes: [300, 600], alarms: [100, 310, 350, 640] },
    { rows: 1000, changes: [500], alarms: [] },
  ];
  const { precision, recall, meanDelay, falseAlarms } = await alarmQuality(streams);
  expect(precision.value).toBe(0.5);
  expect(recall.value).toBeCloseTo(2 / 3, 12);
  expect(meanDelay.value).toBe(25);
  expect(falseAlarms.value).toBe(10);
  const inTime = await alarmQuality(streams, { inTime: 20 });
  expect(inTime.recall.value).toBeCloseTo(1 / 3, 12);
  expect(inTime.meanDelay.value).toBe(10);
  expect(inTime.falseAlarms.value).toBe(15);
});

test('an alarm at the row of the change has no delay, and what is not known is no number', async () => {
  expect(await alarmQuality([{ rows: 10, changes: [4], alarms: [4] }])).toMatchObject({
    precision: { value: 1 },
    recall: { value: 1 },
    meanDelay: { value: 0, low: 0, high: 0 },
    falseAlarms: { value: 0 },
  });
  const silent = await alarmQuality([{ rows: 10, changes: [], alarms: [] }]);
  expect([silent.precision.value, silent.recall.value, silent.meanDelay.value]).toEqual([NaN, NaN, NaN]);
  expect(silent.falseAlarms).toEqual({ value: 0, low: 0, high: 0 });
});

test('an interval holds its value, and narrows with more streams', async () => {
  const watched = (streams: number): WatchedStream[] =>
    Array.from({ length: streams }, (_, seed) => {
      const stream = [...errors(0.2, 500, seed), ...errors(0.5, 300, 1000 + seed)];
      const alarms = alarmsOf(hddmA.create(hddmA.defaults), stream);
      return {
        rows: 800,
        changes: [500],
        alarms: [...alarms.keys()].filter((row) => alarms[row] === 'drift'),
      };
    });
  const [few, many] = [await alarmQuality(watched(10)), await alarmQuality(watched(160))];
  for (const { low, value, high } of [few.meanDelay, many.meanDelay, many.recall]) {
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  }
  expect(many.meanDelay.high - many.meanDelay.low).toBeLessThan(
    0.5 * (few.meanDelay.high - few.meanDelay.low),
  );
  expect(many.recall.value).toBeGreaterThan(0.97);
});

test('no more is noticed than has changed or was told', async () => {
  const rows = fc
    .uniqueArray(fc.nat({ max: 99 }), { maxLength: 12 })
    .map((found) => found.sort((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ rows: fc.constant(100), changes: rows, alarms: rows }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (streams) => {
        const { precision, recall, meanDelay } = await alarmQuality(streams);
        for (const { value } of [precision, recall])
          expect(Number.isNaN(value) || (value >= 0 && value <= 1)).toBe(true);
        expect(Number.isNaN(meanDelay.value) || meanDelay.value >= 0).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

test.each<[string, WatchedStream[]]>([
  ['no stream', []],
  ['alarms out of order', [{ rows: 10, changes: [], alarms: [5, 4] }]],
  ['a change beyond the stream', [{ rows: 10, changes: [10], alarms: [] }]],
])('refuses %s', async (_, streams) => {
  await expect(alarmQuality(streams)).rejects.toMatchObject({ code: 'alarms', stage: 'monitor' });
});
