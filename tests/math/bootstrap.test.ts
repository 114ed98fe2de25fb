import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/core/random.ts';
import { unwatched } from '../../src/core/progress.ts';
import { blockLengthOf } from '../../src/math/block-length.ts';
import { bootstrapIntervals, resamplesFor, type Interval } from '../../src/math/bootstrap.ts';
import { meanInterval, meanIntervalInOrder } from '../../src/math/mean-interval.ts';
import { meanOf } from '../../src/math/metrics/mean.ts';
import { momentsOf } from '../../src/math/moments.ts';
import { drawBlocks, drawWithin, type Draw } from '../../src/math/resample.ts';
import reference from '../reference/bootstrap.json' with { type: 'json' };

async function intervalOfMean(
  values: Float64Array,
  draw: Draw,
  { seed = 1, resamples = 1000, signal = unwatched.signal } = {},
): Promise<Interval> {
  const [interval] = await bootstrapIntervals({
    rows: values.length,
    draw,
    statistics: (counts) => [meanOf(values, counts)],
    estimates: [momentsOf(values).mean],
    seed,
    resamples,
    visits: values.length,
    signal,
  });
  return interval!;
}

/** Ends of 1,000 resamples are about a tenth of a standard error from those of 20,000. */
function expectNear(found: Interval, expected: readonly number[]): void {
  const width = expected[1]! - expected[0]!;
  expect(Math.abs(found[0] - expected[0]!)).toBeLessThan(0.07 * width);
  expect(Math.abs(found[1] - expected[1]!)).toBeLessThan(0.07 * width);
}

/** Values of which each keeps a share of the one before, with a mean of 0. */
function autoregressive(random: Random, rows: number, share: number): Float64Array {
  const values = new Float64Array(rows);
  let value = random.normal() / Math.sqrt(1 - share ** 2);
  for (let row = 0; row < rows; row++) values[row] = value = share * value + random.normal();
  return values;
}

describe('other systems', () => {
  test('rows drawn one by one as by scipy', async () => {
    const values = Float64Array.from(reference.plain.values);
    expectNear(await intervalOfMean(values, drawWithin([values.length])), reference.plain.interval);
  });

  test('rows drawn in blocks as by arch', async () => {
    const values = Float64Array.from(reference.blocks.values);
    expectNear(await intervalOfMean(values, drawBlocks(reference.blocks.length)), reference.blocks.interval);
    expectNear(meanIntervalInOrder(values, reference.blocks.length), reference.blocks.interval);
  });

  test.each(reference.blockLengths)('the length of blocks as by arch: $name', ({ values, length }) => {
    expect(blockLengthOf(values)).toBe(length);
  });
});

describe('draws', () => {
  const total = (counts: Uint16Array): number => counts.reduce((sum, count) => sum + count, 0);

  test('each stratum is drawn as often as it has rows', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.integer(), (strata, seed) => {
        const counts = new Uint16Array(strata.reduce((sum, size) => sum + size, 0));
        drawWithin(strata)(new Random(seed), counts);
        let start = 0;
        for (const size of strata) {
          expect(total(counts.subarray(start, start + size))).toBe(size);
          start += size;
        }
      }),
    );
  });

  test('as many rows as there are, in runs of at least a block but for the last', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer(),
        (rows, length, seed) => {
          const counts = new Uint16Array(rows);
          drawBlocks(Math.min(rows, length))(new Random(seed), counts);
          expect(total(counts)).toBe(rows);
        },
      ),
    );
    const counts = new Uint16Array(1000);
    drawBlocks(100)(new Random(1), counts);
    const changes = counts.reduce((sum, count, row) => sum + (count === counts.at(row - 1) ? 0 : 1), 0);
    expect(changes).toBeLessThanOrEqual(20);
  });

  test.each([
    ['one by one', drawWithin([50])],
    ['in blocks', drawBlocks(8)],
  ])('no row is drawn more often than others: %s', (_, draw) => {
    const random = new Random(1);
    const counts = new Uint16Array(50);
    const sums = new Float64Array(50);
    for (let i = 0; i < 4000; i++) {
      draw(random, counts);
      for (let row = 0; row < 50; row++) sums[row]! += counts[row]! / 4000;
    }
    for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThan(0.09);
  });
});

