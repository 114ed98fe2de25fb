import { describe, expect, test } from 'vitest';
import type { Alarm, Detector, DetectorKind } from '../../src/core/detector.ts';
import { Random } from '../../src/core/random.ts';

/** In 40,000 values, of those that are known for them. */
const falseAlarmsKnown: Readonly<Record<string, number>> = {
  'hddm-w': 30,
  ddm: 30,
  eddm: 150,
  rddm: 60,
  kswin: 20,
};

/** Begin after a drift with the values since their warning, as their papers have it. */
const goOnFromWarning: readonly string[] = ['rddm'];

/** What every detector must do, whatever it looks at. */
export function checkDetector(kind: DetectorKind): void {
  const mostFalseAlarms = falseAlarmsKnown[kind.kind] ?? 2;
  const begin = (): Detector => kind.create(kind.defaults);

  describe(`detector ${kind.kind}`, () => {
    test('says what it is and where it comes from', () => {
      expect(kind.title).not.toBe('');
      expect(kind.summary).toMatch(/\.$/);
      expect(kind.source).toMatch(/\b(19|20)\d\d$/);
    });

    test('notices a rise that nobody would miss, within 200 values', () => {
      const alarms = alarmsOf(begin(), [...errors(0.1, 1000, 1), ...errors(0.7, 200, 2)]);
      expect(alarms.indexOf('drift', 1000)).toBeGreaterThanOrEqual(1000);
      expect(alarms.slice(0, 1000).filter((alarm) => alarm === 'drift').length).toBeLessThanOrEqual(
        mostFalseAlarms / 10,
      );
    });

    test(`raises at most ${mostFalseAlarms} alarms in 40,000 values of a stream that does not change`, () => {
      let drifts = 0;
      for (const [seed, share] of [0.05, 0.2, 0.35, 0.5].entries())
        drifts += alarmsOf(begin(), errors(share, 10_000, seed)).filter((alarm) => alarm === 'drift').length;
      expect(drifts).toBeLessThanOrEqual(mostFalseAlarms);
    });

    if (!goOnFromWarning.includes(kind.kind))
      test('after a drift the next value is its first', () => {
        const detector = begin();
        const stream = [...errors(0.1, 1000, 3), ...errors(0.8, 300, 4)];
        const after =
          1 + alarmsOf(detector, stream.slice(0, 1000), []).length + untilDrift(detector, stream, 1000);
        const rest = errors(0.8, 500, 5);
        expect(after).toBeLessThan(1300);
        expect(alarmsOf(detector, rest)).toEqual(alarmsOf(begin(), rest));
      });

    test('the same values give the same alarms, and one detector does not disturb another', () => {
      const stream = changing();
      const [one, other] = [begin(), begin()];
      const alarms = stream.map((value) => [one.update(value), other.update(value)] as const);
      expect(alarms.every(([a, b]) => a === b)).toBe(true);
      expect(alarmsOf(begin(), stream)).toEqual(alarms.map(([alarm]) => alarm));
    });

    test('goes on after being stored, anywhere, as if it had not been', () => {
      const stream = changing();
      const whole = alarmsOf(begin(), stream);
      for (const at of [0, 1, 999, 1001, 1010, 1500]) {
        const first = begin();
        const before = alarmsOf(first, stream.slice(0, at));
        const kept: unknown = JSON.parse(JSON.stringify(first.save()));
        const second = kind.load(kind.defaults, kept as ReturnType<Detector['save']>);
        expect(second.save()).toEqual(kept);
        expect([...before, ...alarmsOf(second, stream.slice(at))]).toEqual(whole);
      }
    });

    test('keeps no more after 100,000 values than after 10,000, but for the logarithm', () => {
      const size = (values: number) => {
        const detector = begin();
        for (let i = 0; i < values; i++) detector.update(Number(i % 5 === 0));
        return JSON.stringify(detector.save()).length;
      };
      expect(size(100_000)).toBeLessThan(3 * size(10_000));
    });

    test('refuses what is no loss, and stays as it was', () => {
      const detector = begin();
      detector.update(1);
      const before = detector.save();
      for (const value of [NaN, -Infinity, Infinity])
        expect(() => detector.update(value)).toThrowError(
          expect.objectContaining({ code: 'value' }) as Error,
        );
      expect(detector.save()).toEqual(before);
    });

    test('refuses what another detector has kept', () => {
      for (const saved of [{}, { other: [1, 2] }])
        expect(() => kind.load(kind.defaults, saved)).toThrowError(
          expect.objectContaining({ code: 'snapshot-format' }) as Error,
        );
    });
  });
}

export function alarmsOf(detector: Detector, values: readonly number[], into: Alarm[] = []): Alarm[] {
  for (const value of values) into.push(detector.update(value));
  return into;
}

/** 0/1 errors with this share of ones. */
export function errors(share: number, rows: number, seed: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => (random.uniform() < share ? 1 : 0));
}

function changing(): number[] {
  return [...errors(0.1, 1000, 6), ...errors(0.6, 300, 7), ...errors(0.2, 500, 8)];
}

/** How many values from here on it took until it noticed a drift. */
function untilDrift(detector: Detector, stream: readonly number[], from: number): number {
  let row = from;
  while (row < stream.length && detector.update(stream[row]!) !== 'drift') row++;
  return row - from;
}
