import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/core/random.ts';
import { kswin } from '../../../src/flow/monitor/kswin.ts';
import { alarmsOf } from '../../checks/detector.ts';
import river from '../../reference/kswin.json' with { type: 'json' };

const begin = (seed: number) => kswin.create({ ...kswin.defaults, seed });

describe(`sounds as often and as soon as River ${river.river}’s, whose draws are others`, () => {
  test('on streams that do not change', () => {
    let drifts = 0;
    for (let seed = 0; seed < river.streams; seed++)
      drifts += alarmsOf(begin(seed), normals(5000, seed)).filter((alarm) => alarm === 'drift').length;
    // Counts of rare events: within three standard errors of their difference.
    expect(Math.abs(drifts - river.falseAlarms)).toBeLessThan(3 * Math.sqrt(drifts + river.falseAlarms));
  });

  test.each(river.noticed)(`a shift by $shift, within ${river.soon} values`, ({ shift, share }) => {
    let noticed = 0;
    for (let seed = 0; seed < river.shifted; seed++) {
      const stream = [...normals(300, 1000 + seed), ...normals(river.soon, 2000 + seed, shift)];
      if (alarmsOf(begin(seed), stream).includes('drift', 300)) noticed++;
    }
    // Two shares of 200 streams: within three standard errors of their difference.
    expect(Math.abs(noticed / river.shifted - share)).toBeLessThan(0.15);
  });
});

test('sees one heap of values become two while the mean stays', () => {
  const apart = normals(200, 2).map((value, row) => value + (row % 2 === 0 ? 5 : -5));
  expect(alarmsOf(begin(1), [...normals(200, 1), ...apart]).indexOf('drift', 200)).toBeGreaterThan(200);
});

test('other draws, other alarms; the same seed, the same', () => {
  const stream = normals(5000, 3);
  const [one, again, other] = [begin(1), begin(1), begin(2)].map((detector) => alarmsOf(detector, stream));
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
});

test.each([{ alpha: 0 }, { windowRows: 59 }, { newestRows: 1 }, { seed: 0.5 }])('refuses %o', (options) => {
  expect(() => kswin.create({ ...kswin.defaults, ...options })).toThrowError(
    expect.objectContaining({ code: 'options' }) as Error,
  );
});

function normals(rows: number, seed: number, mean = 0): number[] {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => mean + random.normal());
}