test('the same seed gives the same interval, another one another', async () => {
  const values = Float64Array.from({ length: 300 }, (_, row) => Math.sin(row));
  const draw = drawWithin([300]);
  const found = await intervalOfMean(values, draw, { seed: 3 });
  expect(await intervalOfMean(values, draw, { seed: 3 })).toEqual(found);
  expect(await intervalOfMean(values, draw, { seed: 4 })).not.toEqual(found);
});

test('a resample without a value does not count, and without any the estimate stands alone', async () => {
  let drawn = 0;
  const [interval, nothing] = await bootstrapIntervals({
    rows: 1,
    draw: drawWithin([1]),
    statistics: () => [drawn++ % 2 === 0 ? NaN : drawn, NaN],
    estimates: [100, 7],
    seed: 1,
    resamples: 200,
    visits: 1,
    signal: unwatched.signal,
  });
  expect(interval![0]).toBeGreaterThan(2);
  expect(interval![1]).toBeLessThan(200);
  expect(nothing).toEqual([7, 7]);
});

test('a cancel is heard between resamples', async () => {
  const aborting = new AbortController();
  const values = new Float64Array(200_000);
  let resamples = 0;
  const done = bootstrapIntervals({
    rows: values.length,
    draw: () => {
      if (++resamples === 20) aborting.abort();
    },
    statistics: () => [0],
    estimates: [0],
    seed: 1,
    resamples: 1000,
    visits: values.length,
    signal: aborting.signal,
  });
  await expect(done).rejects.toThrow(expect.objectContaining({ code: 'cancelled' }));
  expect(resamples).toBeLessThan(30);
});

test('fewer resamples of more rows, never too few', () => {
  expect([0, 100, 30_000, 150_000, 1e9].map(resamplesFor)).toEqual([1000, 1000, 1000, 200, 100]);
});

describe('values in the order of time', () => {
  test('alike neighbours: drawn one by one the interval promises too much, in blocks much less so', async () => {
    const random = new Random(7);
    const held = { plain: 0, blocks: 0, formula: 0 };
    for (let seed = 0; seed < 200; seed++) {
      const values = autoregressive(random, 400, 0.7);
      const intervals = {
        plain: await intervalOfMean(values, drawWithin([400]), { seed, resamples: 200 }),
        blocks: await intervalOfMean(values, drawBlocks(blockLengthOf(values)), { seed, resamples: 200 }),
        formula: meanIntervalInOrder(values),
      };
      for (const [name, [low, high]] of Object.entries(intervals) as [keyof typeof held, Interval][])
        if (low <= 0 && 0 <= high) held[name]++;
    }
    expect(held.plain / 200).toBeLessThan(0.72);
    expect(held.blocks / 200).toBeGreaterThan(0.86);
    expect(held.formula / 200).toBeGreaterThan(0.87);
    expect(held.formula / 200).toBeLessThan(0.99);
  });

  test('blocks of one value are Student’s interval', () => {
    const values = Float64Array.of(3, 1, 4, 1, 5, 9);
    const [low, high] = meanIntervalInOrder(values, 1);
    const [expectedLow, expectedHigh] = meanInterval(momentsOf(values));
    expect(low).toBeCloseTo(expectedLow, 10);
    expect(high).toBeCloseTo(expectedHigh, 10);
  });

  test('equal values, and a handful, are blocks of one', () => {
    expect(blockLengthOf(new Float64Array(100).fill(3))).toBe(1);
    expect(blockLengthOf([1, 1, 1, 0, 0])).toBe(1);
    expect(blockLengthOf([])).toBe(1);
  });

  test('a block is never longer than a third of the rows', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 80 });
    fc.assert(
      fc.property(values, (rows) => {
        const length = blockLengthOf(rows);
        expect(Number.isInteger(length)).toBe(true);
        expect(length).toBeGreaterThanOrEqual(1);
        expect(length).toBeLessThanOrEqual(Math.max(1, Math.ceil(rows.length / 3)));
      }),
    );
  });
});
